import type { Report } from '../schema/report.ts'
import { relayWords } from '../words/report.ts'
import { heading } from './heading.ts'
import { evidence, fullMatrix } from './matrix.ts'
import { relayProblems } from './relays.ts'
import type { RenderOptions } from './renderer.ts'
import { terminal, usableWidth } from './terminal.ts'
import { linesSection } from './view.ts'

/** Which relay serves which model, and what shows it: the whole output of `relaybench models`. */
export function modelsView(report: Report, options: RenderOptions): string {
  const { language } = options
  const problems = [...new Set(relayProblems(report, language))].map((text) => ({ text }))
  const matrix =
    report.models.length === 0
      ? []
      : [
          fullMatrix(report.models, { language, width: usableWidth(options.width) }),
          evidence(report.models, language),
        ]
  return terminal(
    [...heading(report, language), ...matrix, ...linesSection(problems, relayWords.title[language])],
    options,
  )
}
