import { inert } from '../core/inert.ts'
import type { FailOn } from '../core/objective.ts'
import type { Language } from '../core/text.ts'
import type { Comparison } from '../schema/comparison.ts'
import type { Report, ReportObjective } from '../schema/report.ts'
import { ciWords as words } from '../words/ci.ts'
import { comparisonWords, joints } from '../words/report.ts'
import { worsened } from './compare.ts'
import { count } from './figures.ts'
import { relayLabel } from './labels.ts'
import { limitMessage } from './limit-message.ts'

/** A remark that GitHub shows beside a job. */
interface Annotation {
  readonly level: 'error' | 'warning'
  readonly title: string
  readonly message: string
}

/** GitHub shows so many of each level a step, and drops the others. */
const shown = 10

/** Broken limits are errors; limits that only warn, and undecided ones that do not fail the run, are warnings. */
export function limitAnnotations({ objectives }: Report, failOn: FailOn, language: Language): string {
  return commands(
    [
      ...objectives.filter(({ verdict }) => verdict === 'broken'),
      ...objectives.filter(({ verdict }) => verdict === 'undecided'),
    ].map((objective) => ({
      level: levelOf(objective, failOn),
      title: `${relayLabel(objective)}: ${objective.name} ${objective.limit}`,
      message: [placeOf(objective, language), limitMessage(objective, language)].join(
        joints.clause[language],
      ),
    })),
    language,
  )
}

const levelOf = ({ severity, verdict }: ReportObjective, failOn: FailOn): Annotation['level'] =>
  severity === 'fail' && (verdict === 'broken' || failOn === 'undecided') ? 'error' : 'warning'

function placeOf({ model, mode, ...where }: ReportObjective, language: Language): string {
  const names = [relayLabel(where), ...(model === null ? [] : [model])].join(joints.list[language])
  return mode === null ? names : words.place(names, comparisonWords.mode[mode])[language]
}

/** What a comparison shows to be worse: regressions that fail the job are errors, everything else is a warning. */
export const worseAnnotations = (
  comparison: Comparison,
  failsOnRegression: boolean,
  language: Language,
): string =>
  commands(
    worsened(comparison, language).map(({ title, message, regression }) => ({
      level: regression && failsOnRegression ? 'error' : 'warning',
      title,
      message,
    })),
    language,
  )

/** One workflow command a line, errors first; nothing for nothing. What GitHub would drop is counted in the last one. */
function commands(all: readonly Annotation[], language: Language): string {
  return (['error', 'warning'] as const)
    .map((level) => all.filter((annotation) => annotation.level === level))
    .flatMap((some) =>
      some
        .slice(0, shown)
        .map((each, i) => withRest(each, i === shown - 1 ? some.length - shown : 0, language)),
    )
    .map(command)
    .join('')
}

function withRest(annotation: Annotation, rest: number, language: Language): Annotation {
  if (rest <= 0) return annotation
  const message = [annotation.message, words.further(count(rest))[language]].join(joints.clause[language])
  return { ...annotation, message }
}

const longestTitle = 200
const longestMessage = 2_000

/** As the toolkit of GitHub Actions writes them (`packages/core/src/command.ts`). */
const command = ({ level, title, message }: Annotation): string =>
  `::${level} title=${property(inert(title, longestTitle))}::${data(inert(message, longestMessage))}\n`

const data = (text: string): string =>
  text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A')

const property = (text: string): string => data(text).replaceAll(':', '%3A').replaceAll(',', '%2C')
