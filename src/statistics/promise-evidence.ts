import { halfInHand, Wager } from './wager.ts'

/** What so many nights say of a promise about the share that is answered. Both may be looked at every night. */
export interface PromiseEvidence {
  /** The evidence with the results of one more night. */
  night(n: number, failed: number): PromiseEvidence
  /** ln of the evidence against the claim; the claim is given up once it reaches ln(1 / alpha). */
  readonly logEvidence: number
}

/** Chance of ever giving up a claim that holds. */
export const promiseAlpha = 0.05

/** Whether the evidence is enough. */
export const isEnough = ({ logEvidence }: PromiseEvidence): boolean => logEvidence >= -Math.log(promiseAlpha)

/** The part dealt out again after a night: changes are expected about once in so many nights. */
const dealtAgain = 1 / 200

/** Of the most that can be bet without ruin on a night without a failure, these parts are. */
const boldness = [1 / 64, 1 / 32, 1 / 16, 1 / 8, 1 / 4, 1 / 2, 7 / 8]

/**
 * Evidence against "each night, whatever the nights before were, is expected to lose at most the share `allowed` of its
 * probes". A night is one result, the share that failed: probes of one night may depend on each other in any way, and an
 * outage that kills them all is one event. The bet λ turns 1 into 1 + λ (share − allowed), 0 ≤ λ < 1 / allowed.
 * @param allowed in (0, 1)
 */
export function evidenceOfBreach(allowed: number): PromiseEvidence {
  const bets = boldness.map((part) => part / allowed)
  const from = (wager: Wager): PromiseEvidence => ({
    logEvidence: wager.logEvidence,
    night: (n, failed) =>
      from(
        n === 0 ? wager : wager.after([0, ...bets.map((bet) => Math.log1p(bet * (failed / n - allowed)))]),
      ),
  })
  return from(Wager.on(halfInHand(bets.length), dealtAgain))
}

/** Chances of failure that are bet on, as parts of the allowed one. */
const better = [0, 1 / 8, 1 / 4, 1 / 2]

/**
 * Evidence against "each probe, whatever those before it did, fails with at least the chance `allowed`": that the promise
 * is kept. Here every probe is a result of its own. Nights as the results, as above, would take 3,000 of them for 99.9 %,
 * so this does assume that a probe which fails tells little of its neighbours: outages so rare that none was seen yet are
 * outside what it can exclude. Nothing is dealt out again: good nights make up for bad ones only probe by probe.
 * @param allowed in (0, 1)
 */
export function evidenceOfKeeping(allowed: number): PromiseEvidence {
  const chances = better.map((part) => part * allowed)
  const from = (wager: Wager): PromiseEvidence => ({
    logEvidence: wager.logEvidence,
    night: (n, failed) =>
      from(
        wager.after(
          chances.map(
            (chance) =>
              (failed === 0 ? 0 : failed * Math.log(chance / allowed)) +
              (n - failed) * (Math.log1p(-chance) - Math.log1p(-allowed)),
          ),
        ),
      ),
  })
  return from(
    Wager.on(
      better.map(() => 1 / better.length),
      0,
    ),
  )
}
