import { expect, test } from 'vitest'
import { ZodError } from 'zod'
import { checkSim, parseSim } from '../../src/sim/index.ts'

test('a name and an object that names a preset mean the same', () => {
  expect(parseSim({ preset: 'slow' })).toEqual(parseSim('slow'))
})

test('own settings win over those of the preset', () => {
  const config = parseSim({ preset: 'slow', output_tokens: 9 })
  expect(config.output_tokens).toBe(9)
  expect(config.token_ms).toBe(parseSim('slow').token_ms)
})

test('faults take defaults of their own', () => {
  expect(parseSim({ faults: [{ fault: 'error-429' }, { fault: 'cut', rate: 0.1 }] }).faults).toEqual([
    { fault: 'error-429', rate: 1, after: 0, delay_ms: 0, retry_after: 1 },
    { fault: 'cut', rate: 0.1, after: 0, at: 0.5 },
  ])
})

test.each([
  ['fast'],
  [null],
  [{ preset: 'fast' }],
  [{ tokens: 3 }],
  [{ output_tokens: '40' }],
  [{ ttft_ms: { normal: { mean: 3 } } }],
  [{ ttft_ms: -1 }],
  [{ faults: [{ fault: 'cutt' }] }],
  [{ faults: [{ fault: 'cut', rate: 2 }] }],
  [{ faults: [{ fault: 'cut', bytes: 2 }] }],
  [{ faults: [{ fault: 'refuse-field', field: 3 }] }],
])('refuses %j', (value) => {
  expect(() => parseSim(value)).toThrow(ZodError)
})

test('checkSim says where and what, and nothing of a good value', () => {
  expect(checkSim('ghost')).toEqual([])
  expect(checkSim({ faults: [{ fault: 'cutt' }] })).toMatchObject([
    { path: ['faults', 0, 'fault'], message: expect.stringContaining('cut-done') },
  ])
})
