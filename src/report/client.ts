import type { Language } from '../core/text.ts'
import type { Report } from '../schema/report.ts'
import { joints, clientWords as words } from '../words/report.ts'
import { milliseconds, percent } from './figures.ts'
import { type Line, linesSection, type View } from './view.ts'

/** How far the measuring machine itself can be trusted, and what the columns mean. */
export function measurement(report: Report, language: Language): View {
  const lines: Line[] = [{ text: clientLine(report, language) }]
  if (report.client.limited) lines.push({ text: `! ${words.limited[language]}`, tone: 'warning' })
  lines.push(
    { text: words.definitions[language], tone: 'faint' },
    { text: words.rules[language], tone: 'faint' },
  )
  return report.totals.sent === 0 ? [] : linesSection(lines, words.title[language])
}

function clientLine({ client }: Report, language: Language): string {
  const { lagMs, loopDelayMs, loopUtilization } = client
  const parts = [words.lag(milliseconds(lagMs.p50), milliseconds(lagMs.p99))]
  if (loopDelayMs) parts.push(words.loop(milliseconds(loopDelayMs.p99), milliseconds(loopDelayMs.max)))
  if (loopUtilization !== null) parts.push(words.busy(percent(loopUtilization)))
  return parts.map((part) => part[language]).join(joints.clause[language])
}
