import fc from 'fast-check'
import { expect, test } from 'vitest'
import { inertJson } from '../../src/core/inert.ts'

// Line breaks are JSON's own indentation.
const acts = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/

test('JSON for a terminal holds nothing that a terminal obeys, and says the same', () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.string({ unit: 'binary' }), (value, text) => {
      const shown = inertJson({ value, text, known: '\u001b[31m\u009b2J\u007f\u202e\u2028\ufeff' })
      expect(shown).not.toMatch(acts)
      expect(JSON.parse(shown)).toEqual(
        JSON.parse(JSON.stringify({ value, text, known: '\u001b[31m\u009b2J\u007f\u202e\u2028\ufeff' })),
      )
    }),
    { seed: 1 },
  )
})
