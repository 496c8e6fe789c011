import type { Ask } from '../core/ask.ts'
import { localMinuteOfDay, type Ms, now, toMicrosecond } from '../core/clock.ts'
import type { Observation } from '../core/observation.ts'
import type { Probe } from '../core/plan.ts'
import { classify } from '../metrics/classify.ts'
import { questionOf } from '../plan/audit-probes.ts'
import { giveWay } from '../transport/read-queue.ts'
import { LaneSet } from './lane-set.ts'
import { rampMsOf } from './load/closed.ts'
import type { Slot } from './load/driver.ts'
import { lanesToOpen, performLoad } from './load/perform.ts'
import { Negotiation } from './negotiation.ts'
import { observe, type ProbeWatch } from './observe.ts'
import { openConnections } from './opening.ts'
import { Pacer, seedFor } from './pacer.ts'
import { Preparation, type PreparedRelay } from './preparation.ts'
import { askFor } from './probe-ask.ts'
import { inQuietHours } from './quiet-hours.ts'
import { Redirects } from './redirects.ts'
import { RelayAccount } from './relay-account.ts'
import type { RunContext } from './run-context.ts'
import { sleepUntil } from './sleep.ts'
import { StopRules } from './stop-rules.ts'
import type { RelayTarget, Target } from './target.ts'

/** One attempt of a probe. */
interface Sending {
  readonly due: Ms | undefined
  readonly turn: Ms
  readonly watch: ProbeWatch | undefined
}

/** Journals keep this much of an answer: enough to see what came, not enough to make a journal a corpus. */
const keptAnswerChars = 2_000
/** A probe is sent at most this often: once, once on a fresh connection, and once for every field given up. */
const mostAttempts = 6

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
    this.#pacer = new Pacer(target.requestIntervalMs, seedFor(context.plan.seed, target.relay.name))
    this.#redirects = new Redirects(target.relay)
    this.#lanes = Array.from({ length: target.concurrency }, () => new LaneSet(context.openLane))
  }

  /** @param position this relay's place among `count`: where in the ramp it begins. */
  async run(position: number, count: number): Promise<void> {
    const [first] = this.#lanes
    if (!first) return
    try {
      const preparation = new Preparation(this.#target, this.#context, this.#pacer)
      this.#prepared = await preparation.run(first)
      if (!this.#isPlanned()) return
      const share = (lane: number): number => (position + lane / this.#lanes.length) / count
      await Promise.all([this.#openAhead(share), this.#perform(share, first)])
    } finally {
      this.#context.gate.leave(this.#target.relay.name)
      await Promise.all(this.#lanes.map((lanes) => lanes.close()))
    }
  }

  #isPlanned(): boolean {
    return this.#context.plan.cells.some(({ relay }) => relay === this.#target.relay.name)
  }

  // --- probing

  /** Opens connections one after another, so that no counted probe pays for dialling; who does not answer holds nobody up. */
  async #openAhead(share: (lane: number) => number): Promise<void> {
    const began = now()
    const rampMs = rampMsOf(this.#context.plan)
    const lanes = this.#lanes.slice(0, lanesToOpen(this.#context.plan.load.shape))
    await Promise.all(
      lanes.map(async (each, lane) => {
        if (lane === 0) return
        await sleepUntil(began + share(lane) * rampMs, this.#over)
        if (!this.#isOver()) await openConnections(this.#prepared.lines, each, this.#context)
      }),
    )
  }

  async #perform(share: (lane: number) => number, first: LaneSet): Promise<void> {
    await sleepUntil(now() + rampMsOf(this.#context.plan), this.#over)
    await performLoad({
      relay: this.#target.relay.name,
      context: this.#context,
      lanes: this.#lanes,
      share,
      over: this.#over,
      isOver: () => this.#isOver(),
      account: new RelayAccount(this.#context, () => this.#prepared, first),
      send: (probe, lanes, slot, watch) => this.#send(probe, lanes, slot, watch),
    })
  }

  #isOver(): boolean {
    const { endsAt } = this.#context
    return this.#over.aborted || (endsAt !== undefined && now() >= endsAt)
  }

  /** Takes a moment to send and waits for it; takes another when the relay asked for a pause meanwhile. */
  async #turn(from?: Ms): Promise<Ms> {
    const { endsAt = Number.POSITIVE_INFINITY } = this.#context
    for (let earliest = from; ; earliest = undefined) {
      const due = this.#pacer.reserve(earliest)
      await sleepUntil(Math.min(due, endsAt), this.#over)
      await giveWay()
      if (this.#isOver() || this.#pacer.allows(due)) return due
    }
  }

  /** @param slot when it arrived and could be sent, where the shape of the load says so. @returns what came of it. */
  async #send(
    probe: Probe,
    lanes: LaneSet,
    slot?: Slot,
    watch?: ProbeWatch,
  ): Promise<Observation | undefined> {
    for (let attempt = 1; attempt <= mostAttempts; attempt++) {
      const paid = await this.#context.spending.forProbe(probe, this.#over)
      if (!paid) return undefined
      const turn = await this.#turn(attempt === 1 ? slot?.readyAt : undefined)
      if (this.#isOver() || this.#restsNow(probe)) {
        paid.cancel()
        return undefined
      }
      const observation = paid.settle(
        await this.#observe(probe, attempt, { due: slot?.due, turn, watch }, lanes),
      )
      this.#context.record(observation)
      this.#pacer.learn(observation)
      if (observation.retry !== undefined) continue
      // What is to be refused may be refused as a key is.
      const isExpected = questionOf(this.#context.plan, probe)?.isRefused ?? false
      if (observation.ending.type !== 'cancelled' && !isExpected) this.#judgeStop(observation)
      return observation
    }
    return undefined
  }

  async #observe(
    probe: Probe,
    attempt: number,
    { due, turn, watch }: Sending,
    lanes: LaneSet,
  ): Promise<Observation> {
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
      ...(due !== undefined && { heldMs: toMicrosecond(turn - due) }),
      ...(probe.step && { step: probe.step }),
      ...(probe.question && { question: probe.question }),
      ...(probe.call && { call: probe.call }),
    }
    const observation = await observe(label, {
      target,
      lane: lanes.to(target),
      ask,
      adjustments: this.#negotiation.for(ask.modelId),
      due: due ?? turn,
      origin,
      redact,
      keepChars: keptAnswerChars,
      signal: abort,
      watch,
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
    const modelId = this.#prepared.modelIds.get(probe.cell.model) ?? probe.cell.model
    return askFor(this.#context, probe, attempt, modelId)
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
