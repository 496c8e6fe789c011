import { describe, expect, test } from 'vitest'
import { now } from '../../src/core/clock.ts'
import type { JournalRecord } from '../../src/core/journal.ts'
import { judge, run } from '../../src/index.ts'
import { parseProfile } from '../../src/profile/parse.ts'
import { resumeState } from '../../src/run/resume.ts'
import { type Answer, type Arrival, refusing, sendJson, withRelay } from './relay.ts'
import { observationsOf, runProfile } from './run-profile.ts'
import { frames } from './servers.ts'

const models = ['demo-mini']
/** A dollar per thousand tokens in, two per thousand out: every probe is dear. */
const prices = { 'demo-mini': { input_usd_per_mtok: 1_000, output_usd_per_mtok: 2_000 } }
const priceOf = (input: number, output: number): number => (input * 1_000 + output * 2_000) / 1e6

/** Answers and reports these tokens; `bill` hears of every answer. */
const reporting =
  (input: number, output: number, bill: (usd: number) => void = () => {}): Answer =>
  ({ body }, response) => {
    bill(priceOf(input, output))
    const usage = { prompt_tokens: input, completion_tokens: output }
    if (body['stream'] !== true)
      return sendJson(response, 200, {
        choices: [{ message: { content: 'Fine.' }, finish_reason: 'stop' }],
        usage,
      })
    response.setHeader('content-type', 'text/event-stream')
    const last = `data: ${JSON.stringify({ choices: [], usage })}\n\n`
    response.end([frames.role, frames.content('Fine.'), frames.finish, last, frames.done].join(''))
  }

const isEven = (a: number, b: number): boolean => Math.abs(a - b) <= 5

describe('a run that its budget ends', () => {
  test('has sent nothing that could pass the cap, whatever the relays report, and stops for all of them alike', async () => {
    let billed = 0
    const dear = reporting(600, 250, (usd) => {
      billed += usd
    })
    await withRelay(dear, async (one) => {
      await withRelay(dear, async (two) => {
        const run = await runProfile({
          relays: [
            { name: 'one', base_url: one.url },
            { name: 'two', base_url: two.url },
          ],
          models,
          prices,
          budget: { usd: 30 },
          load: { requests: 40, concurrency: 4, warmup: 1 },
        })
        const { report, observations, plan, records } = run
        expect(billed).toBeGreaterThan(28)
        expect(billed).toBeLessThanOrEqual(30)
        expect(records.at(-1)).toMatchObject({ type: 'end', how: 'budget' })
        expect(records.filter(({ type }) => type === 'observation').length).toBe(
          one.probes().length + two.probes().length,
        )
        expect(isEven(observationsOf(run, 'one').length, observationsOf(run, 'two').length)).toBe(true)

        expect(report.state).toBe('budget')
        expect(report.totals.sent).toBe(observations.filter(({ warmup }) => !warmup).length)
        expect(report.spend?.spentUsd).toBeCloseTo(billed, 6)
        expect(report.spend).toMatchObject({
          capUsd: 30,
          capSource: 'declared',
          capped: true,
          unconfirmedUsd: 0,
          refused: 80 - report.totals.sent,
        })
        expect(report.spend?.models.map(({ relay, priceSource }) => [relay, priceSource])).toEqual([
          ['one', 'declared'],
          ['two', 'declared'],
        ])
        expect(report.notices.map(({ code }) => code)).toContain('budget-reached')
        expect(plan.budget?.prices.map(({ worstCase }) => worstCase?.requests)).toEqual([41, 41])
      })
    })
  })

  test('by a relay that reports more than it was asked for: no more is sent than was in flight', async () => {
    await withRelay(reporting(50_000, 50_000), async ({ url, probes }) => {
      const { report } = await runProfile({
        relays: [{ name: 'a', base_url: url }],
        models,
        prices,
        budget: { usd: 5 },
        load: { requests: 40, concurrency: 3, warmup: 0 },
      })
      // Three fit at what may be expected of an answer; the first answer says that none does.
      expect(probes().length).toBeLessThanOrEqual(3)
      expect(report.spend?.spentUsd).toBeCloseTo(probes().length * priceOf(50_000, 50_000), 6)
      expect(report.state).toBe('budget')
    })
  })

  test('before it has begun sends no probe, and no request to find out a protocol', async () => {
    await withRelay(reporting(1, 1), async ({ url, arrivals, probes }) => {
      const { report, plan } = await runProfile({
        relays: [{ name: 'a', base_url: url, protocol: 'auto' }],
        models,
        prices,
        budget: { usd: 0.01 },
        load: { requests: 3, warmup: 1 },
      })
      expect(probes()).toEqual([])
      expect(arrivals.length).toBeGreaterThan(0)
      expect(report.spend).toMatchObject({ spentUsd: 0, refused: 3, capped: true })
      expect(plan.worstCase?.requests).toBe(4 + 4)
      expect(plan.budget?.prices[0]?.worstCase?.requests).toBe(4 + 4)
    })
  })
})

