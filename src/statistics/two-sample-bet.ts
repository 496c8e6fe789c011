/**
 * Evidence that two sources of answers differ, which may be looked at after every pair.
 *
 * Of each pair of answers to the same question, one of either source, it is guessed which is whose from what the sources
 * said before, and a part of the stake is bet on the guess. If both sources say the same, the two answers of a pair could
 * be exchanged, so no bet is expected to gain, and the chance that the stake *ever* grows 1 / alpha-fold is at most alpha.
 * If at most a share `tolerance` of the answers comes from elsewhere, a bet gains at most that share of what is staked;
 * the stake is divided by as much after each pair, and the same bound holds.
 * @see Ville, "Étude critique de la notion de collectif" (1939): the inequality
 * @see Pandeva, Forré, Ramdas & Shekhar, "Deep anytime-valid hypothesis testing", AISTATS 2024: betting on whose is whose
 */
export class TwoSampleBet {
  readonly #tolerance: number
  readonly #cells = new Map<string, Cell>()
  readonly #logStakes = parts.map(() => 0)
  #highest = 0
  #pairs = 0
  #guessed = 0
  #right = 0

  /** @param tolerance share of answers that may differ innocently: another serving stack, another rounding */
  constructor(tolerance: number) {
    this.#tolerance = tolerance
  }

  /** One more pair. @param cell the question: answers to different ones are not compared */
  add(cell: string, a: string, b: string): void {
    const seen = this.#cells.get(cell) ?? { a: new Map(), b: new Map(), pairs: 0 }
    this.#cells.set(cell, seen)
    const right = chanceOfOrder(seen, a, b)
    for (const [i, part] of parts.entries())
      this.#logStakes[i] =
        (this.#logStakes[i] ?? 0) + Math.log1p(part * (2 * right - 1)) - Math.log1p(part * this.#tolerance)
    this.#pairs++
    if (right !== 0.5) this.#guessed++
    if (right > 0.5) this.#right++
    count(seen.a, a)
    count(seen.b, b)
    seen.pairs++
    this.#highest = Math.max(this.#highest, this.eValue)
  }

  /** What a stake of 1 has become: the mean of several gamblers, each betting another part of what it has. */
  get eValue(): number {
    return this.#logStakes.reduce((sum, log) => sum + Math.exp(log), 0) / parts.length
  }

  /** Valid at every look at once: 1 / the most that the stake ever was. */
  get pValue(): number {
    return Math.min(1, 1 / this.#highest)
  }

  get pairs(): number {
    return this.#pairs
  }

  /** How often the guess was right, of the pairs in which there was anything to guess. Equal sources: half of them. */
  get guesses(): { readonly right: number; readonly of: number } {
    return { right: this.#right, of: this.#guessed }
  }
}

/** Parts of the stake that are bet. */
const parts = [0.25, 0.5, 1] as const

type Counts = Map<string, number>

interface Cell {
  readonly a: Counts
  readonly b: Counts
  pairs: number
}

const count = (counts: Counts, answer: string): void => {
  counts.set(answer, (counts.get(answer) ?? 0) + 1)
}

/** Answers that both sources are taken to have given once, in all, before they said anything. */
const prior = 1
/** A guess at how many different answers a question has, for those not seen yet. */
const usualAnswers = 8

/** By what the sources said before: the chance that of two answers, one of each, the first is of `a`. */
function chanceOfOrder(cell: Cell, first: string, second: string): number {
  if (first === second) return 0.5
  const said = (own: Counts, other: Counts, answer: string): number => {
    const [mine, theirs] = [own.get(answer) ?? 0, other.get(answer) ?? 0]
    return mine + (prior * (mine + theirs + 0.5)) / (2 * cell.pairs + 0.5 * usualAnswers)
  }
  const asGiven = said(cell.a, cell.b, first) * said(cell.b, cell.a, second)
  const exchanged = said(cell.a, cell.b, second) * said(cell.b, cell.a, first)
  return asGiven / (asGiven + exchanged)
}
