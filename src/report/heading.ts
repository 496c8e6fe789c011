import type { Language } from '../core/text.ts'
import type { Report } from '../schema/report.ts'
import { joints, stateWords, headingWords as words } from '../words/report.ts'
import { costLines } from './cost.ts'
import { count, milliseconds } from './figures.ts'
import { type Line, linesPart, type View } from './view.ts'

/** What was run, and everything that the reader must know before believing a number. */
export const heading = (report: Report, language: Language): View => [
  {
    title: words.title(report.profileName)[language],
    level: 1,
    parts: [
      linesPart([
        { text: words.run(report.vantage, report.startedAt)[language] },
        { text: totals(report, language) },
        ...costLines(report, language),
        ...warnings(report, language),
      ]),
    ],
  },
]

/** State and notices, each one line with a "!" before it. */
function warnings({ state, notices }: Report, language: Language): readonly Line[] {
  const messages = notices.map(({ message }) => message[language])
  if (state !== 'finished') messages.unshift(stateWords[state][language])
  return messages.map((message) => ({ text: `! ${message}`, tone: 'warning' }))
}

function totals({ totals: { sent, ok, planned, ...rest } }: Report, language: Language): string {
  if (sent === 0) return words.nothing[language]
  const probes =
    planned === null
      ? words.totals(count(sent), count(ok))
      : words.totalsOfPlan(count(sent), count(planned), count(ok))
  const parts = [probes, words.tokens(count(rest.inputTokens), count(rest.outputTokens))]
  if (rest.elapsedMs !== null) parts.push(words.elapsed(milliseconds(rest.elapsedMs)))
  return parts.map((part) => part[language]).join(joints.clause[language])
}
