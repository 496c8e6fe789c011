/**
 * A stake of 1, spread over several bets against a claim. If no bet is expected to gain while the claim holds, whatever
 * was seen before, the chance that the whole *ever* grows to 1 / alpha is at most alpha: it may be looked at every
 * night, for years. After each look a part of the whole may be dealt out again as at the beginning, so that a claim
 * which held for a year is given up about as soon as one that never held.
 * @see Ville, "Étude critique de la notion de collectif" (1939): the inequality
 * @see Waudby-Smith & Ramdas, "Estimating means of bounded random variables by betting", JRSS B 86 (2024)
 * @see Herbster & Warmuth, "Tracking the best expert", Machine Learning 32 (1998): the fixed share
 */
export class Wager {
  /** ln of what the stake of 1 has become. */
  readonly logEvidence: number
  readonly #dealt: readonly number[]
  readonly #again: number
  /** How the whole is spread over the bets now; together 1. */
  readonly #parts: readonly number[]

  private constructor(from: Spread, logEvidence: number, parts: readonly number[]) {
    this.#dealt = from.dealt
    this.#again = from.again
    this.logEvidence = logEvidence
    this.#parts = parts
  }

  /** @param dealt how the stake is spread at first, together 1 @param again the part dealt out again after a look */
  static on(dealt: readonly number[], again: number): Wager {
    return new Wager({ dealt, again }, 0, dealt)
  }

  /** The wager after one more look. @param logGains ln of what each bet multiplies its part by; not all may be −∞ */
  after(logGains: readonly number[]): Wager {
    const best = Math.max(...logGains)
    const grown = this.#parts.map((part, i) => part * Math.exp((logGains[i] ?? 0) - best))
    const total = grown.reduce((sum, part) => sum + part, 0)
    const [dealt, again] = [this.#dealt, this.#again]
    return new Wager(
      { dealt, again },
      this.logEvidence + best + Math.log(total),
      grown.map((part, i) => (1 - again) * (part / total) + again * (dealt[i] ?? 0)),
    )
  }
}

interface Spread {
  readonly dealt: readonly number[]
  readonly again: number
}

/** Half kept in hand (the first bet, which neither gains nor loses), half spread evenly over the others. */
export const halfInHand = (bets: number): number[] => [0.5, ...Array.from({ length: bets }, () => 0.5 / bets)]
