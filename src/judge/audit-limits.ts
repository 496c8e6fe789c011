import type { Cell } from '../core/plan.ts'
import { auditObjective } from '../core/slo.ts'
import type { ReportObjective } from '../schema/report.ts'
import type { ReportAudit, ReportFinding } from '../schema/report-audit.ts'

/**
 * The limit on what audits found, for every relay, line and model that was judged: none where no audits were asked.
 * "broken": a test differs. "undecided": one of them could not be settled, or none was judged at all.
 * Hints and facts never count. The tests were corrected together already, so nothing is corrected here.
 */
export const auditLimits = (
  audit: ReportAudit | undefined,
  subjects: readonly Cell[],
  profile: unknown,
): readonly ReportObjective[] => (audit ? subjects.flatMap((cell) => auditLimit(cell, audit, profile)) : [])

function auditLimit(
  { relay, line, model }: Cell,
  { findings, unjudged }: ReportAudit,
  profile: unknown,
): readonly ReportObjective[] {
  const objective = auditObjective(profile, relay, model)
  if (!objective) return []
  const own = findings.filter(
    (finding) =>
      finding.relay === relay &&
      finding.line === (line ?? null) &&
      finding.model === model &&
      canConfirm(finding),
  )
  const differing = own.filter(({ verdict }) => verdict === 'differs')
  const open = own.filter(({ verdict }) => verdict === 'inconclusive')
  const settled = own.length > 0 && open.length === 0 && unjudged.length === 0
  const verdict = differing.length > 0 ? 'broken' : settled ? 'no-breach' : 'undecided'
  const behind = verdict === 'broken' ? differing : open
  const { name, text: limit, severity } = objective
  return [
    {
      ...{ cell: null, relay, line: line ?? null, model, mode: null, name, limit, severity, verdict },
      ...{ value: own.length === 0 ? null : differing.length, low: null, high: null, unit: 'count' },
      ...{ n: own.length, past: differing.length, needed: null },
      ...(behind.length > 0 && { findings: behind.map(({ code }) => code) }),
      reason: own.length === 0 ? 'nothing-judged' : null,
    },
  ]
}

const canConfirm = ({ kind }: ReportFinding): boolean => kind === 'test'
