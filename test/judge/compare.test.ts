import { describe, expect, test } from 'vitest'
import { type CompareOptions, compareSides } from '../../src/judge/compare/compare.ts'
import { roundsOf } from '../../src/judge/compare/rounds.ts'
import { relaySide, type Side, sideOf } from '../../src/judge/compare/side.ts'
import { judge } from '../../src/judge/judge.ts'
import { type Comparison, comparisonSchema } from '../../src/schema/comparison.ts'
import type { Report } from '../../src/schema/report.ts'
import { randomFor } from '../../src/sim/random.ts'
import { atMost } from '../../src/statistics/binomial-tail.ts'
import { answer, answers, cell, end, header, journal, plan, rounds, session } from './journal.ts'
import { type Behaviour, syntheticRun, usual } from './synthetic-run.ts'

const options: CompareOptions = { alpha: 0.05, tolerance: 0.05, version: '0.1.0' }
const compare = (...sides: readonly Side[]) => compareSides(sides, options)

const runOf = (nth: number, count: number, behaviour: Behaviour): Report =>
  judge(syntheticRun(nth, count, { acme: behaviour }))

const differs = ({ cells }: Comparison): boolean =>
  cells.some(({ questions }) => questions.some(({ verdict }) => verdict === 'worse' || verdict === 'better'))

const found = ({ cells }: Comparison, verdict: 'worse' | 'better'): readonly string[] =>
  cells.flatMap(({ model, mode, questions }) =>
    questions.filter((each) => each.verdict === verdict).map(({ metric }) => `${model} ${mode} ${metric}`),
  )

// npx vitest run --mode fuzz test/judge/compare.test.ts compares a thousand times.
const comparisons = process.env['MODE'] === 'fuzz' ? 1000 : 120

/** The largest number of false alarms that an honest alpha gives but once in a thousand such tests. */
function mostAlarms(trials: number, alpha: number): number {
  let most = Math.ceil(trials * alpha)
  while (atMost(most, trials, alpha) < 0.999) most++
  return most
}

describe('the same relay compared with itself', () => {
  const probes = (nth: number) => 20 + randomFor(8, nth, 'latency').below(31)

  test('two runs differ no oftener than alpha, over all cells and metrics together', () => {
    let alarms = 0
    for (let i = 0; i < comparisons; i++) {
      const [a, b] = [2 * i, 2 * i + 1].map((nth) => runOf(nth, probes(nth), usual))
      if (a && b && differs(compare(sideOf('a', [a]), sideOf('b', [b])))) alarms++
    }
    console.info(`independent: ${alarms} of ${comparisons} comparisons of a relay with itself differed`)
    expect(alarms).toBeLessThanOrEqual(mostAlarms(comparisons, 0.05))
  })

  test('neither do two names of it in one run, round by round', () => {
    let alarms = 0
    for (let i = 0; i < comparisons; i++) {
      const records = syntheticRun(100_000 + i, probes(i), { acme: usual, other: usual })
      if (differs(compareRelays(records, ['acme', 'other']))) alarms++
    }
    console.info(`paired: ${alarms} of ${comparisons} comparisons of a relay with itself differed`)
    expect(alarms).toBeLessThanOrEqual(mostAlarms(comparisons, 0.05))
  })
})

const compareRelays = (records: ReturnType<typeof syntheticRun>, relays: readonly string[]) => {
  const report = judge(records)
  const byCell = roundsOf(records)
  return compareSides(
    relays.map((relay) => relaySide(relay, report, byCell)),
    { ...options, matchedBy: 'model' },
  )
}

