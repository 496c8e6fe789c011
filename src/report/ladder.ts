import type { Language, Text } from '../core/text.ts'
import type { Report, ReportLadder } from '../schema/report.ts'
import { loadWords as words } from '../words/load.ts'
import { comparisonWords, joints } from '../words/report.ts'
import { count, millisecondInterval, milliseconds, perSecond } from './figures.ts'
import { failureCounts, relayLabel } from './labels.ts'
import { type Line, linesPart, type Section, type TablePart, type View, type ViewOptions } from './view.ts'

/** What each cell bore under rising concurrency: a table of its steps, and what follows from them. */
export const ladders = (report: Report, { language }: ViewOptions): View =>
  report.ladder.map((each) => section(each, language))

const section = (ladder: ReportLadder, language: Language): Section => ({
  title: words.ladderTitle(relayLabel(ladder), ladder.model, comparisonWords.mode[ladder.mode][language])[
    language
  ],
  level: 2,
  parts: [
    ...(ladder.steps.length > 0 ? [table(ladder, language)] : []),
    linesPart([...conclusions(ladder, language), { text: words.ladderLegend[language], tone: 'faint' }]),
  ],
})

type Step = ReportLadder['steps'][number]

function table({ steps, mode }: ReportLadder, language: Language): TablePart {
  const heads = words.ladderColumns
  const metric = words.ladderMetric[mode][language]
  const spread = (step: Step) => (mode === 'stream' ? step.ttftMs : step.e2eMs)
  const columns: readonly (readonly [string, string, (step: Step) => string])[] = [
    ['concurrency', heads.concurrency[language], ({ concurrency }) => count(concurrency)],
    ['n', heads.n[language], ({ n }) => count(n)],
    ['requestsPerSecond', heads.requestsPerSecond[language], (step) => perSecond(step.requestsPerSecond)],
    [
      'outputTokensPerSecond',
      heads.outputTokensPerSecond[language],
      (step) => perSecond(step.outputTokensPerSecond),
    ],
    ['p50', `${metric}\n${heads.p50[language]}`, (step) => milliseconds(spread(step).p50)],
    [
      'interval',
      heads.interval[language],
      (step) => millisecondInterval(spread(step).p50, spread(step).intervals.p50),
    ],
    ['p95', `${metric}\n${heads.p95[language]}`, (step) => milliseconds(spread(step).p95)],
    [
      'p95Interval',
      heads.p95Interval[language],
      (step) => millisecondInterval(spread(step).p95, spread(step).intervals.p95),
    ],
    ['failures', heads.failures[language], (step) => failureCounts(step, language)],
  ]
  return {
    type: 'table',
    columns: columns.map(([id, head]) => ({
      id,
      head,
      align: id === 'failures' ? 'left' : 'right',
      ...(id === 'failures' && { wrapsFrom: 12 }),
    })),
    rows: steps.map((step) => columns.map(([, , show]) => ({ text: show(step) }))),
    dropOrder: ['p95Interval', 'interval'],
    whenDropped: {},
  }
}

function conclusions(ladder: ReportLadder, language: Language): readonly Line[] {
  const { knee, endedAt, ceiling, statedLimits, retryAfter } = ladder
  const said: Text[] = [endText(ladder)]
  if (knee !== null) said.push(words.knee(count(knee)))
  else if (endedAt !== null) said.push(words.noKnee)
  if (ceiling) {
    said.push(words.ceiling(count(ceiling.refusals), count(ceiling.inFlight), count(ceiling.refusedFrom)))
    said.push(words.kinds[ceiling.kind])
  }
  const limits = Object.entries(statedLimits).map(([name, value]) => `${name}: ${value}`)
  if (limits.length > 0) said.push(words.statedLimits(limits.join(joints.list[language])))
  if (retryAfter) said.push(retryText(retryAfter))
  return said.map((text) => ({ text: text[language] }))
}

function endText({ ended, endedAt, broken }: ReportLadder): Text {
  const at = count(endedAt ?? 0)
  switch (ended) {
    case 'slo':
      return words.ended.slo(at, broken.join(', '))
    case 'errors':
      return words.ended.errors(at)
    case 'throughput':
      return words.ended.throughput(at)
    case 'top':
      return words.ended.top
    case 'unfinished':
      return words.ended.unfinished
  }
}

function retryText({ statedMs, tested, accepted }: NonNullable<ReportLadder['retryAfter']>): Text {
  const stated = milliseconds(statedMs)
  return tested === 0
    ? words.retryAfterUntested(stated)
    : words.retryAfter(stated, count(accepted), count(tested))
}
