import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type PlannedBudget, priceOf, toUsd } from '../../src/core/budget.ts'
import type { BudgetRecord, JournalRecord } from '../../src/core/journal.ts'
import type { Observation } from '../../src/core/observation.ts'
import type { Probe } from '../../src/core/plan.ts'
import { Budget } from '../../src/run/budget.ts'
import { spentUsd } from '../../src/run/resume-spending.ts'
import { type Paid, Spending } from '../../src/run/spending.ts'
import { answer, cell, refusal, silence, usage } from '../judge/journal.ts'

const never = new AbortController().signal
const dollar = 1_000_000_000

/** Everything that is due to happen has happened. */
const settled = () => new Promise((resolve) => setImmediate(resolve))

function budgetOf(capUsd: number, earlierUsd = 0) {
  const entries: Parameters<ConstructorParameters<typeof Budget>[0]['write']>[0][] = []
  const budget = new Budget({ capUsd, earlierUsd, write: (entry) => entries.push(entry) })
  const take = (usd: number, signal = never, probeId = 'r1.c1') =>
    budget.take({ relay: 'a', probeId, amount: () => usd * dollar }, signal)
  return { budget, entries, take }
}

describe('a budget', () => {
  test('sets aside, settles, and refuses what no longer fits', async () => {
    const { budget, take } = budgetOf(1)
    const first = await take(0.6)
    first?.settle(0.1 * dollar)
    expect(budget.committedUsd).toBeCloseTo(0.1, 9)
    const second = await take(0.9)
    expect(second).toBeDefined()
    second?.settle(0.9 * dollar)
    expect(await take(0.000_000_001)).toBeUndefined()
    expect(budget.over.aborted).toBe(true)
    expect(budget.committedUsd).toBe(1)
  })

  test('lets a request wait as long as others may turn out cheaper, and those behind it', async () => {
    const { take } = budgetOf(1)
    const first = await take(0.8)
    const order: string[] = []
    const dear = take(0.5).then((held) => order.push(held ? 'dear' : 'refused'))
    const cheap = take(0.1).then((held) => order.push(held ? 'cheap' : 'refused'))
    await settled()
    expect(order).toEqual([])
    first?.settle(0.2 * dollar)
    await Promise.all([dear, cheap])
    expect(order).toEqual(['dear', 'cheap'])
  })

  test('ends for everybody who waits, once there will be no room for the first of them', async () => {
    const { take, entries, budget } = budgetOf(1)
    const first = await take(0.8)
    const waiting = [take(0.5, never, 'r2.c1'), take(0.01, never, 'r2.c2')]
    first?.settle(0.7 * dollar)
    expect(await Promise.all(waiting)).toEqual([undefined, undefined])
    expect(budget.over.aborted).toBe(true)
    expect(entries.filter(({ event }) => event === 'refused').map(({ refused }) => refused)).toEqual([
      { relay: 'a', probeId: 'r2.c1', needsUsd: 0.5 },
    ])
  })

  test('a worker that gives up waiting makes room for the next', async () => {
    const { take } = budgetOf(1)
    await take(0.8)
    const impatient = new AbortController()
    const dear = take(0.5, impatient.signal)
    const cheap = take(0.2)
    impatient.abort()
    expect(await dear).toBeUndefined()
    expect(await cheap).toBeDefined()
  })

  test('what was not sent costs nothing, and is settled only once', async () => {
    const { budget, take } = budgetOf(1)
    const held = await take(0.7)
    held?.cancel()
    held?.settle(0.7 * dollar)
    expect(budget.committedUsd).toBe(0)
  })

  test('counts what earlier sessions spent', async () => {
    expect(await budgetOf(1, 0.5).take(0.6)).toBeUndefined()
    expect(await budgetOf(1, 0.5).take(0.5)).toBeDefined()
    expect(await budgetOf(1, 1.5).take(0.1)).toBeUndefined()
    expect(await budgetOf(0).take(0)).toBeDefined()
    const last = budgetOf(1, 0.5)
    await last.take(0.499)
    expect(last.entries.at(-1)?.claimedUsd).toBe(0.5)
  })

  test('claims before a request may leave, in steps that do not grow with the number of requests', async () => {
    const { take, entries, budget } = budgetOf(1)
    for (let i = 0; i < 5_000; i++) {
      const held = await take(0.000_2)
      expect(entries.at(-1)?.claimedUsd).toBeGreaterThanOrEqual(budget.committedUsd)
      held?.settle(0.000_1 * dollar)
    }
    expect(entries.length).toBeLessThan(110)
    budget.close()
    expect(entries.at(-1)).toMatchObject({ event: 'settled', claimedUsd: 0.5 })
  })
})

