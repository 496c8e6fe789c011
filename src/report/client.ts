import type { Language, Text } from '../core/text.ts'
import type { Report } from '../schema/report.ts'
import { joints, clientWords as words } from '../words/report.ts'
import { selfCheckWords } from '../words/self-check.ts'
import { count, milliseconds, percent } from './figures.ts'
import { type Line, linesSection, type View } from './view.ts'

/** How far the measuring machine itself can be trusted, and what the columns mean. */
export function measurement(report: Report, language: Language): View {
  const lines: Line[] = [clientLine(report, language), ownLine(report, language)]
    .filter((text) => text !== '')
    .map((text) => ({ text }))
  const failure = report.client.calibration?.failure ?? null
  if (failure !== null)
    lines.push({ text: `! ${selfCheckWords.uncalibrated(failure)[language]}`, tone: 'warning' })
  // Charges do not hang on times.
  if (report.client.limited && !report.charges)
    lines.push({ text: `! ${words.limited[language]}`, tone: 'warning' })
  // Audits show none of the columns that these explain.
  if (!report.audit && !report.charges)
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

/** What we ourselves add to a figure, and what this machine spent; empty where nothing is known. */
function ownLine({ client }: Report, language: Language): string {
  const { delay, gc, cpuShare } = client
  return [
    ...(delay ? [selfCheckWords.delay(milliseconds(delay.p99Ms), sourceOf(client))] : []),
    ...(cpuShare !== null ? [selfCheckWords.cpu(cpuShare.toFixed(2))] : []),
    ...(gc ? [selfCheckWords.gc(milliseconds(gc.totalMs), milliseconds(gc.maxMs))] : []),
  ]
    .map((part) => part[language])
    .join(joints.clause[language])
}

/** What our own delay is known by. */
function sourceOf({ delay, calibration, control }: Report['client']): Text {
  switch (delay?.from) {
    case 'control':
      return selfCheckWords.from.control(count(control?.n ?? 0))
    case 'calibration':
      return selfCheckWords.from.calibration(count(calibration?.n ?? 0))
    case 'loop':
    case undefined:
      return selfCheckWords.from.loop
  }
}
