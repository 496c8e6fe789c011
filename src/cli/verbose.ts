import { inert } from '../core/inert.ts'
import type { JournalRecord } from '../core/journal.ts'
import { classify } from '../metrics/classify.ts'
import { e2eMs, ttftMs } from '../metrics/latency.ts'

/** What `--verbose` tells of a record, a line each. */
export function* verboseLine(record: JournalRecord): Generator<string> {
  switch (record.type) {
    case 'observation': {
      const figures = [ms('ttft', ttftMs(record)), ms('e2e', e2eMs(record))].filter(Boolean).join(' ')
      const said =
        record.reply.error?.message ?? (record.ending.type === 'failed' ? record.ending.detail : '')
      yield inert(
        `${record.probeId}#${record.attempt} ${classify(record)} ${record.http?.status ?? '-'} ${figures} ${said}`,
        400,
      ).trimEnd()
      return
    }
    case 'listing':
      yield inert(
        `${record.relay} listing ${record.http?.status ?? record.ending.type}: ${record.models?.length ?? '-'} models`,
        400,
      )
      return
    case 'resolution':
      yield inert(`${record.relay} ${record.model} -> ${record.modelId} (${record.how})`, 400)
      return
    case 'stop':
      yield inert(`${record.relay} stopped: ${record.reason} (${record.probeId})`, 400)
      return
    case 'cell-stop':
      yield inert(`${record.cellId} stopped: ${record.reason} (n=${record.n})`, 400)
      return
    default:
      return
  }
}

const ms = (name: string, value: number | undefined): string =>
  value === undefined ? '' : `${name}=${value.toFixed(1)}ms`
