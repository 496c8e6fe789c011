import { uniformInt } from 'pure-rand/distribution/uniformInt'
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus'
import type { Cell, Plan, Probe } from '../core/plan.ts'

/**
 * The cells of one round in the order in which they are visited: a Fisher-Yates shuffle seeded by plan and round, so
 * that no relay always gets the quiet minute, and the same on every machine and after every resume.
 */
export function roundOrder(plan: Plan, round: number): readonly Cell[] {
  const generator = xoroshiro128plus((plan.seed ^ Math.imul(round, 0x9e3779b1)) >>> 0)
  const order = [...plan.cells]
  for (let i = order.length - 1; i > 0; i--) {
    const j = uniformInt(generator, 0, i)
    const [a, b] = [order[i], order[j]]
    if (a && b) [order[i], order[j]] = [b, a]
  }
  return order
}

/** Every round in turn: warm-up rounds -n … -1, then 1, 2, …; without end when the plan is bounded by time. */
function* roundsOf(plan: Plan): Generator<number> {
  for (let round = -plan.load.warmupRounds; round < 0; round++) yield round
  const last = plan.load.rounds ?? Number.POSITIVE_INFINITY
  const { index, of } = plan.load.shard ?? { index: 1, of: 1 }
  for (let turn = 0; turn < last; turn++) yield index + turn * of
}

/** Which of the rounds of this machine it is, from 1 on; warm-up rounds keep their numbers. */
export function turnOf({ load: { shard } }: Plan, round: number): number {
  return shard && round > 0 ? (round - shard.index) / shard.of + 1 : round
}

/** The probes of one relay in the order in which they are sent. Lazy: a plan's size does not depend on its length. */
export function* probesOf(plan: Plan, relay: string): Generator<Probe> {
  // Rounds without end that hold nothing of this relay would never come to a first probe.
  if (!plan.cells.some((cell) => cell.relay === relay)) return
  for (const round of roundsOf(plan))
    for (const cell of roundOrder(plan, round)) if (cell.relay === relay) yield probeAt(cell, round)
}

const probeAt = (cell: Cell, round: number): Probe => ({
  id: `${round < 0 ? 'w' : 'r'}${Math.abs(round)}.${cell.id}`,
  cell,
  round,
  warmup: round < 0,
})
