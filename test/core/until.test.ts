import { expect, test } from 'vitest'
import { parseTarget, type UntilProblem } from '../../src/core/until.ts'

test.each([
  ['ttft_p50 ±10%', { kind: 'latency', metric: 'ttft', level: 'p50' }, 0.1],
  ['ttfo_p90 +-2.5%', { kind: 'latency', metric: 'ttfo', level: 'p90' }, 0.025],
  [' e2e_p95+/-20 % ', { kind: 'latency', metric: 'e2e', level: 'p95' }, 0.2],
  ['tpot_p99±5%', { kind: 'latency', metric: 'tpot', level: 'p99' }, 0.05],
  ['availability ±2%', { kind: 'availability' }, 0.02],
])('%j is read', (text, measure, within) => {
  expect(parseTarget(text)).toEqual({ name: expect.any(String), measure, within, text: text.trim() })
})

test.each<[string, UntilProblem]>([
  ['', 'bad-target'],
  ['ttft_p50', 'bad-target'],
  ['ttft_p50 10%', 'bad-target'],
  ['ttft_p50 ±10ms', 'bad-target'],
  ['ttft ±10%', 'unknown-target'],
  ['ttft_p42 ±10%', 'unknown-target'],
  ['error_rate ±1%', 'unknown-target'],
  ['ttft_p50 ±0%', 'bad-width'],
  ['availability ±100%', 'bad-width'],
])('%j is refused: %s', (text, problem) => {
  expect(parseTarget(text)).toBe(problem)
})
