import { describe, expect, test } from 'vitest'
import type { PlannedPrice } from '../../src/core/budget.ts'
import type { BudgetRecord, JournalRecord, RunHeader } from '../../src/core/journal.ts'
import type { Cell } from '../../src/core/plan.ts'
import { judge } from '../../src/judge/judge.ts'
import { render } from '../../src/report/index.ts'
import { answer, cell, end, header, journal, plan, session } from './journal.ts'

const c1 = cell('c1')
const c2 = cell('c2', { relay: 'other' })

const price = (relay: string, source: PlannedPrice['source'] = 'declared'): PlannedPrice => ({
  relay,
  model: 'gpt-x',
  source,
  inputUsdPerMtok: 2,
  outputUsdPerMtok: 8,
  perRequestUsd: 0,
})

const most = { inputTokens: 800, outputTokens: 256 }

function planned(
  cells: readonly Cell[],
  load: object = { rounds: 3 },
  source?: PlannedPrice['source'],
): RunHeader {
  const prices = [price('acme', source), price('other', source)]
  const budget = { capUsd: 1, capSource: 'default', probe: most, discovery: most, prices } as const
  return header(cells, { plan: plan(cells, { load: { warmupRounds: 0, concurrency: {}, ...load }, budget }) })
}

const budget = (
  event: BudgetRecord['event'],
  claimedUsd: number,
  over: Partial<BudgetRecord> = {},
): BudgetRecord => ({ type: 'budget', session: 1, event, capUsd: 1, claimedUsd, ...over })

const refused = budget('refused', 1, { refused: { relay: 'acme', probeId: 'r2.c2', needsUsd: 0.5 } })
const costing = (round: number, of: Cell, costUsd: number) => answer(round, of, 200, { costUsd })

const spendOf = (...parts: readonly (JournalRecord | readonly JournalRecord[])[]) =>
  judge(journal(...parts)).spend

describe('what a run cost', () => {
  test('is told by relay and model, and is what the sessions say', () => {
    const spend = spendOf(
      planned([c1, c2]),
      session(),
      budget('claim', 0.4),
      costing(1, c1, 0.1),
      costing(1, c2, 0.05),
      costing(2, c1, 0.1),
      budget('settled', 0.25),
      end(),
    )
    expect(spend).toMatchObject({ capUsd: 1, spentUsd: 0.25, unconfirmedUsd: 0, capped: false, refused: 0 })
    expect(spend?.models.map(({ relay, spentUsd }) => [relay, spentUsd])).toEqual([
      ['acme', 0.2],
      ['other', 0.05],
    ])
  })

  test('holds what a killed session had claimed, and says how much of it nobody saw', () => {
    const killed = [planned([c1]), session(), budget('claim', 0.4), costing(1, c1, 0.1)]
    expect(spendOf(killed)).toMatchObject({ spentUsd: 0.4, unconfirmedUsd: 0.3 })
    const resumed = [
      session(2),
      costing(2, c1, 0.1),
      budget('settled', 0.1, { session: 2 }),
      end('finished', 2),
    ]
    expect(spendOf(killed, resumed)).toMatchObject({ spentUsd: 0.5, unconfirmedUsd: 0.3 })
  })

  test('is unknown in a journal of a version that kept no budget', () => {
    expect(spendOf(header([c1]), session(), answer(1, c1), end())).toBeNull()
  })
})

describe('what the cap kept back', () => {
  const capped = [budget('claim', 1), costing(1, c1, 0.5), refused, budget('settled', 0.5), end('budget')]

  test('is counted by relay', () => {
    const report = judge(journal(planned([c1, c2]), session(), capped))
    expect(report.state).toBe('budget')
    expect(report.spend?.refused).toBe(5)
    expect(report.spend?.models.map(({ refused }) => refused)).toEqual([2, 3])
    const [notice] = report.notices
    expect(notice?.message.en).toContain('5 counted probes were not sent (acme 2, other 3)')
    expect(notice?.message.zh).toContain('有 5 次计数探测未发送（acme 2、other 3）')
  })

  test('is nothing at a relay that had been given up before', () => {
    const stop: JournalRecord = {
      type: 'stop',
      relay: 'other',
      session: 1,
      reason: 'auth',
      probeId: 'r1.c2',
      atMs: 5,
    }
    expect(spendOf(planned([c1, c2]), session(), stop, capped)?.models.map((row) => row.refused)).toEqual([
      2, 0,
    ])
  })

  test('is unknown in a run that is bounded by time', () => {
    const report = judge(journal(planned([c1], { durationMs: 60_000 }), session(), capped))
    expect(report.spend?.refused).toBeNull()
    expect(report.notices.map(({ code }) => code)).toEqual(['budget-reached'])
  })

  test('is no longer kept back when a later session under a larger cap went on', () => {
    const raised = { session: 2, capUsd: 9 }
    const report = judge(
      journal(
        ...[planned([c1]), session(), ...capped, session(2), costing(2, c1, 0.5), costing(3, c1, 0.5)],
        budget('settled', 1, raised),
        end('finished', 2),
      ),
    )
    expect(report.spend).toMatchObject({
      capUsd: 9,
      capSource: 'declared',
      spentUsd: 1.5,
      capped: false,
      refused: 0,
    })
    expect(report.notices).toEqual([])
  })
})

describe('the heading', () => {
  const text = (source: PlannedPrice['source'], ...more: JournalRecord[]) =>
    render(judge(journal(planned([c1], {}, source), session(), costing(1, c1, 0.1234), ...more)), 'table', {
      language: 'en',
      width: 200,
      color: false,
    })

  test('says what a run cost, and by which prices where they are not known', () => {
    expect(text('declared', budget('settled', 0.1234), end())).toContain(
      'cost: at most $0.1234 of a budget of $1.00',
    )
    expect(text('declared', budget('settled', 0.1234), end())).not.toContain('no price stated')
    expect(text('default', budget('settled', 0.1234), end())).toContain(
      'no price stated for 2 of relay and model: counted at $2.00 in, $8.00 out per million tokens',
    )
    expect(text('declared', budget('claim', 0.5))).toContain(
      '$0.3766 of it for requests that a killed process may',
    )
  })

  test('says nothing of money where nothing can cost any', () => {
    expect(text('simulated', budget('settled', 0), end())).not.toContain('cost')
  })
})
