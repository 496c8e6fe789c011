import { expect, test } from 'vitest'
import { fitSummary } from '../../src/report/summary.ts'

const markdown = Array.from({ length: 1_000 }, (_, i) => `- 第 ${i} 行\n`).join('')
const bytes = (text = ''): number => new TextEncoder().encode(text).length

test('what fits is left as it is', () => {
  expect(fitSummary(markdown, bytes(markdown), 'en')).toBe(markdown)
})

test.each(['en', 'zh'] as const)(
  'what does not fit is cut after a line, in bytes, and says how much is left out: %s',
  (language) => {
    for (const room of [400, 1_000, 1_001, 1_002, 5_000, bytes(markdown) - 1]) {
      const text = fitSummary(markdown, room, language) ?? ''
      expect(bytes(text)).toBeLessThanOrEqual(room)
      const [kept = '', note = ''] = text.split('\n\n> ')
      expect(markdown.startsWith(`${kept}\n`)).toBe(true)
      const missing = 1_000 - kept.split('\n').length
      expect(note.replace(',', '')).toMatch(new RegExp(`\\b${missing}\\b`))
      // As much as there is room for: at most one more line, and the digits of the note, would not fit.
      expect(bytes(text)).toBeGreaterThan(room - 30)
    }
  },
)

test('where not even the note fits nothing is said', () => {
  expect(fitSummary(markdown, 50, 'en')).toBeUndefined()
  expect(fitSummary(markdown, -5, 'en')).toBeUndefined()
})
