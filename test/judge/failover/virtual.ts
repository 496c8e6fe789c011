import type { Policy } from '../../../src/core/policy.ts'
import { Caller, type Served } from '../../../src/judge/failover/replay.ts'
import type { Series } from '../../../src/judge/failover/samples.ts'
import type { Sample } from '../../../src/metrics/call-sample.ts'
import { underPolicy } from '../../../src/metrics/under-policy.ts'
import { type Random, randomFor } from '../../../src/sim/random.ts'

/** Relays on a clock of their own, with outages that come and go; each stretch of time is of one seed. */

interface Outages {
  /** Mean lengths, in ms. */
  readonly upMs: number
  readonly downMs: number
}

export interface World {
  readonly seed: number
  readonly lengthMs: number
  readonly spacingMs: number
  /** Of each relay. */
  readonly own: Outages
  /** Of the upstream that all share. */
  readonly shared?: Outages
  /** Failures of single requests. */
  readonly failureShare: number
}

type Span = readonly [from: number, to: number]

const exponential = (random: Random, mean: number): number => -mean * Math.log(1 - random.unit())

function spans(random: Random, { upMs, downMs }: Outages, lengthMs: number): readonly Span[] {
  const found: Span[] = []
  // Begins as if it had been going on for ever.
  let at =
    random.unit() < downMs / (upMs + downMs) ? -exponential(random, downMs) / 2 : exponential(random, upMs)
  while (at < lengthMs) {
    const down = exponential(random, downMs)
    found.push([at, at + down])
    at += down + exponential(random, upMs)
  }
  return found
}

const isDown = (all: readonly Span[], atMs: number): boolean =>
  all.some(([from, to]) => atMs >= from && atMs < to)

/** What a request that is made at a moment comes to, at each relay of a world. */
function relaysOf({ seed, lengthMs, own, shared, failureShare }: World) {
  const random = randomFor(seed, 1, 'latency')
  const common = shared ? spans(random, shared, lengthMs) : []
  const relays = ['a', 'b'].map((name, i) => ({
    name,
    down: spans(random, own, lengthMs),
    usual: 300 + 200 * i,
  }))
  return (name: string, round: number, atMs: number): Sample => {
    const relay = relays.find((each) => each.name === name)
    const fails = isDown(relay?.down ?? [], atMs) || isDown(common, atMs) || random.unit() < failureShare
    const firstMs = (relay?.usual ?? 0) * Math.exp(0.4 * random.normal())
    return {
      ...{ round, session: 1, atMs, connectMs: undefined, silences: [], costUsd: 0.001 },
      ...(fails
        ? { outcome: 'upstream', status: 502, firstMs: undefined, totalMs: 50 + firstMs / 4 }
        : { outcome: 'ok', status: 200, firstMs, totalMs: firstMs + 900 }),
    }
  }
}

export const roundsIn = ({ lengthMs, spacingMs }: World): readonly number[] =>
  Array.from({ length: Math.floor(lengthMs / spacingMs) }, (_, i) => i + 1)

/** A recorded run: every relay probed once a round. */
export function recordedRun(world: World): ReadonlyMap<string, Series> {
  const at = relaysOf(world)
  const rounds = roundsIn(world)
  return new Map(
    ['a', 'b'].map((name) => [
      name,
      new Map(rounds.map((round) => [round, at(name, round, round * world.spacingMs)])),
    ]),
  )
}

/** The same requests, routed by the policy as they come: attempts meet the relays as they are at that moment. */
export function liveRun(world: World, chain: readonly string[], policy: Policy): readonly Served[] {
  const at = relaysOf(world)
  const caller = new Caller(chain, policy)
  return roundsIn(world).map((round) =>
    caller.serve(round * world.spacingMs, (relay, atMs) => underPolicy(at(relay, round, atMs), policy)),
  )
}
