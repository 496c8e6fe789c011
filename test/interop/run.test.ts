import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Observation } from '../../src/core/observation.ts'
import type { Report, ReportCell } from '../../src/schema/report.ts'
import { readJournal } from '../../src/store/journal-file.ts'
import type { ChildServer } from './child-server.ts'
import { type Portkey, startAimock, startPortkey } from './counterparts.ts'
import { type Finished, relaybench } from './relaybench.ts'

const requests = 3
const firstTokenMs = 60
const answers = {
  'gpt-4o': 'The library should check the evening queue first, then tell its branches.',
  'gpt-5.6-sol': '先检查傍晚的队列，再通知各分馆。 Then measure again — twice.',
} as const
const usages = {
  'gpt-4o': { prompt_tokens: 131, completion_tokens: 17, total_tokens: 148 },
  'gpt-5.6-sol': { prompt_tokens: 127, completion_tokens: 23, total_tokens: 150 },
} as const
type Served = keyof typeof answers
const served = Object.keys(answers) as Served[]

let folder: string
let aimock: ChildServer
let portkey: Portkey

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'relaybench-interop-'))
  aimock = await startAimock(
    served.map((model) => ({
      match: { model },
      response: { content: answers[model], usage: usages[model] },
      chunkSize: 8,
      streamingProfile: { ttft: firstTokenMs, tps: 200, jitter: 0 },
    })),
  )
  portkey = await startPortkey(aimock.url)
})
afterAll(async () => {
  await Promise.all([aimock?.close(), portkey?.close()])
  await rm(folder, { recursive: true, force: true })
})

interface Run extends Finished {
  readonly report: Report
  /** The last attempt of every counted probe. */
  readonly observations: readonly Observation[]
}

/** `relaybench run` on a profile (JSON is YAML), then what it left in its folder. */
async function runProfile(name: string, profile: object): Promise<Run> {
  const path = join(folder, `${name}.yaml`)
  const out = join(folder, name)
  await writeFile(path, JSON.stringify(profile))
  const finished = await relaybench(['run', path, '--out', out, '--json'])
  return {
    ...finished,
    report: JSON.parse(await readFile(join(out, 'report.json'), 'utf8')),
    observations: readJournal(out).flatMap((record) =>
      record.type === 'observation' && !record.warmup && record.retry === undefined ? [record] : [],
    ),
  }
}

const direct = (name: string, headers: Record<string, string> = {}) => ({
  name,
  base_url: `${aimock.url}/v1`,
  headers,
})
const through = (name: string, headers: Record<string, string> = {}) => ({
  name,
  base_url: `${portkey.url}/v1`,
  headers: {
    ...portkey.headers,
    ...headers,
    'x-portkey-forward-headers': Object.keys(headers).join(',') || 'x-nothing',
  },
})

describe('two relays, both modes, models that are served and models that are not', () => {
  let run: Run

  beforeAll(async () => {
    run = await runProfile('healthy', {
      relays: [{ ...direct('aimock'), reference: true }, through('portkey')],
      models: [...served, 'gpt-4', 'claude-opus-5'],
      stream: 'both',
      load: { requests, concurrency: 2, warmup: 1, seed: 7 },
    })
  })

  test('debug', () => {
    console.log(JSON.stringify({ ...run.report, profile: 0, plan: 0 }, null, 1), run.stderr, run.code)
  })
})
