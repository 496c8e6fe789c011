import type { CensoredQuantiles, Distribution, Rate, Report, ReportCell } from '../schema/report.ts'
import { findingRows } from './csv-findings.ts'
import { csvLine, type Value } from './csv-line.ts'
import type { Renderer } from './renderer.ts'

/**
 * For spreadsheets: RFC 4180, one row a cell; of a run of audits, which has no cells, one row a finding. Column names are
 * stable; new ones are only ever added at the end.
 */
export const csv: Renderer = {
  id: 'csv',
  extension: 'csv',
  render: (report, { language }) => (report.audit ? findingRows(report, language) : cellRows(report)),
}

const cellRows = (report: Report): string =>
  [columns.map(([name]) => name), ...report.cells.map(values(report))].map(csvLine).join('')

type CsvColumn = readonly [name: string, value: (cell: ReportCell, report: Report) => Value]

const values =
  (report: Report) =>
  (cell: ReportCell): readonly Value[] =>
    columns.map(([, value]) => value(cell, report))

const quantiles = (name: string, of: (cell: ReportCell) => CensoredQuantiles): readonly CsvColumn[] => [
  [`${name}_n`, (cell) => of(cell).n],
  [`${name}_p50_ms`, (cell) => of(cell).p50],
  [`${name}_p90_ms`, (cell) => of(cell).p90],
  [`${name}_p95_ms`, (cell) => of(cell).p95],
  [`${name}_p99_ms`, (cell) => of(cell).p99],
]

const spread = (name: string, of: (cell: ReportCell) => Distribution): readonly CsvColumn[] => [
  ...quantiles(name, of),
  [`${name}_min_ms`, (cell) => of(cell).min],
  [`${name}_max_ms`, (cell) => of(cell).max],
  [`${name}_p50_low_ms`, (cell) => of(cell).intervals.p50[0]],
  [`${name}_p50_high_ms`, (cell) => of(cell).intervals.p50[1]],
]

const rate = (name: string, of: (cell: ReportCell) => Rate): readonly CsvColumn[] => [
  [name, (cell) => of(cell).value],
  [`${name}_low`, (cell) => of(cell).low],
  [`${name}_high`, (cell) => of(cell).high],
  [`${name}_n`, (cell) => of(cell).n],
]

const columns: readonly CsvColumn[] = [
  ['profile', (_, report) => report.profileName],
  ['vantage', (_, report) => report.vantage],
  ['started_at', (_, report) => report.startedAt],
  ['state', (_, report) => report.state],
  ['relay', (cell) => cell.relay],
  ['line', (cell) => cell.line],
  ['model', (cell) => cell.model],
  ['model_id', (cell) => cell.modelId],
  ['protocol', (cell) => cell.protocol],
  ['mode', (cell) => cell.mode],
  ['rank', (cell) => cell.rank],
  ['sent', (cell) => cell.sent],
  ['ok', (cell) => cell.ok],
  ['complete', (cell) => cell.complete],
  ...rate('availability', (cell) => cell.availability),
  ...rate('availability_without_429', (cell) => cell.availabilityWithout429),
  ...spread('ttft', (cell) => cell.ttftMs),
  ...spread('ttft_cold', (cell) => cell.ttftColdMs),
  ...spread('ttfo', (cell) => cell.ttfoMs),
  ...spread('e2e', (cell) => cell.e2eMs),
  ...spread('tpot', (cell) => cell.tpotMs),
  ...spread('connect', (cell) => cell.connectMs),
  ...quantiles('ttft_all', (cell) => cell.ttftAllMs),
  ...quantiles('e2e_all', (cell) => cell.e2eAllMs),
  ['output_tokens_per_second_n', (cell) => cell.outputTokensPerSecond.n],
  ['output_tokens_per_second_p50', (cell) => cell.outputTokensPerSecond.p50],
  ['icl_n', (cell) => cell.iclMs.n],
  ['icl_p50_ms', (cell) => cell.iclMs.p50],
  ['icl_p99_ms', (cell) => cell.iclMs.p99],
  ['icl_max_ms', (cell) => cell.iclMs.max],
  ['input_tokens', (cell) => cell.tokens.input],
  ['output_tokens', (cell) => cell.tokens.output],
  ['reasoning_tokens', (cell) => cell.tokens.reasoning],
  ['answers_with_usage', (cell) => cell.tokens.withUsage],
  ['outcomes', (cell) => pairs(cell.outcomes)],
  ['adjustments', (cell) => cell.adjustments.join(';')],
  ['client_p99_ms', (cell) => cell.ttftMs.clientP99Ms],
  ['client_limited', (cell) => cell.clientLimited],
  ['rank_undecided', (cell) => (cell.rank === null ? null : cell.rankUndecided !== undefined)],
]

/** "ok=18;truncated=2", by name, so that equal cells give equal text. */
const pairs = (counts: Readonly<Record<string, number>>): string =>
  Object.entries(counts)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, n]) => `${name}=${n}`)
    .join(';')