// --- any plan, any interleaving

/** Any share of this: doubles as such are nearly all very small. */
const upTo = (most: number) =>
  fc.integer({ min: 0, max: 1_000 }).map((thousandths) => (thousandths * most) / 1_000)

const tokens = fc.record({
  inputTokens: fc.integer({ min: 1, max: 5_000 }),
  outputTokens: fc.integer({ min: 1, max: 2_000 }),
})
const price = fc.record({
  inputUsdPerMtok: upTo(100),
  outputUsdPerMtok: upTo(300),
  perRequestUsd: fc.constantFrom(0, 0.01, 0.003),
})
const plans = fc.record({
  capUsd: upTo(4),
  probe: tokens,
  prices: fc.array(price, { minLength: 1, maxLength: 5 }),
})

/** What a relay does with a request, `bill` being the share of the most possible tokens that it charges for. */
const ends = fc.record({
  how: fc.constantFrom('usage', 'silent', 'broken', 'refused', 'failed', 'unsent'),
  bill: upTo(1),
})
const steps = fc.array(
  fc.oneof(
    { weight: 6, arbitrary: fc.record({ do: fc.constant('send' as const), cell: fc.nat(), end: ends }) },
    { weight: 5, arbitrary: fc.record({ do: fc.constant('settle' as const), which: fc.nat() }) },
    { weight: 1, arbitrary: fc.record({ do: fc.constant('cancel' as const), which: fc.nat() }) },
    { weight: 1, arbitrary: fc.record({ do: fc.constant('give-up' as const), which: fc.nat() }) },
    { weight: 2, arbitrary: fc.record({ do: fc.constant('crash' as const) }) },
  ),
  { minLength: 1, maxLength: 80 },
)
type End = typeof ends extends fc.Arbitrary<infer T> ? T : never
type PlanShape = typeof plans extends fc.Arbitrary<infer T> ? T : never

interface InFlight {
  readonly probe: Probe
  readonly end: End
  readonly paid: Paid
}

/** A run on paper: relays that bill as they like within what was asked for, and processes that are killed. */
class PaperRun {
  readonly plan: PlannedBudget
  readonly journal: JournalRecord[] = []
  inFlight: InFlight[] = []
  waiting: AbortController[] = []
  asked = 0
  answered = 0
  /** What the relays charged, in billionths of a dollar. */
  billed = 0
  #session = 0
  #spending: Spending

  constructor({ capUsd, probe, prices }: PlanShape) {
    const rows = prices.map((row, i) => ({ relay: `r${i}`, model: 'm', source: 'declared' as const, ...row }))
    this.plan = { capUsd, capSource: 'declared', probe, discovery: probe, prices: rows }
    this.#spending = this.#start()
  }

  #start(): Spending {
    const session = ++this.#session
    const write = (entry: Omit<BudgetRecord, 'type' | 'session'>) =>
      this.journal.push({ type: 'budget', session, ...entry })
    const { capUsd } = this.plan
    return new Spending(this.plan, new Budget({ capUsd, earlierUsd: spentUsd(this.journal), write }))
  }

  /** Whatever was in flight is charged, though nobody ever hears of it. */
  crash(): void {
    for (const flight of this.inFlight) this.#bill(flight)
    this.inFlight = []
    this.waiting = []
    this.asked = this.answered
    this.#spending = this.#start()
  }

  send(index: number, end: End): void {
    const at = index % this.plan.prices.length
    const probe: Probe = {
      id: `r1.c${at}`,
      cell: cell(`c${at}`, { relay: `r${at}`, model: 'm' }),
      round: 1,
      warmup: false,
    }
    const patience = new AbortController()
    const spending = this.#spending
    this.waiting.push(patience)
    this.asked++
    void spending.forProbe(probe, patience.signal).then((paid) => {
      if (spending !== this.#spending) return
      this.answered++
      this.waiting = this.waiting.filter((each) => each !== patience)
      if (paid) this.inFlight.push({ probe, end, paid })
    })
  }

  settle(which: number): void {
    const [flight] = this.inFlight.splice(which % Math.max(1, this.inFlight.length), 1)
    if (!flight) return
    this.#bill(flight)
    flight.paid.settle(this.#observation(flight))
  }

  cancel(which: number): void {
    this.inFlight.splice(which % Math.max(1, this.inFlight.length), 1)[0]?.paid.cancel()
  }

  #tokens(bill: number) {
    const { inputTokens, outputTokens } = this.plan.probe
    return { inputTokens: Math.floor(inputTokens * bill), outputTokens: Math.floor(outputTokens * bill) }
  }

  #bill({ probe, end }: InFlight): void {
    if (end.how === 'refused' || end.how === 'unsent') return
    const row = this.plan.prices.find(({ relay }) => relay === probe.cell.relay)
    if (row) this.billed += priceOf(this.#tokens(end.bill), row)
  }

  #observation({ probe, end }: InFlight): Observation {
    const { inputTokens, outputTokens } = this.#tokens(end.bill)
    switch (end.how) {
      case 'usage':
        return answer(1, probe.cell, 200, { reply: usage(inputTokens, outputTokens) })
      case 'silent':
        return answer(1, probe.cell)
      case 'broken':
        return answer(1, probe.cell, 200, { ending: { type: 'cancelled' }, reply: usage(inputTokens, 1) })
      case 'refused':
        return refusal(1, probe.cell, 429, 'slow down')
      case 'failed':
        return refusal(1, probe.cell, 502, 'bad gateway')
      case 'unsent':
        return silence(1, probe.cell, { type: 'timeout', phase: 'connect', limitMs: 1 })
    }
  }
}

