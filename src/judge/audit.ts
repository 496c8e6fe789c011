import { type AuditAnswers, alpha } from '../audits/answers.ts'
import type { Audit, Finding } from '../audits/audit.ts'
import { auditNamed } from '../audits/index.ts'
import type { AuditShape, Cell } from '../core/plan.ts'
import type { AuditVerdict, ReportAudit, ReportFinding } from '../schema/report-audit.ts'
import { holm } from '../statistics/multiple.ts'
import { auditWords } from '../words/audits/audit.ts'
import type { Evidence } from './evidence.ts'

/** A finding and whom it is about. */
interface Placed {
  readonly audit: Audit
  readonly cell: Cell
  readonly finding: Finding
}

/** What the audits of a run found; undefined where there were none. All their tests share one rate of false alarms. */
export function reportAudit(evidence: Evidence): ReportAudit | undefined {
  const { header, audits } = evidence
  const { shape } = header.plan.load
  if (shape?.type !== 'audit' || !audits) return undefined
  const { answers } = audits
  const found = answers.subjects.flatMap((cell) => findingsOf(cell, answers))
  return {
    depth: shape.depth,
    alpha,
    references: [
      ...new Set(header.plan.cells.filter((cell) => answers.isReference(cell)).map(({ relay }) => relay)),
    ],
    asked: answers.audits.map((audit) => ({
      audit: audit.id,
      title: audit.title,
      ...audits.totals(audit.id),
    })),
    answered: evidence.answered().map(({ cell, counted }) => ({
      relay: cell.relay,
      line: cell.line ?? null,
      model: cell.model,
      reference: answers.isReference(cell),
      sent: counted.sent,
      ok: counted.number('ok'),
      outcomes: counted.byOutcome,
      examples: counted.examples,
    })),
    findings: judged(found),
    unjudged: unjudged(shape),
  }
}

const findingsOf = (cell: Cell, answers: AuditAnswers): readonly Placed[] =>
  answers.audits.flatMap((audit) => {
    const evidence = answers.evidence(cell, audit)
    const found = audit.judge(evidence)
    const { storedAt } = evidence
    return found.map((finding) => ({
      audit,
      cell,
      finding: storedAt === undefined ? finding : asHint(finding, storedAt),
    }))
  })

/** What differs from a reference of another day may have changed at the vendor since. */
const asHint = (finding: Finding, storedAt: string): Finding =>
  finding.grounds.kind === 'test'
    ? {
        ...finding,
        grounds: { kind: 'hint', shown: finding.grounds.p <= alpha, enough: finding.grounds.enough },
        say: (verdict) => auditWords.storedReference(storedAt, finding.say(verdict)),
      }
    : finding

const unjudged = ({ tests }: AuditShape): string[] =>
  tests.filter(({ id, revision }) => auditNamed(id)?.revision !== revision).map(({ id }) => id)

function judged(found: readonly Placed[]): ReportFinding[] {
  const tests = found.filter(({ finding }) => finding.grounds.kind === 'test')
  const level = alpha / Math.max(1, tests.length)
  const adjusted = holm(tests.map(({ finding }) => pOf(finding) ?? 1))
  return found.map((placed) => {
    const place = tests.indexOf(placed)
    return reported(placed, place < 0 ? null : (adjusted[place] ?? 1), level)
  })
}

const pOf = ({ grounds }: Finding): number | null => (grounds.kind === 'test' ? grounds.p : null)

function reported({ audit, cell, finding }: Placed, pAdjusted: number | null, level: number): ReportFinding {
  const verdict = verdictOf(finding, pAdjusted, level)
  return {
    audit: audit.id,
    code: finding.code,
    relay: cell.relay,
    line: cell.line ?? null,
    model: cell.model,
    kind: finding.grounds.kind,
    verdict: finding.grounds.kind === 'fact' ? null : verdict,
    p: pOf(finding),
    pAdjusted,
    effect: finding.effect ?? null,
    n: finding.n,
    invalid: finding.invalid,
    power: finding.power ?? null,
    evidence: [...(finding.probeIds ?? [])],
    sentence: finding.say(verdict),
  }
}

/** @param level the p-value at which Holm's method rejects first: a test that cannot reach it shows nothing by not differing */
function verdictOf({ grounds, n }: Finding, pAdjusted: number | null, level: number): AuditVerdict {
  switch (grounds.kind) {
    case 'test':
      if (pAdjusted !== null && pAdjusted <= alpha) return 'differs'
      return grounds.enough && leastP(n) <= level ? 'consistent' : 'inconclusive'
    case 'hint':
      if (grounds.shown) return 'differs'
      return grounds.enough ? 'consistent' : 'inconclusive'
    case 'fact':
      return 'consistent'
    case 'not-applicable':
      return 'not-applicable'
  }
}

/** The smallest p-value of so many pairs, all of which point the same way: that of sign, signed-rank and McNemar tests. */
const leastP = (pairs: number): number => 2 ** -pairs