test('what finding out a protocol cost is part of what was spent', async () => {
  await withRelay(reporting(200, 20), async ({ url, probes }) => {
    const { report, records } = await runProfile({
      relays: [{ name: 'a', base_url: url, protocol: 'auto' }],
      models,
      prices,
      budget: { usd: 100 },
      load: { requests: 2, warmup: 0 },
    })
    expect(report.state).toBe('finished')
    expect(probes().length).toBe(6)
    const found = records.find((record) => record.type === 'protocols')
    expect(found?.costUsd).toBeGreaterThan(priceOf(200, 20))
    expect(report.spend?.unconfirmedUsd).toBe(0)
    expect(report.spend?.spentUsd).toBeCloseTo((found?.costUsd ?? 0) + 2 * priceOf(200, 20), 6)
  })
})

test('a relay of which every attempt is refused costs nothing, and one that breaks costs what it might have', async () => {
  const load = { requests: 4, concurrency: 1, warmup: 0 }
  await withRelay(refusing(429, { message: 'slow down' }, { 'retry-after': '0' }), async ({ url }) => {
    const { report } = await runProfile({
      relays: [{ name: 'a', base_url: url }],
      models,
      load,
      budget: undefined,
    })
    expect(report.spend).toMatchObject({ spentUsd: 0, capUsd: 1, capSource: 'default' })
  })
  await withRelay(refusing(502, { message: 'bad gateway' }), async ({ url }) => {
    const { report, plan } = await runProfile({ relays: [{ name: 'a', base_url: url }], models, load })
    expect(report.spend?.spentUsd).toBe(plan.budget?.prices[0]?.worstCase?.usd)
    expect(report.spend?.models[0]?.priceSource).toBe('default')
  })
})

describe('a resumed run', () => {
  const profileAt = (url: string, usd: number, concurrency: number) => ({
    relays: [{ name: 'a', base_url: url }],
    models,
    prices,
    budget: { usd },
    load: { requests: 30, concurrency, warmup: 0 },
  })

  /** What a process leaves that is killed right after so many observations. */
  const killedAfter = (records: readonly JournalRecord[], observations: number): readonly JournalRecord[] => {
    const ends = records.flatMap(({ type }, index) => (type === 'observation' ? [index + 1] : []))
    return records.slice(0, ends[observations - 1])
  }

  /** Requests that had been begun when the last observation of `before` ended: eight, and the other worker's if it was about. */
  const begunBy = (before: readonly JournalRecord[], all: readonly JournalRecord[]): number => {
    const ends = before.flatMap((record) => (record.type === 'observation' ? [record.timeline.end] : []))
    const starts = all.flatMap((record) => (record.type === 'observation' ? [record.timeline.started] : []))
    return starts.filter((at) => at <= Math.max(...ends)).length
  }

  const goOn = async (
    before: readonly JournalRecord[],
    profile: object,
  ): Promise<readonly JournalRecord[]> => {
    const { header, state } = resumeState(before)
    const loaded = parseProfile(JSON.stringify(profile), { file: 'test.yaml', env: {} })
    return run(header.plan, loaded, { resumed: state })
  }

  test('goes on under the same cap, and counts what a killed session may have had in flight', async () => {
    let billed = 0
    const dear = reporting(600, 200, (usd) => {
      billed += usd
    })
    await withRelay(dear, async ({ url }) => {
      const profile = profileAt(url, 20, 2)
      const { records } = await runProfile(profile)
      const before = killedAfter(records, 8)
      billed = begunBy(before, records) * priceOf(600, 200)
      expect(resumeState(before).state.spentUsd).toBeGreaterThanOrEqual(billed)
      const after = await goOn(before, profile)
      expect(billed).toBeGreaterThan(15)
      expect(billed).toBeLessThanOrEqual(20)
      const { spend, state } = judge([...before, ...after])
      expect(state).toBe('budget')
      expect(spend?.spentUsd).toBeLessThanOrEqual(20)
      expect(spend?.unconfirmedUsd).toBeGreaterThan(0)
    })
  })

  test('remembers that a relay charged more than was thought possible', async () => {
    await withRelay(reporting(8_000, 1_000), async ({ url, probes }) => {
      const before = killedAfter((await runProfile(profileAt(url, 25, 1))).records, 1)
      expect(resumeState(before).state.spentUsd).toBeCloseTo(10.25, 6)
      const asked = probes().length
      const after = await goOn(before, profileAt(url, 25, 2))
      // One more at 10, and not two at once that look like 1.3 each.
      expect(probes().length - asked).toBe(1)
      expect(after.at(-1)).toMatchObject({ how: 'budget' })
    })
  })
})

test('a probe that waits for money does not keep its relay from ending', async () => {
  const stop = new AbortController()
  const arrived: Arrival[] = []
  const never: Answer = (arrival) => void arrived.push(arrival)
  await withRelay(never, async ({ url }) => {
    const begunAt = now()
    setTimeout(() => stop.abort(), 500)
    const { observations } = await runProfile(
      {
        relays: [{ name: 'a', base_url: url }],
        models,
        prices,
        budget: { usd: 2 },
        timeouts: { first_token: 2, total: 2 },
        load: { requests: 5, concurrency: 4, warmup: 0 },
      },
      { stop: stop.signal },
    )
    // One is worth 1.3 at most: only one is in flight, the others wait until they are told to stop.
    expect(arrived.length).toBe(1)
    expect(observations.length).toBe(1)
    expect(now() - begunAt).toBeGreaterThan(400)
  })
})
