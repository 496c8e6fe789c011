import { expect, test } from 'vitest'
import { render } from '../../src/report/index.ts'
import { answered, report } from './fixture.ts'

const shown = report({
  cells: [
    answered('near', null, [20, 20], [8, 300, 60], { clientLimited: true }),
    answered('far', 1, [20, 20], [400, 900, 50]),
    answered('farther', 2, [20, 20], [600, 1200, 40]),
    answered('near', null, [20, 20], [0, 9, 0], { mode: 'whole', clientLimited: true }),
  ],
  objectives: [
    {
      ...{ cell: 'c1', relay: 'near', line: null, model: 'gpt-5.6-sol', mode: 'stream', n: 20 },
      ...{ name: 'ttft_p50', limit: '< 1s', value: 8, low: 7.6, high: 8.6, unit: 'ms' },
      ...{ verdict: 'undecided', needed: null, reason: 'client-limited', severity: 'fail', past: null },
    },
  ],
})

const text = (language: 'en' | 'zh'): string => render(shown, 'table', { language, width: 140, color: false })

test('a client-limited cell has a sign at what we blur, no rank, and never the best mark', () => {
  const lines = text('en').split('\n')
  const at = lines.findIndex((line) => /^client +near/.test(line))
  const near = lines[at] ?? ''
  expect(lines[at + 1]).toMatch(/^limited/)
  expect(near).toContain('8.00 ms†')
  expect(near).not.toContain('300 ms†')
  expect(near).not.toContain('8.00 ms*')
  expect(lines.find((line) => line.startsWith('1 ') && line.includes('far'))).toContain('400 ms*')
  const legend = lines.filter((line) => line.startsWith('†')).join(' ')
  expect(legend).toContain('own delay (p99 1.42 ms) is above 10% of the p50')
})

test('of a whole answer it is the E2E', () => {
  expect(text('en')).toContain('9.00 ms†')
})

test('its limits are undecided, and say why', () => {
  expect(text('en')).toContain('undecided, client-limited')
  expect(text('zh')).toContain('不足以判断、受限于本机')
})

test('without such a cell there is neither sign nor legend', () => {
  const plain = report({ cells: [answered('far', 1, [20, 20], [400, 900, 50])] })
  expect(render(plain, 'table', { language: 'en', width: 140, color: false })).not.toContain('†')
})
