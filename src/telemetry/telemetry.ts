import type { Attributes, Counter, Histogram, Meter, MetricOptions } from '@opentelemetry/api'
import { unixSeconds } from '../core/clock.ts'
import type { JournalRecord, ProtocolsRecord, RunHeader } from '../core/journal.ts'
import type { Observation, Usage } from '../core/observation.ts'
import { type Cell, storedPrefix } from '../core/plan.ts'
import { classify } from '../metrics/classify.ts'
import { elapsedMs } from '../metrics/elapsed.ts'
import { e2eMs, lagMs, ttftColdMs, ttftMs } from '../metrics/latency.ts'
import type { OutcomeClass } from '../metrics/outcomes.ts'
import { tpotMs } from '../metrics/rates.ts'
import { believable } from '../metrics/tokens.ts'
import type { Distribution, Report, ReportCell } from '../schema/report.ts'
import { type InstrumentMeaning, type InstrumentName, instruments } from './instruments.ts'

/** Whose form of request a protocol is, as the conventions name it. */
const providers: Readonly<Record<string, string>> = {
  'openai-chat': 'openai',
  'openai-responses': 'openai',
  embeddings: 'openai',
  'anthropic-messages': 'anthropic',
  gemini: 'gcp.gemini',
}

interface Instruments {
  readonly histograms: ReadonlyMap<InstrumentName, Histogram>
  readonly counters: ReadonlyMap<InstrumentName, Counter>
  readonly gauges: ReadonlyMap<InstrumentName, Readings>
}

/** What a gauge shows: of the last run alone. What that run did not measure, it no longer shows. */
type Readings = { readonly value: number; readonly attributes: Attributes }[]

/** Tells OpenTelemetry of runs: probe by probe from their records, then exactly from their reports. */
export class Telemetry {
  readonly #made: Instruments
  #plan: readonly Cell[] = []
  #cells = new Map<string, Attributes>()

  constructor(meter: Meter) {
    this.#made = make(meter)
  }

  /** Records of one run after another; a run begins with its header. Warm-up and replaced attempts are in no latency. */
  add(record: JournalRecord): void {
    switch (record.type) {
      case 'run':
        return this.#begin(record)
      case 'protocols':
        return this.#chosen(record)
      case 'observation':
        return this.#observe(record)
      default:
        return
    }
  }

