import type { Plan } from '../core/plan.ts'
import type { ProbeResult } from './probe-result.ts'

/**
 * Whether a probe belongs in the cells. Of a ladder only the first step does: what a relay does under a load that was
 * raised until it broke is no measure of how it serves.
 */
export function isComparable({ load: { shape } }: Plan): (probe: ProbeResult) => boolean {
  const first = shape?.type === 'ladder' ? shape.steps[0] : undefined
  return ({ step }) => first === undefined || step?.at === first
}