describe('real changes are found', () => {
  const before = sideOf('before', [runOf(1, 60, usual)])

  test('a TTFT that is 30 % longer, and its size', () => {
    const after = sideOf('after', [runOf(2, 300, { ...usual, ttftMs: 780 })])
    const comparison = compare(sideOf('before', [runOf(1, 300, usual)]), after)
    expect(comparisonSchema.parse(comparison)).toEqual(comparison)
    expect(found(comparison, 'worse')).toContain('gpt-x stream ttft')
    expect(found(comparison, 'better')).toEqual([])
    const ttft = comparison.cells[0]?.questions.find(({ metric }) => metric === 'ttft')
    expect(ttft).toMatchObject({ verdict: 'worse', regression: true, detectable: null })
    expect(ttft?.low).toBeLessThan(1.3)
    expect(ttft?.high).toBeGreaterThan(1.3)
  })

  test('the other way round it is better, by the inverse', () => {
    const [a, b] = [before, sideOf('after', [runOf(2, 60, { ...usual, ttftMs: 1200 })])]
    expect(found(compare(a, b), 'worse')).toEqual(found(compare(b, a), 'better'))
    expect(found(compare(a, b), 'worse')).toContain('gpt-y stream ttft')
    expect(compare(b, a).cells.some(({ questions }) => questions.some(({ regression }) => regression))).toBe(
      false,
    )
  })

  test('an availability that falls from 100 % to 80 %', () => {
    const [all, few] = [0, 0.2].map((failureShare, nth) =>
      sideOf(`${nth}`, [runOf(nth, 60, { ...usual, failureShare })]),
    )
    if (!all || !few) throw new Error('two sides')
    const worse = found(compare(all, few), 'worse')
    expect(worse).toContain('gpt-x stream availability')
    expect(worse).toContain('gpt-y stream availability')
  })

  test('in one run, pairs of rounds show 30 % more often than all probes of each do', () => {
    const isFound = (comparison: Comparison) => found(comparison, 'worse').includes('gpt-x stream ttft')
    const hits = { paired: 0, independent: 0 }
    for (let i = 0; i < 20; i++) {
      const records = syntheticRun(700 + i, 50, { acme: usual, other: { ...usual, ttftMs: 780 } })
      const report = judge(records)
      const apart = [relaySide('acme', report), relaySide('other', report)]
      const together = compareRelays(records, ['acme', 'other'])
      const independent = compareSides(apart, { ...options, matchedBy: 'model' })
      expect([together.design, independent.design]).toEqual(['paired', 'independent'])
      if (isFound(together)) hits.paired++
      if (isFound(independent)) hits.independent++
    }
    expect(hits.paired).toBeGreaterThan(hits.independent + 4)
  })

  test('a third report is held against the first too', () => {
    const slow = sideOf('slow', [runOf(3, 60, { ...usual, ttftMs: 2000 })])
    const { cells, judged } = compare(before, sideOf('same', [runOf(4, 60, usual)]), slow)
    expect(cells.map(({ side }) => side)).toEqual([1, 1, 1, 2, 2, 2])
    expect(judged).toBe(2 * (4 + 4 + 2))
  })
})

describe('what was not shown', () => {
  test('says what could have been seen, less with more probes', () => {
    const least = (count: number) => {
      const questions = compare(
        sideOf('a', [runOf(11, count, usual)]),
        sideOf('b', [runOf(12, count, usual)]),
      ).cells[0]?.questions
      return ['availability', 'ttft'].map(
        (metric) => questions?.find((question) => question.metric === metric)?.detectable ?? Number.NaN,
      )
    }
    const [few, many] = [least(30), least(300)]
    expect(few[0]).toBeGreaterThan(many[0] ?? Number.NaN)
    expect(few[1]).toBeGreaterThan(many[1] ?? Number.NaN)
    expect(many[1]).toBeLessThan(0.35)
  })

  test('that change is found about 8 times in 10', () => {
    const level = (nth: number, behaviour: Behaviour) => sideOf('', [runOf(nth, 60, behaviour)])
    let hits = 0
    const trials = 40
    for (let i = 0; i < trials; i++) {
      const ttft = (factor: number) =>
        compare(level(500 + 2 * i, usual), level(501 + 2 * i, { ...usual, ttftMs: 600 * factor })).cells[0]
          ?.questions[1]
      const { detectable } = ttft(1) ?? {}
      if (detectable && (ttft(1 + detectable)?.adjustedP ?? 1) <= 0.05) hits++
    }
    expect(hits / trials).toBeGreaterThan(0.6)
    expect(hits / trials).toBeLessThan(0.98)
  })

  test('three probes can show nothing, and that is said', () => {
    const c = cell('c1')
    const report = (ttfts: readonly number[]) =>
      judge(journal(rounds(3, c), session(), answers(c, ttfts), end()))
    const { cells } = compare(sideOf('a', [report([100, 101, 102])]), sideOf('b', [report([900, 901, 902])]))
    expect(cells[0]?.questions[1]).toMatchObject({
      verdict: 'no-difference-shown',
      detectable: null,
      low: null,
    })
  })
})

