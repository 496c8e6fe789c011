import type { Language } from '../core/text.ts'
import type { ReportObjective } from '../schema/report.ts'
import { ciWords as words } from '../words/ci.ts'
import { joints } from '../words/report.ts'
import { objectiveWords } from '../words/slo.ts'
import { count } from './figures.ts'
import { intervalOf, isOfAudits, measuredText, verdictText } from './objectives.ts'

/** What became of a limit, in one line: verdict, measured value with its interval, n, models or findings behind it. */
export function limitMessage(objective: ReportObjective, language: Language): string {
  const { n, missing: dead = [], findings = [] } = objective
  const verdict = { en: verdictText(objective, 'en'), zh: verdictText(objective, 'zh') }
  const measured = isOfAudits(objective)
    ? words.confirmed(verdict, objectiveWords.confirmed(measuredText(objective), count(n)))
    : words.measured(verdict, measuredText(objective), intervalOf(objective), count(n))
  const rest = [
    ...(dead.length === 0 ? [] : [objectiveWords.sla.missing(dead.join(joints.list[language]))]),
    ...(findings.length === 0
      ? []
      : [objectiveWords.sla.findings(findings.join(joints.list[language]), objective.verdict === 'broken')]),
  ]
  return [measured, ...rest].map((part) => part[language]).join(joints.clause[language])
}
