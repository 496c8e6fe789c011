import type { Question } from '../audits/audit.ts'
import { mostTokensOf, questionsOf } from '../audits/questions.ts'
import type { AuditShape, Cell, Plan, Probe } from '../core/plan.ts'
import { chargeQuestions } from './charge-questions.ts'

/** The probe of a cell in a round of audits; undefined where the cell has no question left. */
export function auditProbe(plan: Plan, shape: AuditShape, cell: Cell, round: number): Probe | undefined {
  const placed = questionsOf(plan, shape, cell)[round - 1]
  return (
    placed && {
      id: `q${round}.${cell.id}`,
      cell,
      round,
      warmup: false,
      question: placed.label,
      most: mostTokensOf(placed.question),
    }
  )
}

/** What such a probe asks; undefined for a probe of another kind. */
export const questionOf = (plan: Plan, { cell, round, question }: Probe): Question | undefined => {
  const { shape } = plan.load
  if (!question) return undefined
  if (shape?.type === 'audit') return questionsOf(plan, shape, cell)[round - 1]?.question
  return shape?.type === 'charge' ? chargeQuestions(plan, shape, cell)[round - 1] : undefined
}
