import { type OutcomeClass, outcomes } from './outcomes.ts'

/** How many probes ended in each class; a class that none ended in may be absent. */
export type OutcomeCounts = ReadonlyMap<OutcomeClass, number>

/** Answered out of probes. */
export interface Answered {
  readonly ok: number
  readonly n: number
}

/** Availability, rate limits counted as failures: `ok` of all probes whose outcome is not excluded. */
export const answered = (counts: OutcomeCounts): Answered => ({
  ok: counts.get('ok') ?? 0,
  n: [...counts].reduce((sum, [outcome, count]) => sum + (isCounted(outcome) ? count : 0), 0),
})

/** The same with rate-limited probes left out, as for a buyer who will stay below the limit. */
export function answeredWithout429(counts: OutcomeCounts): Answered {
  const { ok, n } = answered(counts)
  return { ok, n: n - (counts.get('rate-limited') ?? 0) }
}

/** Whether an outcome is in the denominator of availability: our own faults and replaced attempts are not. */
export const isCounted = (outcome: OutcomeClass): boolean => outcomes[outcome].sla !== 'excluded'

/** Whether an outcome shows a fault of the relay or its upstream, not of our account, our network or our wording. */
export function isRelaysFault(outcome: OutcomeClass): boolean {
  const { sla, attribution } = outcomes[outcome]
  return sla === 'counts' && (attribution === 'relay' || attribution === 'upstream')
}
