import { expect, test } from 'vitest'
import { type OutcomeClass, outcomes } from '../../src/metrics/outcomes.ts'
import { answered, answeredWithout429, isCounted, isRelaysFault } from '../../src/metrics/reliability.ts'

test('availability is answered out of all that count, our own failures left out', () => {
  const counts = new Map<OutcomeClass, number>([
    ['ok', 90],
    ['upstream', 3],
    ['rate-limited', 5],
    ['client-stalled', 2],
    ['cancelled', 1],
    ['stale-connection', 4],
  ])
  expect(answered(counts)).toEqual({ ok: 90, n: 98 })
  expect(answeredWithout429(counts)).toEqual({ ok: 90, n: 93 })
})

test('nothing sent is nothing known', () => {
  expect(answered(new Map())).toEqual({ ok: 0, n: 0 })
})

test("no outcome is laid at the relay's door that is ours, our account's or the network's", () => {
  const classes = Object.keys(outcomes) as OutcomeClass[]
  const blamed = classes.filter(isRelaysFault)
  expect(blamed).toContain('model-unavailable')
  expect(blamed).toContain('upstream')
  for (const outcome of [
    'auth',
    'quota',
    'rate-limited',
    'dns',
    'tcp',
    'tls',
    'cancelled',
    'bad-request',
    'ok',
  ] as const)
    expect(blamed).not.toContain(outcome)
  expect(blamed.every(isCounted)).toBe(true)
})
