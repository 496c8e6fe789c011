import { describe, expect, test } from 'vitest'
import { calendarOf } from '../../../src/core/calendar.ts'
import { slaOf } from '../../../src/judge/sla/sla.ts'
import { type Sla, slaSchema } from '../../../src/schema/sla.ts'
import { atLeast } from '../../../src/statistics/binomial-tail.ts'
import { datedOf, isoOf, type ModelNight, nightMs, usualNight, type YearPlan, yearOf } from './year.ts'

const utc = calendarOf('UTC')
const shanghai = calendarOf('Asia/Shanghai')
if (!utc || !shanghai) throw new Error('this node knows no time zones')

function judged(plan: YearPlan, options: Partial<Parameters<typeof slaOf>[1]> = {}): Sla {
  const sla = slaOf(datedOf(yearOf(plan)), {
    version: 'test',
    calendar: utc ?? never(),
    skipped: [],
    ...options,
  })
  return slaSchema.parse(sla)
}
const never = (): never => {
  throw new Error('unreachable')
}
const onlyRelay = (sla: Sla) => sla.relays[0] ?? never()
const modelNamed = (sla: Sla, name: string) =>
  onlyRelay(sla).models.find(({ model }) => model === name) ?? never()
const seeds = (n: number) => Array.from({ length: n }, (_, i) => i + 1)

/** The most of n that a chance leaves, but once in a thousand such tests. */
function mostOf(n: number, chance: number): number {
  let most = 0
  while (atLeast(most + 1, n, chance) > 0.001) most++
  return most
}

const dead: ModelNight = { failure: 1, ttftMs: 800, state: 'listed-but-dead', outcome: 'model-unavailable' }
const outage: ModelNight = { failure: 1, ttftMs: 800, outcome: 'gateway-page' }
const inOutage = (night: number) => night >= 100 && night <= 102

/** A year in which much happens, and all of it is known. */
const eventful = (seed: number): YearPlan => ({
  seed,
  nights: 365,
  facts: { sla: '99.9% a month' },
  models: {
    slower: (night) => (inOutage(night) ? outage : { ...usualNight, ttftMs: night < 200 ? 800 : 1200 }),
    dropping: (night) => (inOutage(night) ? outage : { ...usualNight, failure: night < 250 ? 0 : 0.05 }),
    dying: (night) => (inOutage(night) ? outage : night < 300 ? usualNight : dead),
    late: (night) =>
      night < 150 ? { ...dead, failure: 1, state: 'absent' } : inOutage(night) ? outage : usualNight,
    leaving: (night) =>
      night < 320
        ? inOutage(night)
          ? outage
          : usualNight
        : { ...dead, state: 'absent', outcome: 'model-unavailable' },
  },
})

describe('a year of known events, seeds 1…20: every event is found for every seed', () => {
  const years = seeds(20).map((seed) => ({ seed, sla: judged(eventful(seed)) }))

  test.each(years)('seed $seed', ({ sla }) => {
    const { incidents, listing } = onlyRelay(sla)
    const outages = incidents.filter(({ outcome }) => outcome === 'gateway-page')
    expect(outages).toHaveLength(1)
    expect(outages[0]).toMatchObject({
      first: isoOf(nightMs(100)),
      last: isoOf(nightMs(102)),
      after: isoOf(nightMs(99)),
      before: isoOf(nightMs(103)),
      nights: 3,
      failed: 240,
      probes: 240,
      leastHours: 48,
      mostHours: 96,
    })
    expect(new Set(outages[0]?.models)).toEqual(new Set(['slower', 'dropping', 'dying', 'leaving']))
    const gone = incidents.filter(({ outcome }) => outcome === 'model-unavailable')
    expect(gone.map(({ first, before, models }) => ({ first, before, models }))).toEqual([
      { first: isoOf(nightMs(0)), before: isoOf(nightMs(150)), models: ['late'] },
      { first: isoOf(nightMs(300)), before: null, models: ['dying'] },
      { first: isoOf(nightMs(320)), before: null, models: ['leaving'] },
    ])
    expect(listing.map(({ model, change, since }) => [model, change, since])).toEqual([
      ['slower', 'stayed', isoOf(nightMs(0))],
      ['dropping', 'stayed', isoOf(nightMs(0))],
      ['dying', 'dead', isoOf(nightMs(300))],
      ['late', 'appeared', isoOf(nightMs(150))],
      ['leaving', 'vanished', isoOf(nightMs(320))],
    ])
    expect(listing.find(({ model }) => model === 'dying')).toMatchObject({
      days: 64,
      daysSinceFirstSeen: 364,
    })
    const slower = modelNamed(sla, 'slower').latency[0]?.changes ?? []
    const near = slower.filter(({ from }) => Math.abs(Date.parse(from) - nightMs(200)) <= 3 * 86_400_000)
    expect(near).toHaveLength(1)
    expect(near[0]?.ratio).toBeGreaterThan(1.35)
    expect(near[0]?.ratio).toBeLessThan(1.65)
    expect(modelNamed(sla, 'dropping').promise).toMatchObject({
      verdict: 'broken',
      promised: 0.999,
      source: 'facts',
    })
  })

  test('nothing else is', () => {
    const invented = years.flatMap(({ sla }) =>
      onlyRelay(sla).incidents.filter(({ outcome }) => outcome === 'upstream'),
    )
    expect(invented.length).toBeLessThanOrEqual(mostOf(years.length * 5, 0.05))
    const changes = years.flatMap(({ sla }) => modelNamed(sla, 'slower').latency[0]?.changes ?? [])
    expect(changes.length - years.length).toBeLessThanOrEqual(mostOf(years.length * 2, 0.01))
  })
})

