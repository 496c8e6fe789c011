import { setMaxListeners } from 'node:events'
import { localMinuteOfDay, type Ms, now, toMicrosecond } from '../core/clock.ts'
import type { Observation } from '../core/observation.ts'
import type { Probe } from '../core/plan.ts'
import { classify } from '../metrics/classify.ts'
import { probesOf } from '../plan/order.ts'
import { nonceFor, promptFor } from '../plan/prompts.ts'
import { samplingFor } from '../plan/sampling.ts'
import { maxOutputTokensOf } from '../plan/settings.ts'
import type { Ask } from '../protocols/protocol.ts'
import { giveWay } from '../transport/read-queue.ts'
import { LaneSet } from './lane-set.ts'
import { Negotiation } from './negotiation.ts'
import { observe } from './observe.ts'
import { openConnections } from './opening.ts'
import { Pacer, seedFor } from './pacer.ts'
import { Preparation, type PreparedRelay } from './preparation.ts'
import { inQuietHours } from './quiet-hours.ts'
import { Redirects } from './redirects.ts'
import type { RunContext } from './run-context.ts'
import { sleepUntil } from './sleep.ts'
import { StopRules } from './stop-rules.ts'
import type { RelayTarget, Target } from './target.ts'

/** Journals keep this much of an answer: enough to see what came, not enough to make a journal a corpus. */
const keptAnswerChars = 2_000
/** A probe is sent at most this often: once, once on a fresh connection, and once for every field given up. */
const mostAttempts = 6
/** Workers that would start at the same moment are spread over time: a burst would measure itself. */
const rampPerWorkerMs = 10
const longestRampMs = 2_000

/** One relay's share of a run: its listing, its names, then its probes in the plan's order. */
export class RelayRun {
  readonly #target: RelayTarget
  readonly #context: RunContext
  readonly #pacer: Pacer
  readonly #negotiation = new Negotiation()
  readonly #stopRules = new StopRules()
  readonly #redirects: Redirects
  #prepared: PreparedRelay = { lines: [], modelIds: new Map() }
  readonly #lanes: LaneSet[]
  readonly #halt = new AbortController()
  /** Nothing more is sent here: the run was stopped, the budget is used up, or this relay was given up. */
  readonly #over: AbortSignal

