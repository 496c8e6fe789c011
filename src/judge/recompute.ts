import { type Ms, toMicrosecond } from '../core/clock.ts'
import type { JournalRecord } from '../core/journal.ts'
import type { Observation } from '../core/observation.ts'
import type { Text } from '../core/text.ts'
import type { Definition } from '../metrics/definitions/index.ts'
import type { OurMetric, Recomputed, RecomputedCell, Remark } from '../schema/recomputed.ts'
import type { Report, ReportCell } from '../schema/report.ts'
import { quantileName, RecomputedAnswers } from './recomputed-answers.ts'
import { recomputedNotes } from './recomputed-notes.ts'

/**
 * Judges a run by the definitions of another tool. Counted probes that ended are taken, the last attempt of each; what
 * is a success the tool decides. Only streams have these figures.
 * @param records the journal that `report` was judged from
 */
export function recompute(
  records: Iterable<JournalRecord>,
  report: Report,
  definition: Definition,
): Recomputed {
  const cells = new Map(
    report.cells.map((cell) => [cell.id, new RecomputedAnswers(definition, cell.protocol)] as const),
  )
  for (const record of records)
    if (record.type === 'observation' && isCounted(record)) cells.get(record.cellId)?.add(record)
  return {
    schema: 'relaybench.as/1',
    as: definition.id,
    tool: definition.tool,
    source: definition.source,
    quantiles: definition.quantiles,
    throughputName: definition.throughput.name,
    cells: report.cells.map((cell) => recomputedCell(cell, definition, cells.get(cell.id))),
    why: remarks(definition, 'why'),
    limits: remarks(definition, 'limits'),
  }
}

/** A cancelled probe is sent again when the run goes on, and one with `retry` was replaced by another attempt. */
const isCounted = ({ warmup, retry, ending }: Observation): boolean =>
  !warmup && retry === undefined && ending.type !== 'cancelled'

function recomputedCell(
  cell: ReportCell,
  definition: Definition,
  answers: RecomputedAnswers | undefined,
): RecomputedCell {
  const { id, relay, line, model, protocol, mode } = cell
  const known = { id, relay, line, model, protocol, mode }
  if (mode === 'whole' || !answers)
    return { ...known, successes: 0, metrics: null, throughput: null, notes: [] }
  return {
    ...known,
    successes: answers.successes,
    metrics: definition.metrics.map((metric, i) => ({
      id: metric.id,
      name: metric.name,
      unit: metric.unit,
      ...answers.summary(i),
      ours: metric.ours ? ourMetric(cell, metric.ours, definition.levels) : null,
    })),
    throughput: throughput(answers.tokens, answers.elapsedMs()),
    notes: recomputedNotes(definition, cell, answers),
  }
}

function throughput(tokens: number, elapsedMs: Ms): RecomputedCell['throughput'] {
  const rate = tokens > 0 && elapsedMs > 0 ? toMicrosecond((tokens * 1000) / elapsedMs) : null
  return { tokens, elapsedMs, tokensPerSecond: rate }
}

type OurId = OurMetric['id']

/** Without a warm connection there is no warm TTFT, and the cold one is what there is. */
function ourMetric(cell: ReportCell, wanted: OurId, levels: readonly number[]): OurMetric {
  const id = wanted === 'ttft' && cell.ttftMs.n === 0 ? 'ttft-cold' : wanted
  const figures: { readonly n: number; readonly [quantile: string]: unknown } = ourFigures(cell, id)
  const quantiles = levels.map((level): [string, number | null] => {
    const value = figures[quantileName(level)]
    return [quantileName(level), typeof value === 'number' ? value : null]
  })
  return { id, n: figures.n, quantiles: Object.fromEntries(quantiles) }
}

function ourFigures(cell: ReportCell, id: OurId) {
  switch (id) {
    case 'ttft':
      return cell.ttftMs
    case 'ttft-cold':
      return cell.ttftColdMs
    case 'ttfo':
      return cell.ttfoMs
    case 'e2e':
      return cell.e2eMs
    case 'tpot':
      return cell.tpotMs
    case 'icl':
      return cell.iclMs
    case 'output-rate':
      return cell.outputTokensPerSecond
  }
}

/** Every sentence once, with all the figures that it is about. */
function remarks(definition: Definition, kind: 'why' | 'limits'): readonly Remark[] {
  const about = new Map<Text, string[]>()
  for (const sentence of definition[kind]) about.set(sentence, [])
  const figures = [
    ...definition.metrics.map((metric) => ({ name: metric.name, sentences: metric[kind] })),
    { name: definition.throughput.name, sentences: kind === 'limits' ? definition.throughput.limits : [] },
  ]
  for (const { name, sentences } of figures)
    for (const sentence of sentences) about.set(sentence, [...(about.get(sentence) ?? []), name])
  return [...about].map(([text, metrics]) => ({ metrics, text }))
}
