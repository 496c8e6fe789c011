import { OTLPMetricExporter } from '@opentelemetry/exporter-metrics-otlp-proto'
import type { JournalRecord } from '../core/journal.ts'
import type { Report } from '../schema/report.ts'
import { openCollector } from './collector.ts'

/** OTLP over HTTP has its own path for metrics. */
const path = '/v1/metrics'

/** Where metrics go: the address as given, with the path of the protocol where it names none. */
export function metricsUrl(base: string): string {
  const url = new URL(base)
  if (url.pathname === '/' || url.pathname === '') url.pathname = path
  return url.href
}

/**
 * Sends a finished run to an OpenTelemetry receiver: OTLP over HTTP, protobuf. Headers and time limits are taken from the
 * usual variables (`OTEL_EXPORTER_OTLP_HEADERS`, `OTEL_EXPORTER_OTLP_TIMEOUT`), as the SDK reads them.
 * @returns why it was not taken; undefined when it was
 */
export async function pushOtlp(
  url: string,
  records: Iterable<JournalRecord>,
  report: Report,
): Promise<string | undefined> {
  const { telemetry, collect } = openCollector()
  for (const record of records) telemetry.add(record)
  telemetry.report(report)
  const { resourceMetrics } = await collect()
  const exporter = new OTLPMetricExporter({ url: metricsUrl(url) })
  const result = await new Promise<{ readonly code: number; readonly error?: Error }>((resolve) =>
    exporter.export(resourceMetrics, resolve),
  )
  await exporter.shutdown()
  return result.code === 0 ? undefined : (result.error?.message ?? `code ${result.code}`)
}
