import type { Language } from '../core/text.ts'
import type { Report } from '../schema/report.ts'
import type { ReportFinding } from '../schema/report-audit.ts'
import { csvLine, type Value } from './csv-line.ts'

/** The findings of audits as records, one each; names of columns are the same in both languages, sentences are not. */
export function findingRows(report: Report, language: Language): string {
  const rows = (report.audit?.findings ?? []).map((finding) =>
    columns.map(([, value]) => value(finding, report, language)),
  )
  return [columns.map(([name]) => name), ...rows].map(csvLine).join('')
}

type FindingColumn = readonly [
  name: string,
  value: (finding: ReportFinding, report: Report, language: Language) => Value,
]

const columns: readonly FindingColumn[] = [
  ['profile', (_, report) => report.profileName],
  ['vantage', (_, report) => report.vantage],
  ['started_at', (_, report) => report.startedAt],
  ['state', (_, report) => report.state],
  ['depth', (_, report) => report.audit?.depth ?? null],
  ['relay', (finding) => finding.relay],
  ['line', (finding) => finding.line],
  ['model', (finding) => finding.model],
  ['audit', (finding) => finding.audit],
  ['code', (finding) => finding.code],
  ['kind', (finding) => finding.kind],
  ['verdict', (finding) => finding.verdict],
  ['p', (finding) => finding.p],
  ['p_adjusted', (finding) => finding.pAdjusted],
  ['effect', (finding, _, language) => finding.effect?.name[language] ?? null],
  ['effect_unit', (finding) => finding.effect?.unit ?? null],
  ['effect_value', (finding) => finding.effect?.value ?? null],
  ['effect_low', (finding) => finding.effect?.low ?? null],
  ['effect_high', (finding) => finding.effect?.high ?? null],
  ['n', (finding) => finding.n],
  ['invalid', (finding) => finding.invalid],
  ['power', (finding) => finding.power?.share ?? null],
  ['evidence', (finding) => finding.evidence.join(';')],
  ['sentence', (finding, _, language) => finding.sentence[language]],
]
