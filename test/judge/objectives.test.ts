import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { objectiveNames, parseObjective } from '../../src/core/objective.ts'
import { judge } from '../../src/judge/judge.ts'
import { reportSchema } from '../../src/schema/report.ts'
import { answers, cell, end, header, journal, refusal, session } from './journal.ts'

const c1 = cell('c1')
const times = (n: number, ms: number): number[] => Array.from({ length: n }, (_, i) => ms + i)

/** The verdicts on a cell of so many answers, of about so many ms to the first token, and so many refusals. */
function verdicts(slo: Readonly<Record<string, string>>, ok: number, failed = 0, ttft = 200) {
  const failures = Array.from({ length: failed }, (_, i) => refusal(ok + i + 1, c1, 500, 'upstream failed'))
  const records = journal(
    header([c1], { profile: { slo } }),
    session(),
    answers(c1, times(ok, ttft)),
    failures,
    end(),
  )
  return reportSchema.parse(judge(records)).objectives
}

describe('parsing', () => {
  test.each([
    ['availability', '>= 99.5%', { side: 'above', limit: 0.995, measure: { kind: 'availability' } }],
    ['error_rate', '<1%', { side: 'below', limit: 0.01, measure: { kind: 'error-rate' } }],
    ['error_rate(rate-limited)', '< 1 %', { measure: { kind: 'error-rate', outcome: 'rate-limited' } }],
    [
      'ttft_p95',
      '< 2s',
      { side: 'below', limit: 2_000, measure: { kind: 'latency', metric: 'ttft', level: 'p95' } },
    ],
    ['tpot_p50', '<= 40ms', { side: 'below', limit: 40 }],
    ['latency', '< 2s', 'unknown-measure'],
    ['ttft_p42', '< 2s', 'unknown-measure'],
    ['ttft_p95', '2s', 'bad-limit'],
    ['ttft_p95', '< fast', 'bad-limit'],
    ['ttft_p95', '< 2', 'wrong-unit'],
    ['ttft_p95', '< 2%', 'wrong-unit'],
    ['availability', '>= 99', 'wrong-unit'],
    ['availability', '< 99%', 'wrong-side'],
    ['e2e_p99', '> 1s', 'wrong-side'],
  ])('%s: %s', (name, text, expected) => {
    const parsed = parseObjective(name, text)
    if (typeof expected === 'string') expect(parsed).toBe(expected)
    else expect(parsed).toMatchObject(expected)
  })

  test('every name that is offered is understood', () => {
    const limits = ['> 1%', '< 1%', '< 1s', '> 1', 'all']
    for (const name of objectiveNames)
      expect(limits.map((limit) => typeof parseObjective(name, limit))).toContain('object')
  })

  test('any text is either a limit or a problem, never an exception', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (name, text) => void parseObjective(name, text)),
      { seed: 1 },
    )
  })
})

describe('verdicts', () => {
  test.each([
    // P(0 failures of 20) is 12 % at 90 %, 1.2 % at 80 %; two failures of 20 have a chance of 0.02 % at 99.9 %.
    ['a promise that twenty probes cannot show', { availability: '>= 99%' }, 20, 0, 'undecided'],
    ['a promise that they can', { availability: '>= 80%' }, 20, 0, 'no-breach'],
    ['a promise that two failures break', { availability: '>= 99.9%' }, 18, 2, 'broken'],
    ['a failure rate past its limit', { error_rate: '< 1%' }, 10, 10, 'broken'],
    ['a class that never occurred', { 'error_rate(rate-limited)': '< 50%' }, 20, 0, 'no-breach'],
    ['a median under its limit', { ttft_p50: '< 1s' }, 20, 0, 'no-breach'],
    ['a median over its limit', { ttft_p50: '< 100ms' }, 20, 0, 'broken'],
    ['a p99 of twenty probes', { ttft_p99: '< 1s' }, 20, 0, 'undecided'],
    ['a median of answers when most probes failed', { ttft_p50: '< 1s' }, 20, 30, 'undecided'],
  ])('%s', (_name, slo, ok, failed, verdict) => {
    expect(verdicts(slo, ok, failed)).toMatchObject([{ relay: 'acme', cell: 'c1', verdict }])
  })

  test('undecided says about how many more would decide it', () => {
    // 0.99^n <= 5 % from n = 299, 0.95^n from n = 59.
    expect(verdicts({ availability: '>= 99%' }, 20)[0]).toMatchObject({ n: 20, past: 0, needed: 279 })
    expect(verdicts({ ttft_p95: '< 1s' }, 20)[0]).toMatchObject({ needed: 39 })
  })

  test('the measured value, its interval and its n stand beside the verdict', () => {
    const [availability, ttft] = verdicts({ availability: '>= 90%', ttft_p50: '< 1s' }, 30)
    expect(availability).toMatchObject({ unit: 'share', value: 1, high: 1, n: 30, limit: '>= 90%' })
    expect(ttft).toMatchObject({ unit: 'ms', value: 214, low: 209, n: 30, limit: '< 1s' })
  })

  test('limits that a foreign journal garbles are passed over', () => {
    expect(verdicts({ nonsense: 'x', availability: '>= 1%' }, 20)).toHaveLength(1)
  })
})
