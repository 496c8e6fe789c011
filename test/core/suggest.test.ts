import { expect, test } from 'vitest'
import { suggest } from '../../src/core/suggest.ts'

test.each([
  ['htlm', 'html'],
  ['markdwon', 'markdown'],
  ['jsn', 'json'],
  ['JSON', 'json'],
  ['pdf', undefined],
  ['', undefined],
])('%s may have meant %s', (word, meant) => {
  expect(suggest(word, ['table', 'json', 'markdown', 'csv', 'junit', 'html'])).toBe(meant)
})
