import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Observation } from '../../src/core/observation.ts'
import type { Report, ReportCell } from '../../src/schema/report.ts'
import { readJournal } from '../../src/store/journal-file.ts'
import { type Finished, relaybench, writeProfile } from '../cli/harness.ts'
import type { Portkey } from './counterparts.ts'

export interface Run extends Finished {
  readonly report: Report
  /** The last attempt of every counted probe. */
  readonly observations: readonly Observation[]
  readonly cell: (relay: string, model: string, mode?: ReportCell['mode']) => ReportCell
}

/** `relaybench run` on a profile (JSON is YAML) in a folder, then what it left there. */
export async function runProfile(folder: string, name: string, profile: object): Promise<Run> {
  const path = writeProfile(folder, name, profile)
  const out = join(folder, name)
  const finished = await relaybench(['run', path, '--out', out, '--json'])
  const report: Report = JSON.parse(await readFile(join(out, 'report.json'), 'utf8'))
  return {
    ...finished,
    report,
    observations: [...readJournal(out)].flatMap((record) =>
      record.type === 'observation' && !record.warmup && record.retry === undefined ? [record] : [],
    ),
    cell: (relay, model, mode = 'stream') => {
      const found = report.cells.find((c) => c.relay === relay && c.model === model && c.mode === mode)
      if (!found) throw new Error(`no cell ${relay} ${model} ${mode}`)
      return found
    },
  }
}

/** A relay of a profile: aimock itself. */
export const direct = (name: string, aimockUrl: string, headers: Readonly<Record<string, string>> = {}) => ({
  name,
  base_url: `${aimockUrl}/v1`,
  headers,
})

/** A relay of a profile: portkey, told by headers where its upstream is and which headers to pass on to it. */
export const through = (name: string, portkey: Portkey, headers: Readonly<Record<string, string>> = {}) => ({
  name,
  base_url: `${portkey.url}/v1`,
  headers: {
    ...portkey.headers,
    ...headers,
    'x-portkey-forward-headers': Object.keys(headers).join(',') || 'none',
  },
})
