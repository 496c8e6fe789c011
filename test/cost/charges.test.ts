import { beforeAll, describe, expect, test } from 'vitest'
import type { JournalRecord } from '../../src/core/journal.ts'
import { judge } from '../../src/judge/judge.ts'
import { planCharge } from '../../src/plan/charge.ts'
import { parseProfile } from '../../src/profile/parse.ts'
import { run } from '../../src/run/run.ts'
import type { Report } from '../../src/schema/report.ts'
import type { ReportCharge } from '../../src/schema/report-charge.ts'
import { type Billed, billed, profileOf, trueMultiplier } from './behaviours.ts'

const timing = { times: 1, idleMs: 250, pollMs: 40, settleMs: 8_000 }

async function measured(profile: object, more: object = {}) {
  const loaded = parseProfile(JSON.stringify({ budget: { usd: 1_000 }, ...profile }), {
    file: 'cost.yaml',
    env: {},
  })
  const plan = planCharge(loaded, { ...timing, ...more })
  const records = await run(plan, loaded)
  return { plan, records, report: judge(records) }
}

/** One family of each kind of balance, all behaviours; docs/cost.md has all families. */
const kinds = new Set(['new-api', 'deepseek', 'openrouter'])
const chosen = billed.filter(({ family }) => kinds.has(family))

describe('simulated relays that bill in known ways', () => {
  let report: Report
  beforeAll(async () => {
    report = (await measured(profileOf(chosen))).report
  }, 120_000)

  const chargeOf = ({ name }: Billed): ReportCharge => {
    const found = report.charges?.find(({ relay }) => relay === name)
    if (!found) throw new Error(`no charge of ${name}`)
    return found
  }

  test.each(chosen.map((each) => [each.family, each.behaviour, each] as const))('%s, %s', (_, __, each) => {
    const charge = chargeOf(each)
    if (each.expected !== 'measured') {
      expect(charge).toMatchObject({ reason: each.expected, multiplier: null, parts: [] })
      return
    }
    expect(charge.reason).toBeNull()
    const truth = trueMultiplier(each, charge)
    expect(charge.multiplier?.low).toBeLessThanOrEqual(truth)
    expect(charge.multiplier?.high).toBeGreaterThanOrEqual(truth)
    expect(charge.refused?.requests).toBe(4)
    const isBilled = 'bills_errors' in each.billing
    expect((charge.refused?.usd.low ?? 0) > 0).toBe(isBilled)
    if (isBilled) expect(charge.refused?.usd.high).toBeGreaterThanOrEqual(0.04 - 1e-9)
  })

  test('what was charged is compared with what the price page of a relay states', () => {
    for (const [behaviour, times] of [
      ['honest', 1],
      ['× 2.5', 2.5],
    ] as const) {
      const each = chosen.find((found) => found.family === 'new-api' && found.behaviour === behaviour)
      const charge = each && chargeOf(each)
      expect(charge?.claimedBy).toBe('page')
      expect(charge?.bookkeeping?.low).toBeLessThanOrEqual(times)
      expect(charge?.bookkeeping?.high).toBeGreaterThanOrEqual(times)
    }
  })

  test('the price of each part is told apart', () => {
    const each = chosen.find(
      ({ family, behaviour }) => family === 'new-api' && behaviour === 'cached input in full',
    )
    const charge = each && chargeOf(each)
    const price = (part: string) => charge?.parts.find((found) => found.part === part)?.usd
    for (const [part, truth] of [
      ['input', 3],
      ['cached', 3],
      ['output', 15],
      ['request', 0],
    ] as const) {
      expect(price(part)?.low).toBeLessThanOrEqual(truth)
      expect(price(part)?.high).toBeGreaterThanOrEqual(truth)
    }
    expect(price('cached')?.low).toBeGreaterThan(2.9)
  })

  test('such a run has no cells, says what was asked, and every reading is in its journal', () => {
    expect(report.cells).toEqual([])
    expect(report.totals.ok).toBeGreaterThan(1_000)
  })
})

