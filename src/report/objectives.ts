import type { Language, Text } from '../core/text.ts'
import type { Report, ReportObjective } from '../schema/report.ts'
import { comparisonWords, joints } from '../words/report.ts'
import { selfCheckWords } from '../words/self-check.ts'
import { objectiveWords as words } from '../words/slo.ts'
import {
  count,
  millisecondInterval,
  milliseconds,
  missing,
  percent,
  percentInterval,
  tokenRate,
  tokenRateInterval,
} from './figures.ts'
import { relayLabel, verdictWords } from './labels.ts'
import { type Line, linesPart, type TablePart, type Tone, type View, type ViewOptions } from './view.ts'

export const tones: Record<ReportObjective['verdict'], Tone> = {
  'no-breach': 'best',
  broken: 'warning',
  undecided: 'plain',
}

/** The profile's limits and what became of each: limit, measured value with its interval and n, verdict. */
export function objectives(report: Report, { language }: ViewOptions): View {
  if (report.objectives.length === 0) return []
  const parts = [table(report.objectives, language), linesPart(legends(report.objectives, language))]
  return [{ title: words.title[language], level: 2, parts }]
}

/** What the verdicts mean; audits have rules of their own. */
export function legends(all: readonly ReportObjective[], language: Language): readonly Line[] {
  const texts = [
    ...(all.some((objective) => !isOfAudits(objective)) ? [words.legend] : []),
    ...(all.some(isOfAudits) ? [words.auditLegend] : []),
  ]
  return texts.map((text) => ({ text: text[language], tone: 'faint' as const }))
}

/** Whether a limit is on what audits found, not on probes. */
export const isOfAudits = ({ unit }: ReportObjective): boolean => unit === 'count'

function table(all: readonly ReportObjective[], language: Language): TablePart {
  const heads = words.columns
  return {
    type: 'table',
    columns: [
      { id: 'relay', head: heads.relay[language], align: 'left', wrapsFrom: 12 },
      { id: 'model', head: heads.model[language], align: 'left', wrapsFrom: 10 },
      { id: 'mode', head: heads.mode[language], align: 'left' },
      { id: 'limit', head: heads.limit[language], align: 'left' },
      { id: 'measured', head: heads.measured[language], align: 'right' },
      { id: 'interval', head: heads.interval[language], align: 'right' },
      { id: 'n', head: 'n', align: 'right' },
      { id: 'verdict', head: heads.verdict[language], align: 'left', wrapsFrom: 14 },
    ],
    rows: all.map((each) => [
      { text: relayLabel(each) },
      { text: each.model ?? words.all[language] },
      { text: each.mode === null ? words.all[language] : comparisonWords.mode[each.mode][language] },
      { text: `${each.name} ${each.limit}` },
      { text: measuredText(each) },
      { text: intervalOf(each) },
      { text: count(each.n) },
      { text: verdictText(each, language), tone: tones[each.verdict] },
    ]),
    dropOrder: ['interval', 'n', 'mode', 'model'],
    whenDropped: {},
  }
}

export function measuredText({ unit, value }: ReportObjective): string {
  switch (unit) {
    case 'share':
      return percent(value)
    case 'ms':
      return milliseconds(value)
    case 'tokens/s':
      return tokenRate(value)
    case 'count':
      return value === null ? missing : count(value)
  }
}

export function intervalOf({ unit, value, low, high }: ReportObjective): string {
  switch (unit) {
    case 'share':
      return percentInterval(low, high)
    case 'ms':
      return millisecondInterval(value, [low, high])
    case 'tokens/s':
      return tokenRateInterval(low, high)
    case 'count':
      return missing
  }
}

/** The verdict; of a limit that is only a warning, what is not in order says so. */
export function verdictText(objective: ReportObjective, language: Language): string {
  const { verdict, severity } = objective
  const plain = plainVerdict(objective)[language]
  return severity === 'warn' && verdict === 'broken' ? words.warning(plain)[language] : plain
}

const reasons: Record<NonNullable<ReportObjective['reason']>, Text> = {
  'client-limited': selfCheckWords.limited,
  failures: words.failures,
  'nothing-judged': words.nothingJudged,
}

function plainVerdict(objective: ReportObjective): Text {
  const { verdict, reason } = objective
  if (verdict !== 'undecided' || reason === null) return verdictWords(objective)
  const why = reasons[reason]
  return {
    en: [words.undecided.en, why.en].join(joints.list.en),
    zh: [words.undecided.zh, why.zh].join(joints.list.zh),
  }
}

/** Models that do not work, or findings that make the verdict, by name. */
export function namesBehind(
  { missing: dead = [], findings = [], verdict }: ReportObjective,
  language: Language,
): readonly Text[] {
  const list = (names: readonly string[]): string => names.join(joints.list[language])
  const { missing: notWorking, differing, unsettled } = words.sla
  return [
    ...(dead.length > 0 ? [notWorking(list(dead))] : []),
    ...(findings.length > 0 ? [(verdict === 'broken' ? differing : unsettled)(list(findings))] : []),
  ]
}
