import type { Draws } from '../core/draws.ts'

/**
 * Evidence that what is said has changed in the course of time, which may be looked at after every answer.
 *
 * As long as nothing changes, the answers to a question could have come in any order, and how rare the newest one is among
 * all so far is then a rank that may be any with the same chance: a p-value, uniform and independent of those before
 * (ties are broken at random). A stake is bet on small ones, on large ones and on neither, and passes now and then from one
 * bet to the other. It gains nothing while nothing changes, so the chance that it *ever* grows 1 / alpha-fold is at most
 * alpha.
 * @see Vovk, Gammerman & Shafer, "Algorithmic Learning in a Random World", 2nd ed. (2022): conformal test martingales
 * @see Vovk et al., "Retrain or not retrain: conformal test martingales for change-point detection", COPA 2021: the jumper
 */
export class ExchangeabilityBet {
  readonly #draws: Draws
  readonly #cells = new Map<string, Map<string, number>>()
  #stakes: readonly number[] = leanings.map(() => 1 / leanings.length)
  #logStake = 0
  #logHighest = 0
  #answers = 0

  /** @param draws break ties */
  constructor(draws: Draws) {
    this.#draws = draws
  }

  /** One more answer. @param cell the question */
  add(cell: string, answer: string): void {
    const counts = this.#cells.get(cell) ?? new Map<string, number>()
    this.#cells.set(cell, counts)
    const own = (counts.get(answer) ?? 0) + 1
    counts.set(answer, own)
    this.#answers++
    this.#bet(rankOf(own, counts, this.#draws.unit()))
  }

  /** Valid at every look at once: 1 / the most that a stake of 1 ever became. */
  get pValue(): number {
    return Math.exp(-this.#logHighest)
  }

  get answers(): number {
    return this.#answers
  }

  #bet(p: number): void {
    const passedOn = this.#stakes.map((stake) => (1 - jump) * stake + jump / leanings.length)
    const grown = passedOn.map((stake, i) => stake * (1 + (leanings[i] ?? 0) * (p - 0.5)))
    const total = grown.reduce((sum, stake) => sum + stake, 0)
    this.#logStake += Math.log(total)
    this.#logHighest = Math.max(this.#logHighest, this.#logStake)
    this.#stakes = grown.map((stake) => stake / total)
  }
}

/** Bets on small p-values, on none, on large ones: each multiplies its stake by 1 + leaning · (p − ½). */
const leanings = [-2, -1, 0, 1] as const
/** Part of the whole that is dealt out anew at each answer. */
const jump = 0.01

/** How rare an answer is among all to its question, itself included: the share of those rarer, and a part of those as rare. */
function rankOf(own: number, counts: ReadonlyMap<string, number>, part: number): number {
  let [rarer, asRare, all] = [0, 0, 0]
  for (const count of counts.values()) {
    all += count
    if (count < own) rarer += count
    else if (count === own) asRare += count
  }
  return (rarer + part * asRare) / all
}
