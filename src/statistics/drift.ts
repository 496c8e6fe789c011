import { leastMs, logarithm } from './ratio.ts'
import { halfInHand, Wager } from './wager.ts'

/** Where a series of nightly values became different. Places count from 0. */
export interface Change {
  /** The first value that is of the new kind, as far as the ranks tell. */
  readonly at: number
  /** The value with which there was evidence enough. */
  readonly seenAt: number
}

/** Chance that a stretch without a change is ever said to have one. */
export const driftAlpha = 0.01

/** The part dealt out again after a value: changes are expected about once in so many. */
const dealtAgain = 1 / 200

/** Densities κ u^(κ−1) that are bet on: at most fourfold a night, so that three nights alone never are a change. */
const steepness = [2, 3, 4]

/**
 * Changes of a series that is looked at after every value. As long as values come in any order alike, the rank of each
 * among those up to it is uniform and independent of the ranks before, whatever their distribution is. It is bet that
 * ranks are high, or that they are low; the chance that the stakes ever grow 1 / alpha-fold is at most alpha. Equal
 * values share a mean rank, and the middle of a rank stands for it: the bets are convex, so neither can gain by it.
 * Failures stand at +∞. After a change, the series begins anew with the first value of the new kind.
 * @see Vovk, Gammerman & Shafer, "Algorithmic Learning in a Random World", 2nd ed. (2022), chapter 8: conformal test
 *   martingales
 */
export function changesOf(values: Float64Array, alpha = driftAlpha): readonly Change[] {
  const changes: Change[] = []
  for (let from = 0; from < values.length; ) {
    const change = firstChange(values, from, alpha)
    if (!change) break
    changes.push(change)
    from = change.at
  }
  return changes
}

function firstChange(values: Float64Array, from: number, alpha: number): Change | undefined {
  const enough = -Math.log(alpha)
  let wager = Wager.on(halfInHand(2 * steepness.length), dealtAgain)
  for (let at = from; at < values.length; at++) {
    const u = placeAmong(values.subarray(from, at), values[at] ?? 0)
    wager = wager.after([0, ...gains(u), ...gains(1 - u)])
    if (wager.logEvidence >= enough)
      return { at: from + likeliestSplit(values.subarray(from, at + 1)), seenAt: at }
  }
  return undefined
}

const gains = (u: number): number[] => steepness.map((k) => Math.log(k) + (k - 1) * Math.log(u))

/** The mean rank of a value among those before it and itself, from its middle, in (0, 1). */
function placeAmong(before: Float64Array, value: number): number {
  let [below, equal] = [0, 1]
  for (const other of before) {
    if (other < value) below++
    else if (other === value) equal++
  }
  return (below + equal / 2) / (before.length + 1)
}

/**
 * The split into two parts between whose means lies most of the squares of the logarithms. That something changed is
 * said by ranks alone; where, sizes tell better. A failure counts as twice the longest time.
 */
function likeliestSplit(values: Float64Array): number {
  const longest = values.filter(Number.isFinite).reduce((most, value) => Math.max(most, value), leastMs)
  const logs = values.map((value) => logarithm(Math.min(value, 2 * longest)))
  const all = logs.reduce((sum, each) => sum + each, 0)
  let [before, best, most] = [0, 1, -1]
  for (let m = 1; m < logs.length; m++) {
    before += logs[m - 1] ?? 0
    const k = logs.length - m
    const between = ((m * k) / logs.length) * ((all - before) / k - before / m) ** 2
    if (between > most) [best, most] = [m, between]
  }
  return best
}