test('no plan and no interleaving of workers, answers, cancellations, kills and resumes passes the cap', async () => {
  await fc.assert(
    fc.asyncProperty(plans, steps, async (plan, script) => {
      const run = new PaperRun(plan)
      const cap = plan.capUsd * dollar
      for (const step of script) {
        if (step.do === 'send') run.send(step.cell, step.end)
        else if (step.do === 'settle') run.settle(step.which)
        else if (step.do === 'cancel') run.cancel(step.which)
        else if (step.do === 'give-up') run.waiting[step.which % Math.max(1, run.waiting.length)]?.abort()
        else run.crash()
        await settled()
        expect(run.billed).toBeLessThanOrEqual(cap)
        // What the books say is never less than what was charged.
        expect(toUsd(run.billed)).toBeLessThanOrEqual(spentUsd(run.journal) + 1e-9)
        expect(spentUsd(run.journal)).toBeLessThanOrEqual(plan.capUsd + 1e-9)
      }
      // Nobody waits for ever: once all have been answered, so is everyone who waited.
      while (run.inFlight.length > 0) {
        run.settle(0)
        await settled()
      }
      expect(run.answered).toBe(run.asked)
      expect(run.billed).toBeLessThanOrEqual(cap)
    }),
    { numRuns: 300, seed: 20_261_125 },
  )
}, 60_000)

test('a relay that charges more than was thought possible passes the cap by no more than what was in flight at it', async () => {
  const plan: PlannedBudget = {
    capUsd: 1,
    capSource: 'declared',
    probe: { inputTokens: 1_000, outputTokens: 100 },
    discovery: { inputTokens: 1_000, outputTokens: 64 },
    prices: [
      {
        relay: 'acme',
        model: 'gpt-x',
        source: 'declared',
        inputUsdPerMtok: 10,
        outputUsdPerMtok: 50,
        perRequestUsd: 0,
      },
    ],
  }
  let claimed = 0
  const budget = new Budget({
    capUsd: 1,
    earlierUsd: 0,
    write: ({ claimedUsd }) => {
      claimed = claimedUsd
    },
  })
  const spending = new Spending(plan, budget)
  const probe: Probe = { id: 'r1.c1', cell: cell('c1'), round: 1, warmup: false }
  const greedy = answer(1, cell('c1'), 200, { reply: usage(20_000, 200) })
  const costs: number[] = []
  // Two at a time: 0.015 is set aside for each of the first two, and 0.21 is what they cost.
  const inFlight = [await spending.forProbe(probe, never), await spending.forProbe(probe, never)]
  while (inFlight.length > 0) {
    costs.push(inFlight.shift()?.settle(greedy).costUsd ?? 0)
    expect(claimed).toBeGreaterThanOrEqual(budget.committedUsd)
    if (inFlight.length === 1 && inFlight[0]) {
      const next = await Promise.race([spending.forProbe(probe, never), settled().then(() => undefined)])
      if (next) inFlight.push(next)
    }
  }
  expect(costs).toEqual([0.21, 0.21, 0.21, 0.21])
  expect(budget.committedUsd).toBeLessThanOrEqual(1)
})
