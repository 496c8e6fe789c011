import { labelOf } from '../core/plan.ts'
import type { Language, Text } from '../core/text.ts'
import { outcomes } from '../metrics/outcomes.ts'
import type { ReportCell, ReportObjective } from '../schema/report.ts'
import { comparisonWords, joints, outcomeWords } from '../words/report.ts'
import { objectiveWords } from '../words/slo.ts'
import { count } from './figures.ts'

/** Name of a relay, with its line where it has several. */
export const relayLabel = labelOf

/** An outcome class in words; a class of a later version keeps its id. */
export const outcomeLabel = (outcome: string, language: Language): string =>
  Object.hasOwn(outcomeWords, outcome) ? (outcomeWords[outcome]?.[language] ?? outcome) : outcome

const precedence = new Map(Object.keys(outcomes).map((outcome, index) => [outcome, index]))

/** Position of a class in the taxonomy; unknown ones come last. */
export const outcomeOrder = (outcome: string): number => precedence.get(outcome) ?? precedence.size

/** What went wrong in a cell or a step, most frequent first: "upstream 5xx ×3, truncated ×2". Empty when nothing did. */
export function failureCounts(
  { outcomes: counts }: Pick<ReportCell, 'outcomes'>,
  language: Language,
): string {
  return Object.entries(counts)
    .filter(([outcome]) => outcome !== 'ok')
    .sort(([a, m], [b, n]) => n - m || outcomeOrder(a) - outcomeOrder(b))
    .map(([outcome, n]) => comparisonWords.count(outcomeLabel(outcome, language), String(n))[language])
    .join(joints.list[language])
}

/** A verdict in words; what is undecided says about how many probes more would decide it, where that is known. */
export function verdictWords({ verdict, needed }: Pick<ReportObjective, 'verdict' | 'needed'>): Text {
  if (verdict !== 'undecided') return objectiveWords.verdicts[verdict]
  return needed === null ? objectiveWords.undecided : objectiveWords.undecidedBy(count(needed))
}
