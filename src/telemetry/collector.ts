import { resourceFromAttributes } from '@opentelemetry/resources'
import { MeterProvider, MetricReader, type ViewOptions } from '@opentelemetry/sdk-metrics'
import { version } from '../version.ts'
import { Telemetry } from './telemetry.ts'

/** Gives what was recorded when it is asked, and does nothing by itself. */
class OnDemand extends MetricReader {
  protected override onForceFlush(): Promise<void> {
    return Promise.resolve()
  }
  protected override onShutdown(): Promise<void> {
    return Promise.resolve()
  }
}

/** A place to record to, and what was recorded there. */
export interface Collector {
  readonly telemetry: Telemetry
  collect: MetricReader['collect']
}

/** @param views other names of instruments */
export function openCollector(views: ViewOptions[] = []): Collector {
  const reader = new OnDemand()
  const provider = new MeterProvider({
    resource: resourceFromAttributes({ 'service.name': 'relaybench', 'service.version': version }),
    readers: [reader],
    views,
  })
  return {
    telemetry: new Telemetry(provider.getMeter('relaybench', version)),
    collect: (options) => reader.collect(options),
  }
}
