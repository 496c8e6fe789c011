import { halfInHand, Wager } from './wager.ts'

/**
 * Evidence against "the chance of a failure is at most so much" that may be looked at every night, for years.
 *
 * It starts with a stake of 1 and bets it against the promise: part on each of several larger chances of failure, part
 * on none. If the promise is kept, no bet is expected to gain, so the chance that the stake *ever* grows 1 / alpha-fold
 * is at most alpha, however often one looks and whenever one stops. After each look a small part of the whole is dealt
 * out again as at the beginning: a relay that was good for a year and then is not is found about as soon as one that
 * never was good. Which part is dealt out was fixed beforehand, so this too gains nothing against a kept promise.
 * @see Ville, "Étude critique de la notion de collectif" (1939): the inequality
 * @see Ramdas, Grünwald, Vovk & Shafer, "Game-theoretic statistics and safe anytime-valid inference", Statistical
 *   Science 38 (2023)
 * @see Herbster & Warmuth, "Tracking the best expert", Machine Learning 32 (1998): the fixed share
 */
export class EProcess {
  /** The promise, as a chance of failure in (0, 1). */
  readonly allowed: number
  readonly alpha: number
  /** How often results came in. */
  readonly looks: number
  /** ln of the evidence now: what the stake of 1 has become. */
  readonly logEvidence: number
  /** ln of the most that it ever was. */
  readonly logHighest: number
  /** The look, from 1 on, at which the evidence first reached 1 / alpha; null if it never has. */
  readonly crossedAt: number | null
  /** The stakes on {@link betsAgainst} the promise, the first of them being none. */
  readonly #wager: Wager

  private constructor(from: State, wager: Wager) {
    this.allowed = from.allowed
    this.alpha = from.alpha
    this.looks = from.looks
    this.logEvidence = wager.logEvidence
    this.logHighest = Math.max(from.logHighest, wager.logEvidence)
    this.crossedAt = from.crossedAt ?? (wager.logEvidence >= -Math.log(from.alpha) ? from.looks : null)
    this.#wager = wager
  }

  static against(allowed: number, alpha = 0.05): EProcess {
    if (!(allowed > 0 && allowed < 1))
      throw new RangeError(`a chance between 0 and 1 is needed, not ${allowed}`)
    const state = { allowed, alpha, looks: 0, logHighest: 0, crossedAt: null }
    return new EProcess(state, Wager.on(halfInHand(betsAgainst(allowed).length - 1), dealtAgain))
  }

  /** The evidence with the results of one more look. */
  seen(successes: number, failures: number): EProcess {
    const bets = betsAgainst(this.allowed)
    const gains = bets.map(
      (chance) =>
        failures * Math.log(chance / this.allowed) +
        successes * (Math.log1p(-chance) - Math.log1p(-this.allowed)),
    )
    return new EProcess({ ...this, looks: this.looks + 1 }, this.#wager.after(gains))
  }

  /** What the stake of 1 has become: how many times likelier the results are by the bets than by the promise. */
  get eValue(): number {
    return Math.exp(this.logEvidence)
  }

  /** A p-value that holds at every look at once: 1 / the highest evidence so far, at most 1. */
  get pValue(): number {
    return Math.exp(-this.logHighest)
  }
}

type State = Pick<EProcess, 'allowed' | 'alpha' | 'looks' | 'logHighest' | 'crossedAt'>

/** The part that is dealt out again after a look: changes are expected about once in so many looks. */
const dealtAgain = 1 / 200

/**
 * The chances of failure that are bet on: the promised one (nothing gained, nothing lost), then odds of twice that,
 * four times, and so on up to 4 to 1. Between two of them little is lost.
 */
function betsAgainst(allowed: number): number[] {
  const bets = [allowed]
  for (let odds = (2 * allowed) / (1 - allowed); odds < 4 || bets.length < 4; odds *= 2)
    bets.push(odds / (1 + odds))
  return bets
}