test('quiet years, seeds 1…60: false alarms are no more than stated', () => {
  const years = seeds(60).map((seed) =>
    judged({ seed, nights: 365, models: { a: () => usualNight } }, { promised: 0.999 }),
  )
  const models = years.map((sla) => modelNamed(sla, 'a'))
  expect(models.filter(({ promise }) => promise?.verdict !== 'undecided').length).toBeLessThanOrEqual(
    mostOf(60, 0.1),
  )
  expect(models.filter(({ latency }) => (latency[0]?.changes.length ?? 0) > 0).length).toBeLessThanOrEqual(
    mostOf(60, 0.01),
  )
  expect(years.filter((sla) => onlyRelay(sla).incidents.length > 0).length).toBeLessThanOrEqual(
    mostOf(60, 0.05),
  )
})

describe('windows', () => {
  const plan: YearPlan = { seed: 1, nights: 100, models: { a: () => ({ failure: 0, ttftMs: 800 }) } }

  test('end with the last report, and hold what lies in them', () => {
    const { windows } = modelNamed(judged(plan), 'a')
    expect(windows.map(({ hours, nights }) => [hours, nights])).toEqual([
      [24, 1],
      [168, 7],
      [720, 30],
      [2160, 90],
      [null, 100],
    ])
    // Clopper and Pearson for 20 of 20: 0.025^(1/20).
    expect(windows[0]?.availability).toMatchObject({ n: 20, value: 1, high: 1 })
    expect(windows[0]?.availability.low).toBeCloseTo(0.025 ** (1 / 20), 9)
  })

  test('end where they are told to, and say what is later', () => {
    const sla = judged(plan, { at: { atMs: nightMs(49), text: isoOf(nightMs(49)) } })
    expect(sla).toMatchObject({ reports: 50, later: 50, at: isoOf(nightMs(49)), last: isoOf(nightMs(49)) })
  })

  test('have two denominators, and use the budget by the first', () => {
    const limited: ModelNight = { failure: 1, ttftMs: 800, outcome: 'rate-limited' }
    const night = (at: number) => (at === 99 ? limited : { failure: 0, ttftMs: 800 })
    const { windows } = modelNamed(judged({ ...plan, models: { a: night } }, { promised: 0.99 }), 'a')
    expect(windows[1]).toMatchObject({
      availability: { n: 140, value: 120 / 140 },
      availabilityWithout429: { n: 120, value: 1 },
      burn: { allowed: 1.4, failed: 20 },
    })
    expect(windows[1]?.burn?.rate).toBeCloseTo(20 / 1.4, 9)
  })
})

