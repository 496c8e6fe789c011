import type { Language, Text } from '../core/text.ts'
import type { ReportObjective } from '../schema/report.ts'
import { ciWords as words } from '../words/ci.ts'
import { joints } from '../words/report.ts'
import { objectiveWords } from '../words/slo.ts'
import { count } from './figures.ts'
import { intervalOf, isOfAudits, measuredText, namesBehind, verdictText } from './objectives.ts'

/** What became of a limit, in one line: verdict, measured value with its interval, n, models or findings behind it. */
export const limitMessage = (objective: ReportObjective, language: Language): string =>
  [measured(objective), ...namesBehind(objective, language)]
    .map((part) => part[language])
    .join(joints.clause[language])

function measured(objective: ReportObjective): Text {
  const n = count(objective.n)
  const verdict = { en: verdictText(objective, 'en'), zh: verdictText(objective, 'zh') }
  if (!isOfAudits(objective))
    return words.measured(verdict, measuredText(objective), intervalOf(objective), n)
  if (objective.n === 0) return verdict
  return words.confirmed(verdict, objectiveWords.confirmed(measuredText(objective), n))
}
