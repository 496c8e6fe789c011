import type { Plan } from '../core/plan.ts'

/** How many probes of all relays together may be under way at once. */
export const streamsOf = ({ load: { concurrency } }: Pick<Plan, 'load'>): number =>
  Object.values(concurrency).reduce((sum, each) => sum + each, 0)