describe('promises', () => {
  const perfect: ModelNight = { failure: 0, ttftMs: 800 }
  const promise = (models: YearPlan['models'], nights: number, promised: number) =>
    modelNamed(judged({ seed: 1, nights, models }, { promised }), 'a').promise ?? never()

  test('that need more nights say how many, and so many decide them', () => {
    const open = promise({ a: () => perfect }, 30, 0.999)
    expect(open).toMatchObject({ verdict: 'undecided', since: null })
    const needed = open.needed ?? never()
    expect(promise({ a: () => perfect }, 30 + needed - 1, 0.999).verdict).toBe('undecided')
    expect(promise({ a: () => perfect }, 30 + needed, 0.999)).toMatchObject({
      verdict: 'met',
      since: isoOf(nightMs(30 + needed - 1)),
      needed: null,
    })
  })

  test('that were met can be broken later', () => {
    const night = (at: number) => (at < 200 ? perfect : { ...perfect, failure: 0.1 })
    expect(promise({ a: night }, 200, 0.999).verdict).toBe('met')
    expect(promise({ a: night }, 220, 0.999).verdict).toBe('broken')
  })

  test('are not said to be met while less was measured', () => {
    // Two nights of a hundred are lost: no proof against 99 %, and no keeping of it.
    const night = (at: number) => (at === 80 || at === 90 ? outage : perfect)
    expect(promise({ a: night }, 80, 0.99)).toMatchObject({ verdict: 'met' })
    expect(promise({ a: night }, 100, 0.99)).toMatchObject({ verdict: 'undecided', since: null })
  })

  test('of 100 % are broken by one failure, and never met', () => {
    expect(promise({ a: () => perfect }, 300, 1)).toMatchObject({ verdict: 'undecided', needed: null })
    expect(promise({ a: (at) => (at === 7 ? outage : perfect) }, 300, 1)).toMatchObject({
      verdict: 'broken',
      since: isoOf(nightMs(7)),
    })
  })

  test('are the ones of the flag, of the relay, or of the profile, in this order', () => {
    const plan: YearPlan = { seed: 1, nights: 3, models: { a: () => perfect } }
    const reports = yearOf(plan).map((report) => ({
      ...report,
      profile: { slo: { availability: '>= 99.5%' } },
    }))
    const options = { version: 'test', calendar: utc, skipped: [] }
    const of = (facts: object, more: object = {}) => {
      const dated = datedOf(
        reports.map((report) => ({
          ...report,
          relays: [{ relay: 'acme', line: null, facts: { ...facts } }],
        })),
      )
      return modelNamed(slaOf(dated, { ...options, ...more }) ?? never(), 'a').promise
    }
    expect(of({})).toMatchObject({ promised: 0.995, source: 'profile' })
    expect(of({ sla: '99.9%' })).toMatchObject({ promised: 0.999, source: 'facts' })
    expect(of({ sla: '99.9%' }, { promised: 0.9 })).toMatchObject({ promised: 0.9, source: 'flag' })
  })

  test('are not judged where none was made', () =>
    expect(modelNamed(judged({ seed: 1, nights: 3, models: { a: () => perfect } }), 'a').promise).toBeNull())
})

test('the evening peak is that of the place', () => {
  // 12:30 UTC is half past eight in the evening in Shanghai.
  const startMs = (night: number) => nightMs(night) + (night % 2 === 0 ? -5.5 * 3_600_000 : 0)
  const models = {
    a: (night: number) => ({ failure: night % 2 === 0 ? 0.5 : 0, ttftMs: night % 2 === 0 ? 2000 : 500 }),
  }
  const plan: YearPlan = { seed: 1, nights: 40, startMs, models }
  const { peak, offPeak } = modelNamed(judged(plan, { calendar: shanghai }), 'a')
  expect([peak.nights, offPeak.nights]).toEqual([20, 20])
  expect(peak.availability.value).toBeLessThan(0.7)
  expect(offPeak.availability.value).toBe(1)
  expect(peak.ttftMs.p50 ?? Number.POSITIVE_INFINITY).toBeGreaterThan(offPeak.ttftMs.p50 ?? never())
  expect(modelNamed(judged(plan), 'a').peak.nights).toBe(0)
})

test('the calendar has every local day, those without a report too', () => {
  const startMs = (night: number) => nightMs(night * 2)
  const { calendar } = onlyRelay(
    judged({ seed: 1, nights: 3, startMs, models: { a: () => outage } }, { calendar: shanghai }),
  )
  expect(calendar.map(({ day, probes, failed }) => [day, probes, failed])).toEqual([
    ['2025-01-02', 20, 20],
    ['2025-01-03', 0, 0],
    ['2025-01-04', 20, 20],
    ['2025-01-05', 0, 0],
    ['2025-01-06', 20, 20],
  ])
})

test('incidents give times to repair and between, with how many they are of', () => {
  const { mttr, mtbf } = onlyRelay(
    judged({
      seed: 1,
      nights: 101,
      models: { a: (night) => (night === 30 || night === 60 ? outage : { failure: 0, ttftMs: 1 }) },
    }),
  )
  expect(mttr).toEqual({ n: 2, leastHours: 0, mostHours: 48 })
  expect(mtbf).toEqual({ n: 2, hours: 1200 })
})

test('the order in which reports are read makes no difference', () => {
  const dated = datedOf(yearOf(eventful(1)))
  const options = { version: 'test', calendar: utc, skipped: [] }
  expect(slaOf(dated.toReversed(), options)).toEqual(slaOf(dated, options))
})