describe('nothing is concluded', () => {
  const simulate = (billing: object | undefined, more: object = {}) => ({
    relays: [{ name: 'a', simulate: { mind: {}, ...(billing && { billing }), ...more } }],
    models: ['demo-mini'],
    prices: { 'demo-mini': { input_usd_per_mtok: 3, output_usd_per_mtok: 15 } },
  })
  const reasonOf = ({ report }: { report: Report }) => report.charges?.[0]?.reason

  test('where no balance is told', async () => {
    const found = await measured(simulate(undefined))
    expect(reasonOf(found)).toBe('no-balance')
    expect(found.report.charges?.[0]?.why).toContain('404')
    expect(found.report.totals.sent).toBe(0)
  })

  test('where the unit is not told: the page of a gateway that hides what it shows', async () => {
    const found = await measured(simulate({ family: 'one-api' }, { status_page: false }))
    expect(reasonOf(found)).toBe('no-unit')
  })

  test('where nothing is charged in the time that is waited', async () => {
    const found = await measured(simulate({ family: 'new-api', times: 0 }), { settleMs: 300 })
    expect(reasonOf(found)).toBe('not-charged')
  })

  test('where the balance is too coarse, and how many times more would do is told', async () => {
    const cheap = { family: 'deepseek', input_per_mtok: 2.5, output_per_mtok: 10 }
    const found = await measured(simulate(cheap))
    expect(reasonOf(found)).toBe('too-coarse')
    const times = found.report.charges?.[0]?.timesNeeded ?? 0
    expect(times).toBeGreaterThan(1)
    const again = await measured(simulate(cheap), { times })
    expect(reasonOf(again)).toBeNull()
  }, 60_000)

  test('where answers tell no usage', async () => {
    expect(reasonOf(await measured(simulate({ family: 'new-api' }, { usage: 'none' })))).toBe('no-usage')
  })

  test('where it answers nothing', async () => {
    const broken = simulate({ family: 'new-api' }, { faults: [{ fault: 'error-500' }] })
    const found = await measured(broken, { settleMs: 300 })
    // The simulated relay charges for what it answered before it broke: none of it is taken for a price.
    expect(found.report.charges?.[0]?.multiplier).toBeNull()
    expect(reasonOf(found)).not.toBeNull()
  })

  test('where prices of tokens and requests do not explain it', async () => {
    const { records } = await measured(simulate({ family: 'new-api' }))
    const moved = records.map((record): JournalRecord => {
      if (record.type !== 'balance' || record.stage !== 'batch' || record.batch !== 5 || !record.reading)
        return record
      return { ...record, reading: { ...record.reading, used: (record.reading.used ?? 0) + 20_000 } }
    })
    expect(judge(records).charges?.[0]?.reason).toBeNull()
    // Somebody took 0.04 dollars and gave them back a moment later.
    expect(judge(moved).charges?.[0]?.reason).toBe('irregular')
  })

  test('where the run was broken off', async () => {
    const { records } = await measured(simulate({ family: 'new-api' }))
    const cut = records
      .filter((record) => record.type !== 'balance' || (record.batch ?? 0) < 4)
      .filter((record) => record.type !== 'balance' || record.stage !== 'after')
    expect(judge(cut).charges?.[0]?.reason).toBe('unfinished')
  })
})

test('no request is sent that could pass the cap', async () => {
  const loaded = parseProfile(
    JSON.stringify({
      relays: [{ name: 'a', base_url: 'http://127.0.0.1:9/v1' }],
      models: ['m'],
      prices: { m: { input_usd_per_mtok: 3, output_usd_per_mtok: 15 } },
      budget: { usd: 0.01 },
    }),
    { file: 'cost.yaml', env: {} },
  )
  const plan = planCharge(loaded, timing)
  expect(plan.budget?.prices[0]?.worstCase?.usd).toBeGreaterThan(0.1)
  expect(plan.worstCase?.requests).toBe(54)
})

test('a multiplier that a relay tells of itself is what it states', async () => {
  const simulate = { mind: { cache: 'works' }, billing: { family: 'sub2api', times: 1.5 } }
  const { report } = await measured({ ...profileOf([]), relays: [{ name: 'a', simulate }] })
  const [charge] = report.charges ?? []
  expect(charge).toMatchObject({ reason: null, claimedBy: 'page' })
  expect(charge?.bookkeeping?.low).toBeLessThanOrEqual(1.5)
  expect(charge?.bookkeeping?.high).toBeGreaterThanOrEqual(1.5)
})

test('models that do not exist may be refused as a wrong key is, and the run goes on', async () => {
  const simulate = { mind: {}, billing: { family: 'new-api' }, unserved: '401' }
  const { report } = await measured({ ...profileOf([]), relays: [{ name: 'a', simulate }] })
  expect(report.charges).toMatchObject([{ reason: null, refused: { requests: 4 } }])
})

describe('a month of some traffic', () => {
  const simulate = { mind: { cache: 'works' }, billing: { family: 'new-api', times: 2 } }
  const profile = {
    relays: [{ name: 'a', simulate, recharge_ratio: 0.5 }],
    models: ['demo-mini'],
    traffic: '2M in, 1M cached, 1M out, 1k requests per day',
  }

  test('is reckoned by what was charged, with its bounds', async () => {
    const { report } = await measured(profile)
    // 30 days of 1M at 3, 1M at 0.3 and 1M at 15 dollars, twice.
    const truth = 30 * 2 * (3 + 0.3 + 15)
    const row = report.projection?.rows[0]
    expect(row).toMatchObject({ relay: 'a', basis: 'measured' })
    expect(row?.usd?.low).toBeLessThanOrEqual(truth)
    expect(row?.usd?.high).toBeGreaterThanOrEqual(truth)
    expect(row?.cny).toBeCloseTo((row?.usd?.value ?? 0) / 2, 6)
  })

  test('is not known where nothing was concluded', async () => {
    const { report } = await measured({
      ...profile,
      relays: [{ name: 'a', simulate: { mind: {} } }],
    })
    expect(report.projection?.rows).toMatchObject([{ basis: 'measured', usd: null, cny: null }])
  })
})
