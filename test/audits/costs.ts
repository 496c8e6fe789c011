import { audits } from '../../src/audits/index.ts'
import type { Depth } from '../../src/core/plan.ts'
import { type AuditCost, auditCosts } from '../../src/plan/audit.ts'
import { virtualAudit } from './virtual.ts'

/** What the dry run expects of one audit of one relay, and what an honest simulated relay then reported. */
export interface CostRow {
  readonly planned: AuditCost
  readonly spent: { readonly requests: number; readonly inputTokens: number; readonly outputTokens: number }
}

/** All audits of one relay and its reference, each of which is asked the same. */
export async function costsOf(depth: Depth, seed: number): Promise<readonly CostRow[]> {
  const parties = [
    { name: 'reference', reference: true, simulate: { mind: {}, seed: 1 } },
    { name: 'subject', simulate: { mind: {}, seed: 2 } },
  ]
  const { plan, observations } = await virtualAudit(parties, {
    tests: audits.map(({ id }) => id),
    depth,
    seed,
  })
  const { shape } = plan.load
  const [cell] = plan.cells.slice(-1)
  if (shape?.type !== 'audit' || !cell) throw new Error('no audit')
  return auditCosts(plan, shape, cell).map((planned) => {
    const own = observations.filter(
      ({ cellId, question }) => cellId === cell.id && question?.audit === planned.audit,
    )
    const sum = (of: (observation: (typeof own)[number]) => number | undefined): number =>
      own.reduce((total, observation) => total + (of(observation) ?? 0), 0)
    return {
      planned,
      spent: {
        requests: own.length,
        inputTokens: sum(({ reply }) => reply.usage?.inputTokens),
        outputTokens: sum(({ reply }) => reply.usage?.outputTokens),
      },
    }
  })
}
