import { parseMeasure } from '../core/objective.ts'
import type { Language } from '../core/text.ts'
import type { Report, ReportObjective } from '../schema/report.ts'
import { comparisonWords, joints } from '../words/report.ts'
import { objectiveWords } from '../words/slo.ts'
import { count, missing } from './figures.ts'
import { relayLabel } from './labels.ts'
import {
  intervalOf,
  isOfAudits,
  legends,
  measuredText,
  namesBehind,
  tones,
  verdictText,
} from './objectives.ts'
import type { Renderer } from './renderer.ts'
import { terminal } from './terminal.ts'
import { linesPart, type TableCell, type TablePart, type View } from './view.ts'

const words = objectiveWords.sla

/** The table that buyers know of a service level agreement: indicator, objective, method, result, verdict. */
export const slaTable: Renderer = {
  id: 'sla',
  extension: 'txt',
  render: (report, options) => terminal(slaView(report, options.language), options),
}

function slaView({ objectives, profileName, startedAt, vantage }: Report, language: Language): View {
  const about = [profileName, startedAt, vantage].join(joints.list[language])
  const parts =
    objectives.length === 0
      ? [linesPart([{ text: words.none[language] }])]
      : [table(objectives, language), linesPart(legends(objectives, language))]
  return [{ title: words.title[language], level: 1, parts: [linesPart([{ text: about }]), ...parts] }]
}

const table = (all: readonly ReportObjective[], language: Language): TablePart => ({
  type: 'table',
  columns: [
    { id: 'sli', head: words.sli[language], align: 'left', wrapsFrom: 12 },
    { id: 'slo', head: words.slo[language], align: 'left', wrapsFrom: 10 },
    { id: 'method', head: words.method[language], align: 'left', wrapsFrom: 12, atMost: 28 },
    { id: 'result', head: words.result[language], align: 'left', wrapsFrom: 12 },
    { id: 'verdict', head: words.verdict[language], align: 'left', wrapsFrom: 10 },
    // Names of findings, unlike words, break nowhere.
    { id: 'remark', head: words.remark[language], align: 'left', wrapsFrom: all.some(isOfAudits) ? 18 : 8 },
  ],
  rows: all.map((each) => row(each, language)),
  dropOrder: ['method'],
  whenDropped: {},
})

const row = (each: ReportObjective, language: Language): readonly TableCell[] => [
  { text: indicator(each, language) },
  { text: isOfAudits(each) ? objectiveWords.noDifference[language] : each.limit },
  { text: method(each, language) },
  { text: result(each, language) },
  { text: verdictText(each, language), tone: tones[each.verdict] },
  { text: remark(each, language) },
]

function result(each: ReportObjective, language: Language): string {
  if (!isOfAudits(each)) return `${measuredText(each)} ${intervalOf(each)}, n=${count(each.n)}`
  return each.n === 0 ? missing : objectiveWords.confirmed(measuredText(each), count(each.n))[language]
}

function indicator({ name, model, mode, ...where }: ReportObjective, language: Language): string {
  const of = mode === null ? [] : [comparisonWords.mode[mode][language]]
  const place = [relayLabel(where), ...(model === null ? [] : [model]), ...of]
  return [name, ...place].join(joints.list[language])
}

function method({ name }: ReportObjective, language: Language): string {
  const measure = parseMeasure(name)
  return measure ? words.methods[measure.kind][language] : missing
}

function remark(objective: ReportObjective, language: Language): string {
  const { past, n, severity, cell } = objective
  const said = [
    ...(cell !== null && past !== null && past > 0 ? [words.past(count(past), count(n))] : []),
    ...namesBehind(objective, language),
    ...(severity === 'warn' ? [words.warnOnly] : []),
  ]
  return said.map((part) => part[language]).join(joints.list[language])
}