describe('who is compared with whom', () => {
  const one = (relay: string, model: string, over = {}) => {
    const c = cell('c1', { relay, model, ...over })
    return judge(journal(rounds(4, c), session(), answers(c, [100, 110, 120, 130]), end()))
  }

  test('different vendors are matched by model, even over different protocols', () => {
    const { matchedBy, cells } = compare(
      sideOf('a', [one('acme', 'gpt-x')]),
      sideOf('b', [one('other', 'gpt-x', { protocol: 'anthropic-messages' })]),
    )
    expect(matchedBy).toBe('model')
    expect(cells).toMatchObject([{ baselineRelay: 'acme', relay: 'other', model: 'gpt-x' }])
  })

  test('runs of one side are taken together, and that is said', () => {
    const runs = [one('acme', 'gpt-x'), one('acme', 'gpt-x')]
    const { notices, cells } = compare(sideOf('nights', runs), sideOf('b', [one('acme', 'gpt-x')]))
    expect(notices).toMatchObject([{ code: 'pooled' }])
    expect(cells[0]?.questions[0]).toMatchObject({ baseline: { n: 8 }, candidate: { n: 4 } })
  })

  test('a model that one side lacks, another place and a run that did not finish are named', () => {
    const c = [cell('c1'), cell('c2', { model: 'gpt-y' })]
    const records = [answer(1, c[0] ?? cell('c1'), 100), answer(1, c[1] ?? cell('c2'), 100)]
    const far = judge([header(c, { vantage: 'de-berlin' }), session(), ...records, end('interrupted')])
    const { notices } = compare(sideOf('a', [far]), sideOf('b', [one('acme', 'gpt-x')]))
    expect(notices.map(({ code }) => code)).toEqual(['unfinished', 'vantage', 'missing'])
    expect(notices[2]?.message.en).toContain('acme gpt-y')
  })

  test('nothing in common is an error', () => {
    expect(() => compare(sideOf('a', [one('acme', 'gpt-x')]), sideOf('b', [one('acme', 'gpt-z')]))).toThrow(
      'a and b measured nothing in common',
    )
    expect(() => compare(sideOf('a', [one('acme', 'gpt-x')]))).toThrow('nothing to compare with')
  })

  test('a client-limited cell gets no verdict on times, and one on availability', () => {
    const limited = one('acme', 'gpt-x')
    const marked: Report = {
      ...limited,
      cells: limited.cells.map((each) => ({ ...each, clientLimited: true })),
    }
    const [availability, ttft] =
      compare(sideOf('a', [marked]), sideOf('b', [one('acme', 'gpt-x')])).cells[0]?.questions ?? []
    expect(availability).toMatchObject({ verdict: 'no-difference-shown' })
    expect(ttft).toMatchObject({ verdict: 'not-comparable', reason: 'client-limited', pValue: null })
  })
})

describe('only like is compared with like', () => {
  const c = cell('c1')
  const asked = (over: Parameters<typeof plan>[1], profile: unknown = {}) => {
    const head = header([c], { plan: plan([c], over), profile })
    return sideOf('it', [judge(journal(head, session(), answers(c, [1, 2]), end()))])
  }
  const workload = { name: 'short', promptBytes: 300, maxOutputTokens: 256 }
  const load = { rounds: 2, warmupRounds: 0, concurrency: { acme: 2 } }

  test.each([
    ['another prompt', { workload: { ...workload, name: 'long' } }, undefined, 'the prompt was'],
    ['a longer prompt', { workload: { ...workload, promptBytes: 400 } }, undefined, '400 bytes'],
    [
      'other limits',
      { workload: { ...workload, maxOutputTokens: 512 } },
      undefined,
      'at most 256 and 512 tokens',
    ],
    ['another temperature', {}, { workload: { temperature: 1 } }, 'temperature'],
    ['more at once', { load: { ...load, concurrency: { acme: 8 } } }, undefined, '2 and 8 probes in flight'],
    [
      'an open loop',
      { load: { ...load, shape: { type: 'open', perSecond: 1, arrivals: 'constant' } as const } },
      undefined,
      'shape of the load',
    ],
  ])('%s is refused', (_, over, profile, said) => {
    expect(() => compare(asked({ load }), asked({ load, ...over }, profile))).toThrow(said)
  })

  test('prompts that differ by their random words are alike, and so are different numbers of rounds', () => {
    const other = { workload: { ...workload, promptBytes: 309 }, load: { ...load, rounds: 9 } }
    expect(compare(asked({ load }), asked(other)).cells).toHaveLength(1)
  })
})

test('a report that was tampered with is refused', () => {
  const report = runOf(1, 20, usual)
  const [first, ...others] = report.cells
  if (!first) throw new Error('a cell')
  const broken = {
    ...report,
    cells: [{ ...first, ttftMs: { ...first.ttftMs, histogram: 'AAAA' } }, ...others],
  }
  expect(() => sideOf('a', [broken])).toThrow('not an HDR histogram')
  const many = { ...first, availability: { ...first.availability, n: 1e15 } }
  expect(() => sideOf('a', [{ ...report, cells: [many] }])).toThrow('can be compared')
})
