import type { JournalRecord } from '../../src/core/journal.ts'
import type { Observation } from '../../src/core/observation.ts'
import type { Depth, Plan, Probe } from '../../src/core/plan.ts'
import { judge } from '../../src/judge/judge.ts'
import { planAudit } from '../../src/plan/audit.ts'
import { auditProbe, questionOf } from '../../src/plan/audit-probes.ts'
import { parseProfile } from '../../src/profile/parse.ts'
import { protocolNamed } from '../../src/protocols/index.ts'
import { AnswerReader } from '../../src/run/answer-reader.ts'
import { AuditProgress } from '../../src/run/audit-progress.ts'
import { runHeader } from '../../src/run/header.ts'
import { observe } from '../../src/run/observe.ts'
import type { Answered, ProbeLane, Reading } from '../../src/run/probe-lane.ts'
import { relayTarget, type Target } from '../../src/run/target.ts'
import type { Report } from '../../src/schema/report.ts'
import { parseSim } from '../../src/sim/config.ts'
import { createRelay } from '../../src/sim/relay.ts'
import type { WireRequest } from '../../src/transport/exchange.ts'
import { defaultSizeLimits } from '../../src/transport/limits.ts'

/**
 * Audits of simulated relays without sockets and without waiting: requests, parsers, observations and verdicts are those
 * of the product, only the time between is told instead of passed. So thousands of runs can be judged in a minute.
 */

export interface Party {
  readonly name: string
  readonly simulate: object
  readonly reference?: boolean
  /** Default: that of the setting. */
  readonly protocol?: string
}

export interface VirtualSetting {
  readonly tests: readonly string[]
  readonly depth?: Depth
  /** Of the plan; relays have their own. */
  readonly seed: number
  readonly protocol?: string
}

export interface VirtualRun {
  readonly plan: Plan
  readonly observations: readonly Observation[]
  readonly records: readonly JournalRecord[]
  readonly report: Report
}

const model = 'demo-mini'

/** Equal parties and settings give equal runs. */
export async function virtualAudit(
  parties: readonly Party[],
  { tests, depth = 'standard', seed, protocol = 'openai-chat' }: VirtualSetting,
): Promise<VirtualRun> {
  const relays = parties.map((party) => ({ protocol, ...party }))
  const profile = { relays, models: [model], budget: { usd: 100_000 }, load: { seed } }
  const loaded = parseProfile(JSON.stringify(profile), { file: 'virtual.yaml', env: {} })
  const plan: Plan = { ...planAudit(loaded, { depth, tests }), runId: `run ${seed}` }
  const { shape, rounds = 0 } = plan.load
  if (shape?.type !== 'audit') throw new Error('no audit')
  const lines = new Map(
    loaded.profile.relays.map((relay, i) => {
      const addresses = new Map([[relay.name, `http://127.0.0.1:9/v1`]])
      const [target] = relayTarget(relay, loaded, addresses, {}).lines
      if (!target) throw new Error('no line')
      return [relay.name, { target: rooted(target), lane: new VirtualLane(parties[i]?.simulate ?? {}) }]
    }),
  )
  const progress = new AuditProgress(plan, loaded.profile)
  const observations: Observation[] = []
  for (let round = 1; round <= rounds; round++)
    for (const cell of plan.cells) {
      const probe = auditProbe(plan, shape, cell, round)
      const line = lines.get(cell.relay)
      if (!probe || !line || !progress.isWanted(probe)) continue
      const observation = await observed(plan, probe, line)
      observations.push(observation)
      progress.take(observation)
    }
  const records: readonly JournalRecord[] = [
    runHeader(plan, loaded),
    { type: 'session', session: 1, startedAt: '', node: '', notices: [] },
    ...observations,
    { type: 'end', session: 1, how: 'finished', atMs: 0 },
  ]
  return { plan, observations, records, report: judge(records) }
}

/** Protocols whose base URL is not OpenAI's stand beside it at a simulated relay. */
function rooted(target: Target): Target {
  const base = target.protocol.besideOpenai?.(target.baseUrl)
  if (base) return { ...target, baseUrl: base }
  return target.protocol.id === 'anthropic-messages'
    ? { ...target, baseUrl: new URL('http://127.0.0.1:9') }
    : target
}

async function observed(
  plan: Plan,
  probe: Probe,
  { target, lane }: { readonly target: Target; readonly lane: ProbeLane },
): Promise<Observation> {
  const question = questionOf(plan, probe)
  if (!question) throw new Error('no question')
  const label = {
    probeId: probe.id,
    attempt: 1,
    cellId: probe.cell.id,
    round: probe.round,
    warmup: false,
    session: 1,
    ...(probe.question && { question: probe.question }),
  }
  const ask = { ...question.ask, modelId: question.modelId ?? probe.cell.model }
  return observe(label, {
    target,
    lane,
    ask,
    adjustments: new Set(),
    due: 0,
    origin: 0,
    redact: (text) => text,
    keepChars: 2_000,
  })
}

class VirtualLane implements ProbeLane {
  readonly #answer: ReturnType<typeof createRelay>

  constructor(simulate: object) {
    this.#answer = createRelay(parseSim(simulate))
  }

  async ask(request: WireRequest, { protocol, keepChars }: Reading): Promise<Answered> {
    const { script } = this.#answer({
      method: request.method,
      path: request.path,
      headers: request.headers,
      body: request.body === undefined ? undefined : JSON.parse(request.body),
    })
    const answer = new AnswerReader(protocolNamed(protocol).openReader(), defaultSizeLimits)
    const read = { bytes: 0, reads: 0, firstMs: 0, endMs: 0 }
    for (const step of script.steps) {
      if (step.do !== 'write') continue
      const chunk = Buffer.from(step.bytes)
      if (read.reads === 0) read.firstMs = step.atMs
      read.reads++
      read.bytes += chunk.length
      read.endMs = step.atMs
      answer.bytes(chunk, step.atMs)
    }
    const ending = { type: 'complete' } as const
    const { firstMs, endMs, bytes, reads } = read
    const stamps = { started: 0, sent: 0, headers: firstMs, firstByte: firstMs, end: endMs }
    const { status, headers } = script
    return {
      result: { stamps, ending, connection: { reused: true }, status, headers, bytes, reads },
      reply: answer.finish(ending, status, keepChars),
      frames: answer.draft.stamps,
      stream: answer.draft.streamFacts(bytes, reads, 0),
      loopStallMs: 0,
    }
  }

  open(): never {
    throw new Error('there is nothing to open')
  }

  fetch(): never {
    throw new Error('there is nothing to fetch')
  }

  async close(): Promise<void> {}
}
