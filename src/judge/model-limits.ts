import { groupBy } from '../core/group.ts'
import type { Objective } from '../core/objective.ts'
import { isServed } from '../core/served.ts'
import { objectivesFor } from '../core/slo.ts'
import type { ReportModel, ReportObjective } from '../schema/report.ts'

/**
 * Limits on how many of the wanted models work at a relay. They are counted, not estimated: broken when those that are
 * not known to work could not make up for it, no breach when enough answered.
 */
export const modelLimits = (models: readonly ReportModel[], profile: unknown): readonly ReportObjective[] =>
  [...groupBy(models, ({ relay }) => relay)].flatMap(([relay, wanted]) =>
    objectivesFor(profile, relay).map((objective) => modelLimit(relay, wanted, objective)),
  )

function modelLimit(relay: string, wanted: readonly ReportModel[], objective: Objective): ReportObjective {
  const { name, text, severity, measure, limit } = objective
  const unknown = wanted.filter(({ state }) => state === 'unknown')
  const working = wanted.filter(({ state }) => isServed(state))
  const n = wanted.length
  const least = measure.kind === 'models' && measure.unit === 'count' ? limit : Math.ceil(limit * n - 1e-9)
  const most = working.length + unknown.length
  return {
    ...{ cell: null, relay, line: null, model: null, mode: null },
    ...{ name, limit: text, severity, unit: 'share', n, needed: null, reason: null },
    value: working.length / n,
    low: working.length / n,
    high: most / n,
    past: n - most,
    missing: wanted.filter((model) => !working.includes(model)).map(({ model }) => model),
    verdict: most < least ? 'broken' : working.length >= least ? 'no-breach' : 'undecided',
  }
}
