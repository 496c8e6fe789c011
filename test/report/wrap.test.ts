import fc from 'fast-check'
import stringWidth from 'string-width'
import { expect, test } from 'vitest'
import { clip, wrap } from '../../src/report/wrap.ts'

test.each([
  ['one two three', 7, ['one two', 'three']],
  ['abcdefgh', 3, ['abc', 'def', 'gh']],
  ['负载已饱和，请稍后', 6, ['负载已', '饱和，', '请稍后']],
  ['用 gpt 模型', 6, ['用 gpt', '模型']],
  ['', 5, ['']],
])('%j in %i columns', (text, width, lines) => expect(wrap(text, width)).toEqual(lines))

const words = fc.string({ unit: fc.constantFrom('a', 'b', ' ', '中', '，', '（', '）', '🚀', 'é') })

test('no line is wider than asked for, and nothing but blanks is lost', () => {
  fc.assert(
    fc.property(words, fc.integer({ min: 2, max: 20 }), (text, width) => {
      const lines = wrap(text, width)
      for (const line of lines) expect(stringWidth(line)).toBeLessThanOrEqual(width)
      expect(lines.join('').replaceAll(' ', '')).toBe(text.replaceAll(' ', ''))
    }),
    { seed: 1 },
  )
})

test('a clipped text fits and says that it was clipped', () => {
  expect(clip('负载已饱和', 10)).toBe('负载已饱和')
  expect(clip('负载已饱和', 9)).toBe('负载已饱…')
  expect(clip('负载已饱和', 8)).toBe('负载已…')
})
