import { describe, expect, test } from 'vitest'
import { planRun, run } from '../../src/index.ts'
import { judge } from '../../src/judge/judge.ts'
import { parseProfile } from '../../src/profile/parse.ts'
import { render } from '../../src/report/index.ts'
import { resumeState } from '../../src/run/resume.ts'
import { anytimeShare } from '../../src/statistics/any-time.ts'
import { after, refusing, withRelay } from './relay.ts'
import { observationsOf, runProfile } from './run-profile.ts'

/** Shares of answers are the same on any machine, so these runs end at the same probe everywhere. */

/** Probes, all answered, after which the interval reaches nowhere farther than so from 100 %. */
function perfectFor(within: number): number {
  let n = 1
  while (1 - (anytimeShare(n, n).low ?? 0) > within) n++
  return n
}

const failing = refusing(500, { message: 'upstream is down' })
/** Answers, in turn, three probes of four. */
const mostly =
  (turn = { n: 0 }) =>
  (...[arrival, response]: Parameters<typeof failing>) =>
    turn.n++ % 4 === 0 ? failing(arrival, response) : after()(arrival, response)

describe('until', () => {
  test('ends the precise cell, and the other goes on to the cap', async () => {
    const n = perfectFor(0.1)
    await withRelay(after(), async (good) => {
      await withRelay(mostly(), async (shaky) => {
        const done = await runProfile({
          relays: [
            { name: 'good', base_url: good.url },
            { name: 'shaky', base_url: shaky.url },
          ],
          models: ['demo-mini'],
          load: { until: 'availability ±10%', requests: n + 20, concurrency: 1, warmup: 0 },
        })
        expect(observationsOf(done, 'good').length).toBe(n)
        expect(observationsOf(done, 'shaky').length).toBe(n + 20)
        expect(done.records.filter(({ type }) => type === 'cell-stop')).toMatchObject([
          { cellId: 'c1', reason: 'precise', n, session: 1, shown: [{ name: 'availability', n, value: 1 }] },
        ])
        const [first, second] = done.report.cells
        expect(first).toMatchObject({ complete: true, anytime: true, stoppedBy: { reason: 'precise', n } })
        expect(second).toMatchObject({ complete: true, anytime: true, stoppedBy: { reason: 'cap' } })
        // What is reported of a run that chose its end is what holds at any end.
        expect(first?.availability).toEqual(anytimeShare(n, n))
        expect(done.report.totals.planned).toBeNull()
        const text = render(done.report, 'table', { language: 'en', width: 200, color: false })
        expect(text).toContain(`good: ended after ${n}, precise enough: availability 100%`)
        expect(text).toContain(`shaky: cap of ${n + 20} reached before it was precise enough`)
      })
    })
  })

  test('a run bounded by time ends as soon as every cell is precise', async () => {
    await withRelay(after(), async ({ url, probes }) => {
      const { report } = await runProfile({
        relays: [{ name: 'a', base_url: url }],
        models: ['demo-mini'],
        load: { until: 'availability ±20%', duration: '1h', concurrency: 2, warmup: 1 },
      })
      expect(report.state).toBe('finished')
      // One warm-up probe; of two workers the other may have one in flight.
      expect(probes().length - 1 - perfectFor(0.2)).toBeOneOf([0, 1])
    })
  })

  test('a resumed run counts what earlier sessions saw', async () => {
    const n = perfectFor(0.1)
    await withRelay(after(), async ({ url, probes }) => {
      const profile = {
        relays: [{ name: 'a', base_url: url }],
        models: ['demo-mini'],
        load: { until: 'availability ±10%', concurrency: 1, warmup: 0 },
        budget: { usd: 1_000 },
      }
      const loaded = parseProfile(JSON.stringify(profile), { file: 'test.yaml', env: {} })
      const plan = planRun(loaded)
      expect(plan.load.rounds).toBe(500)
      const stop = new AbortController()
      let seen = 0
      const before = await run(plan, loaded, {
        stop: stop.signal,
        onRecord: ({ type }) => type === 'observation' && ++seen === 10 && stop.abort(),
      })
      const { state } = resumeState(before)
      const rest = await run(plan, loaded, { resumed: state })
      expect(probes().length).toBe(n)
      const over = await run(plan, loaded, { resumed: resumeState([...before, ...rest]).state })
      expect(probes().length).toBe(n)
      const report = judge([...before, ...rest, ...over])
      expect(report.cells[0]).toMatchObject({ sent: n, complete: true, stoppedBy: { reason: 'precise', n } })
    })
  })
})

test('drop_losers ends a relay that answers less often, and says which showed it', async () => {
  await withRelay(after(), async (good) => {
    await withRelay(failing, async (dead) => {
      const done = await runProfile({
        relays: [
          { name: 'good', base_url: good.url },
          { name: 'dead', base_url: dead.url },
        ],
        models: ['demo-mini'],
        load: { until: 'availability ±10%', drop_losers: true, concurrency: 1, warmup: 0 },
      })
      const [first, second] = done.report.cells
      expect(first?.stoppedBy).toMatchObject({ reason: 'precise' })
      expect(second?.stoppedBy).toMatchObject({
        reason: 'dropped',
        shown: { name: 'availability', value: 0, low: 0 },
        better: { cell: 'c1', shown: { value: 1 } },
      })
      expect(dead.probes().length).toBeLessThan(20)
      const text = render(done.report, 'table', { language: 'zh', width: 200, color: false })
      expect(text).toMatch(/dead：\d+ 次后淘汰：availability 0%.*劣于 good 的 availability 100%/)
    })
  })
})

test('without these rules a report says nothing of them', async () => {
  await withRelay(after(), async ({ url }) => {
    const { report } = await runProfile({
      relays: [{ name: 'a', base_url: url }],
      models: ['demo-mini'],
      load: { requests: 3, warmup: 0 },
    })
    expect(report.cells[0]).toMatchObject({ stoppedBy: null, anytime: false })
  })
})