  constructor(target: RelayTarget, context: RunContext) {
    this.#target = target
    this.#context = context
    this.#over = AbortSignal.any([context.stop, context.spending.over, this.#halt.signal])
    // Every waiting worker listens; that is no leak.
    setMaxListeners(0, this.#over)
    this.#pacer = new Pacer(target.requestIntervalMs, seedFor(context.plan.seed, target.relay.name))
    this.#redirects = new Redirects(target.relay)
    this.#lanes = Array.from({ length: target.concurrency }, () => new LaneSet(context.openLane))
  }

  /** @param position this relay's place among `count`: where in the ramp it begins. */
  async run(position: number, count: number): Promise<void> {
    const [first, ...others] = this.#lanes
    if (!first) return
    try {
      const preparation = new Preparation(this.#target, this.#context, this.#pacer)
      this.#prepared = await preparation.run(first)
      if (!this.#isPlanned()) return
      const queue = this.#probes()
      const began = now()
      const begin = async (lanes: LaneSet, i: number): Promise<void> => {
        const share = (position + i / this.#lanes.length) / count
        await sleepUntil(began + share * this.#rampMs, this.#over)
        if (i > 0 && !this.#isOver()) await openConnections(this.#prepared.lines, lanes, this.#context)
        await sleepUntil(began + (1 + share) * this.#rampMs, this.#over)
        await this.#work(queue, lanes, share)
      }
      await Promise.all([first, ...others].map(begin))
    } finally {
      this.#context.gate.leave(this.#target.relay.name)
      await Promise.all(this.#lanes.map((lanes) => lanes.close()))
    }
  }

  #isPlanned(): boolean {
    return this.#context.plan.cells.some(({ relay }) => relay === this.#target.relay.name)
  }

  // --- probing

  *#probes(): Generator<Probe> {
    const { plan, finished, precision } = this.#context
    for (const probe of probesOf(plan, this.#target.relay.name)) {
      if (precision.isOver(this.#target.relay.name)) return
      if (!finished.has(probe.id) && !precision.isStopped(probe.cell.id)) yield probe
    }
  }

  async #work(queue: Generator<Probe>, lanes: LaneSet, share: number): Promise<void> {
    const { gate } = this.#context
    for (const probe of queue) {
      const waited = await gate.enter(this.#target.relay.name, probe.round)
      if (waited) await sleepUntil(now() + share * this.#rampMs, this.#over)
      if (this.#isOver()) return
      await this.#send(probe, lanes)
    }
  }

  /** Over so long the workers of the run open their connections, one after another; over so long again they begin to probe. */
  get #rampMs(): Ms {
    const { rampMs, concurrency } = this.#context.plan.load
    if (rampMs !== undefined) return rampMs
    const workers = Object.values(concurrency).reduce((sum, each) => sum + each, 0)
    return Math.min(longestRampMs, workers * rampPerWorkerMs)
  }

  #isOver(): boolean {
    const { endsAt } = this.#context
    return this.#over.aborted || (endsAt !== undefined && now() >= endsAt)
  }

  /** Takes a moment to send and waits for it; takes another when the relay asked for a pause meanwhile. */
  async #turn(): Promise<Ms> {
    const { endsAt = Number.POSITIVE_INFINITY } = this.#context
    for (;;) {
      const due = this.#pacer.reserve()
      await sleepUntil(Math.min(due, endsAt), this.#over)
      await giveWay()
      if (this.#isOver() || this.#pacer.allows(due)) return due
    }
  }

  async #send(probe: Probe, lanes: LaneSet): Promise<void> {
    for (let attempt = 1; attempt <= mostAttempts; attempt++) {
      const paid = await this.#context.spending.forProbe(probe, this.#over)
      if (!paid) return
      const due = await this.#turn()
      if (this.#isOver() || this.#restsNow(probe)) return paid.cancel()
      const observation = paid.settle(await this.#observe(probe, attempt, due, lanes))
      this.#context.record(observation)
      this.#pacer.learn(observation)
      if (observation.retry !== undefined) continue
      if (observation.ending.type !== 'cancelled') this.#judgeStop(observation)
      return
    }
  }

  async #observe(probe: Probe, attempt: number, due: Ms, lanes: LaneSet): Promise<Observation> {
    const target = this.#lineOf(probe)
    const ask = this.#askFor(probe, attempt)
    const { session, origin, redact, abort } = this.#context
    const label = {
      probeId: probe.id,
      attempt,
      cellId: probe.cell.id,
      round: probe.round,
      warmup: probe.warmup,
      session,
    }
    const observation = await observe(label, {
      target,
      lane: lanes.to(target),
      ask,
      adjustments: this.#negotiation.for(ask.modelId),
      due,
      origin,
      redact,
      keepChars: keptAnswerChars,
      signal: abort,
    })
    const retry = attempt < mostAttempts ? this.#retryReason(target, ask, observation) : undefined
    return retry === undefined ? observation : { ...observation, retry }
  }

  #retryReason(target: Target, ask: Ask, observation: Observation): string | undefined {
    if (observation.ending.type === 'failed' && observation.ending.stale) return 'stale-connection'
    if (observation.http?.redirectPath !== undefined) {
      const { path } = target.protocol.request(ask, new Set())
      return this.#redirects.learn(target, path, observation) ? 'redirect' : undefined
    }
    return this.#negotiation.learn(target.protocol, ask, observation)
  }

  #lineOf(probe: Probe): Target {
    const line = this.#prepared.lines.find((candidate) => candidate.line === probe.cell.line)
    if (!line) throw new Error(`plan names a line that the profile lacks: ${probe.cell.line}`)
    return this.#redirects.follow(line)
  }

  #askFor(probe: Probe, attempt: number): Ask {
    const { plan, profile, promptText } = this.#context
    const modelId = this.#prepared.modelIds.get(probe.cell.model) ?? probe.cell.model
    return {
      ...samplingFor(profile, modelId),
      modelId,
      prompt: promptFor(promptText, nonceFor(plan.runId, probe.id, attempt)),
      maxOutputTokens: maxOutputTokensOf(profile),
      stream: probe.cell.mode === 'stream',
    }
  }

  // --- giving up

  #judgeStop(observation: Observation): void {
    const { session, origin, record, precision } = this.#context
    for (const stop of precision.next(observation))
      record({ type: 'cell-stop', session, ...stop, atMs: toMicrosecond(now() - origin) })
    const reason = this.#stopRules.next(classify(observation))
    if (reason !== undefined) this.#stopFor(reason, observation.probeId)
  }

  #restsNow(probe: Probe): boolean {
    const hours = this.#target.relay.probe_policy?.quiet_hours
    if (hours === undefined || !inQuietHours(hours, localMinuteOfDay())) return false
    this.#stopFor('quiet-hours', probe.id)
    return true
  }

  #stopFor(reason: string, probeId: string): void {
    if (this.#halt.signal.aborted) return
    this.#halt.abort()
    const { session, origin, record, gate } = this.#context
    record({
      type: 'stop',
      relay: this.#target.relay.name,
      session,
      reason,
      probeId,
      atMs: toMicrosecond(now() - origin),
    })
    gate.leave(this.#target.relay.name)
  }
}
