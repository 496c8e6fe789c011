import fc from 'fast-check'
import { expect, test } from 'vitest'
import { inertJson, withoutCommands } from '../../src/core/inert.ts'
import { commandOf, commandsIn } from '../report/runner.ts'

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

const commands = fc.string({
  unit: fc.constantFrom(
    ...'#[]: \t\n\r\u00ad\u200b\u0085\u3000\0x',
    '::error::',
    '##[error]',
    '::stop-commands::',
  ),
  maxLength: 20,
})

test.each([
  '::error::x',
  '  \t::add-mask::x',
  'x\n\u3000::error title=a::x',
  'x ##[error]y',
  '#\u00ad#\u200b[warning]y',
  '\u200b:\u00ad:error::x',
  'x\r::error::y',
])('%j is a command to the runner, and none any more when guarded', (text) => {
  expect(commandsIn(text)).toHaveLength(1)
  expect(commandsIn(withoutCommands(text))).toEqual([])
})

test('no text that is guarded holds a command, and nothing but a backslash is added', () => {
  fc.assert(
    fc.property(commands, (text) => {
      expect(commandsIn(withoutCommands(text))).toEqual([])
      expect(withoutCommands(text).replaceAll('\\', '')).toBe(text)
    }),
    { seed: 1, numRuns: 1_000 },
  )
})

test('JSON needs no guard: it holds no command, says the same, and is not changed by one', () => {
  fc.assert(
    fc.property(commands, commands, (key, text) => {
      const shown = inertJson({ [key]: [text] })
      expect(shown.split('\n').flatMap((line) => commandOf(line) ?? [])).toEqual([])
      expect(withoutCommands(shown)).toBe(shown)
      expect(JSON.parse(shown)).toEqual({ [key]: [text] })
    }),
    { seed: 1, numRuns: 1_000 },
  )
})

test('guarding hostile text takes time that grows with its length alone', () => {
  for (const unit of ['\t', '\u00ad', '\n ', '#\u00ad', ' \u0085', ':\u00ad'])
    expect(commandsIn(withoutCommands(unit.repeat(200_000)))).toEqual([])
})
