import { PrometheusSerializer } from '@opentelemetry/exporter-prometheus'
import { openCollector } from './collector.ts'
import { type InstrumentName, instruments, prometheusName } from './instruments.ts'
import type { Telemetry } from './telemetry.ts'

/** Metrics that are read from time to time. */
export interface PrometheusPage {
  readonly telemetry: Telemetry
  /** All that was recorded so far, in Prometheus' text format. */
  text(): Promise<string>
}

const names = Object.keys(instruments) as InstrumentName[]
const renamed = names.map((instrumentName) => ({
  instrumentName,
  // The serializer adds this ending by itself.
  name: prometheusName(instrumentName).replace(/_total$/, ''),
}))

export const prometheusType = 'text/plain; version=0.0.4; charset=utf-8'

export function openPrometheus(): PrometheusPage {
  const { telemetry, collect } = openCollector(renamed)
  const serializer = new PrometheusSerializer('', false, undefined, false, true)
  return {
    telemetry,
    text: async () => serializer.serialize((await collect()).resourceMetrics),
  }
}
