import type { Ms } from '../core/clock.ts'
import type { Observation } from '../core/observation.ts'
import { classify } from '../metrics/classify.ts'
import { eachTokenTime } from '../metrics/token-times.ts'
import { TimeBins } from '../statistics/time-bins.ts'

/** What one relay was asked in one session, over its time. Every request is part of the load, whatever became of it. */
export class LoadEvidence {
  readonly bins = new TimeBins()
  firstCounted: { readonly sentMs: Ms; readonly endMs: Ms } | undefined
  lastCountedMs: Ms = 0
  warmups = 0
  withUsage = 0

  add(observation: Observation): void {
    const { timeline, warmup, retry } = observation
    const { sent, end } = timeline
    if (sent === undefined || end < sent) return
    const answer = classify(observation) === 'ok'
    const counted = !warmup && retry === undefined
    this.bins.request(microseconds(sent), microseconds(end), { counted, answer })
    if (answer && eachTokenTime(observation, (at, tokens) => this.bins.tokens(microseconds(at), tokens)))
      this.withUsage++
    if (warmup) this.warmups++
    if (counted) this.#counted(sent, end)
  }

  #counted(sentMs: Ms, endMs: Ms): void {
    const first = this.firstCounted
    if (!first || sentMs < first.sentMs || (sentMs === first.sentMs && endMs < first.endMs))
      this.firstCounted = { sentMs, endMs }
    this.lastCountedMs = Math.max(this.lastCountedMs, sentMs)
  }
}

const microseconds = (ms: Ms): number => Math.round(ms * 1000)

/** What every relay was asked in every session. */
export class Loads {
  readonly #bySession = new Map<string, Map<number, LoadEvidence>>()

  of(relay: string, session: number): LoadEvidence {
    const sessions = this.#bySession.get(relay) ?? new Map<number, LoadEvidence>()
    this.#bySession.set(relay, sessions)
    const load = sessions.get(session) ?? new LoadEvidence()
    sessions.set(session, load)
    return load
  }

  /** In the order of sessions. */
  all(relay: string): readonly LoadEvidence[] {
    return [...(this.#bySession.get(relay) ?? [])].sort(([a], [b]) => a - b).map(([, load]) => load)
  }
}
