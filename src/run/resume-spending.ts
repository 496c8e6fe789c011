import type { TokenCounts } from '../core/budget.ts'
import type { JournalRecord } from '../core/journal.ts'
import type { Plan } from '../core/plan.ts'
import { larger, reportedTokens } from '../metrics/cost.ts'

/**
 * What the sessions of a journal spent, at most: each as much as its last word on it says. A killed session's last word is
 * a claim, which covers whatever it had in flight, though no observation tells of it.
 */
export function spentUsd(records: Iterable<JournalRecord>): number {
  const bySession = new Map<number, number>()
  for (const record of records) if (record.type === 'budget') bySession.set(record.session, record.claimedUsd)
  return [...bySession.values()].reduce((sum, usd) => sum + usd, 0)
}

/** The most tokens that requests of each cell have been seen to use. */
export function largestUse(records: Iterable<JournalRecord>): ReadonlyMap<string, TokenCounts> {
  const byCell = new Map<string, TokenCounts>()
  for (const record of records) {
    if (record.type !== 'observation') continue
    const used = reportedTokens(record)
    byCell.set(record.cellId, larger(used, byCell.get(record.cellId) ?? used))
  }
  return byCell
}

/** The cap of the last session; undefined when there was none. */
export function capInForce(records: Iterable<JournalRecord>): number | undefined {
  let capUsd: number | undefined
  for (const record of records) if (record.type === 'budget') capUsd = record.capUsd
  return capUsd
}

/** A plan under another cap, stated by the user. */
export function withCap(plan: Plan, capUsd: number | undefined): Plan {
  const { budget } = plan
  if (capUsd === undefined || !budget || budget.capUsd === capUsd) return plan
  return { ...plan, budget: { ...budget, capUsd, capSource: 'declared' } }
}