  /** What a finished run showed, with its intervals. */
  report(report: Report): void {
    for (const readings of this.#made.gauges.values()) readings.length = 0
    for (const cell of report.cells) this.#cellReport(cell, attributesOf(cell, report.vantage))
    for (const { relay, line, model, mode, name, limit, verdict } of report.objectives)
      this.#gauge('relaybench.limit.broken', verdict === 'broken' ? 1 : 0, {
        ...placeOf({ relay, line }, report.vantage),
        ...(model !== null && { 'gen_ai.request.model': model }),
        ...(mode !== null && { 'relaybench.mode': mode }),
        'relaybench.limit': `${name} ${limit}`,
      })
    const delay = report.client.delay?.p99Ms
    const vantage = { 'relaybench.vantage': report.vantage }
    if (delay !== undefined) this.#gauge('relaybench.client.delay', delay / 1000, vantage)
    this.#gauge('relaybench.run.completed', unixSeconds(), vantage)
  }

  #begin({ plan, vantage }: RunHeader): void {
    this.#cells = new Map(plan.cells.map((cell) => [cell.id, attributesOf(cell, vantage)]))
    this.#plan = plan.cells
  }

  /** Where the profile left the protocol open. */
  #chosen({ relay, line, chosen }: ProtocolsRecord): void {
    for (const cell of this.#plan)
      if (cell.relay === relay && cell.line === line)
        this.#cells.set(cell.id, { ...this.#cells.get(cell.id), ...protocolOf(chosen) })
  }

  #observe(observation: Observation): void {
    const place = this.#cells.get(observation.cellId)
    if (!place || observation.cellId.startsWith(storedPrefix)) return
    if (observation.costUsd !== undefined)
      this.#made.counters.get('relaybench.spend')?.add(observation.costUsd, place)
    if (observation.warmup || observation.retry !== undefined) return
    const outcome = classify(observation)
    if (outcome === 'cancelled') return
    this.#made.counters.get('relaybench.probes')?.add(1, { ...place, 'relaybench.outcome': outcome })
    this.#record('relaybench.client.lag', lagMs(observation), place)
    if (outcome === 'ok') this.#answered(observation, place)
    else this.#failed(observation, outcome, place)
    this.#usage(observation.reply.usage, place)
  }

  #answered(observation: Observation, place: Attributes): void {
    this.#record('gen_ai.client.operation.duration', e2eMs(observation), place)
    if (!observation.streaming) return
    const ttft = 'gen_ai.server.time_to_first_token'
    this.#record(ttft, ttftMs(observation), { ...place, 'relaybench.connection': 'warm' })
    this.#record(ttft, ttftColdMs(observation), { ...place, 'relaybench.connection': 'cold' })
    this.#record('gen_ai.server.time_per_output_token', tpotMs(observation), place)
  }

  #failed({ timeline }: Observation, outcome: OutcomeClass, place: Attributes): void {
    const tookMs = elapsedMs(timeline.started, timeline.end)
    this.#record('gen_ai.client.operation.duration', tookMs, { ...place, 'error.type': outcome })
  }

  #usage(usage: Usage | undefined, place: Attributes): void {
    for (const [type, tokens] of [
      ['input', believable(usage?.inputTokens)],
      ['output', believable(usage?.outputTokens)],
    ] as const)
      if (tokens !== undefined)
        this.#made.histograms
          .get('gen_ai.client.token.usage')
          ?.record(tokens, { ...place, 'gen_ai.token.type': type })
  }

  #cellReport(cell: ReportCell, place: Attributes): void {
    for (const bound of ['value', 'low', 'high'] as const)
      this.#gauge('relaybench.availability', cell.availability[bound], {
        ...place,
        'relaybench.bound': bound,
      })
    this.#quantiles('relaybench.time_to_first_token', cell.ttftMs, place)
    this.#quantiles('relaybench.operation.duration', cell.e2eMs, place)
  }

  #quantiles(name: InstrumentName, { p50, p95, p99 }: Distribution, place: Attributes): void {
    for (const [quantile, ms] of [
      ['0.5', p50],
      ['0.95', p95],
      ['0.99', p99],
    ] as const)
      this.#gauge(name, ms === null ? null : ms / 1000, { ...place, 'relaybench.quantile': quantile })
  }

  /** Nothing is told of what is not known. */
  #gauge(name: InstrumentName, value: number | null, attributes: Attributes): void {
    if (value !== null) this.#made.gauges.get(name)?.push({ value, attributes })
  }

  #record(name: InstrumentName, ms: number | undefined, attributes: Attributes): void {
    if (ms !== undefined) this.#made.histograms.get(name)?.record(ms / 1000, attributes)
  }
}

function make(meter: Meter): Instruments {
  const made = {
    histograms: new Map<InstrumentName, Histogram>(),
    counters: new Map<InstrumentName, Counter>(),
    gauges: new Map<InstrumentName, Readings>(),
  }
  const all = Object.entries(instruments) as [InstrumentName, InstrumentMeaning][]
  for (const [name, { kind, unit, about, boundaries = [] }] of all) {
    const options = { unit, description: about }
    switch (kind) {
      case 'histogram':
        made.histograms.set(
          name,
          meter.createHistogram(name, { ...options, advice: { explicitBucketBoundaries: [...boundaries] } }),
        )
        break
      case 'counter':
        made.counters.set(name, meter.createCounter(name, options))
        break
      case 'gauge':
        made.gauges.set(name, gauge(meter, name, options))
        break
    }
  }
  return made
}

function gauge(meter: Meter, name: string, options: MetricOptions): Readings {
  const readings: Readings = []
  meter.createObservableGauge(name, options).addCallback((result) => {
    for (const { value, attributes } of readings) result.observe(value, attributes)
  })
  return readings
}

type Place = Pick<Cell, 'relay'> & { readonly line?: string | null | undefined }

const placeOf = ({ relay, line }: Place, vantage: string): Attributes => ({
  'relaybench.relay': relay,
  ...(typeof line === 'string' && { 'relaybench.line': line }),
  'relaybench.vantage': vantage,
})

const attributesOf = (cell: Cell | ReportCell, vantage: string): Attributes => ({
  ...placeOf(cell, vantage),
  ...protocolOf(cell.protocol),
  'relaybench.mode': cell.mode,
  'gen_ai.request.model': cell.model,
})

const protocolOf = (protocol: string): Attributes => ({
  'gen_ai.operation.name': protocol === 'embeddings' ? 'embeddings' : 'chat',
  'gen_ai.provider.name': providers[protocol] ?? protocol,
})
