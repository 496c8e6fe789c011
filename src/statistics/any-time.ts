import { logBeta } from './beta.ts'
import type { Interval } from './quantile-interval.ts'
import type { Share } from './wilson.ts'

/**
 * Intervals that hold however often one looks and whenever one stops: with probability 1 − alpha the true value lies in
 * the intervals of *all* n at once, so also in that of an n that was chosen by looking at the data.
 *
 * Of n independent trials with chance p, s succeed. For any distribution π of θ,
 * M(s, n; p) = ∫ θ^s (1 − θ)^(n − s) dπ(θ) / (p^s (1 − p)^(n − s)) is a martingale of mean 1, so the chance that it ever
 * reaches 1 / alpha is at most alpha (Ville's inequality). What stays below is kept: an interval, as ln M is convex in s and
 * in p. π is a beta distribution.
 * @see Robbins, "Statistical methods related to the law of the iterated logarithm", Ann. Math. Stat. 41 (1970)
 * @see Howard & Ramdas, "Sequential estimation of quantiles with applications to A/B testing and best-arm
 *   identification", Bernoulli 28 (2022), the beta-binomial confidence sequence
 */
interface Prior {
  readonly a: number
  readonly b: number
}

/** ln of the numerator of M; {@link logChance} is that of its denominator. */
const logMixture = (s: number, n: number, { a, b }: Prior): number =>
  logBeta(a + s, b + n - s) - logBeta(a, b)

/** ln of the chance of one order of s successes in n. */
const logChance = (s: number, n: number, p: number): number => s * Math.log(p) + (n - s) * Math.log1p(-p)

/** How many trials the prior around p is worth. With 25 the intervals are narrowest, for their kind, near n = 200. */
const priorTrials = 25

/**
 * Ranks l and u such that the p-quantile lies in [x(l), x(u)] for all n at once, whatever the distribution of the
 * values; null for an open end. The trials are "the value is at most the quantile". As
 * {@link file://./quantile-interval.ts}'s they depend on n and p alone.
 */
export function anytimeRanks(n: number, p: number, alpha = 0.05): Interval {
  if (n < 1) return [null, null]
  const prior = { a: p * priorTrials, b: (1 - p) * priorTrials }
  const bound = -Math.log(alpha)
  const keeps = (s: number): boolean => logMixture(s, n, prior) - logChance(s, n, p) < bound
  const middle = Math.round(n * p)
  const fewest = keeps(0) ? 0 : boundary(0, middle, keeps)
  const most = keeps(n) ? n : boundary(n, middle, keeps)
  return [fewest === 0 ? null : fewest, most === n ? null : most + 1]
}

/** The kept number next to those that are not, between one of each. */
function boundary(outside: number, inside: number, keeps: (s: number) => boolean): number {
  let [out, kept] = [outside, inside]
  while (Math.abs(out - kept) > 1) {
    const middle = Math.floor((out + kept) / 2)
    if (keeps(middle)) kept = middle
    else out = middle
  }
  return kept
}

/** Jeffreys' prior: near-best for every share, those near 0 and 1 among them. */
const jeffreys: Prior = { a: 0.5, b: 0.5 }

/** `successes` out of `n` with an interval that holds for all n at once; exactly 0 and 1 at its ends as Wilson's. */
export function anytimeShare(successes: number, n: number, alpha = 0.05): Share {
  if (n === 0) return { n, value: null, low: null, high: null }
  const value = successes / n
  const bound = -Math.log(alpha)
  const mixture = logMixture(successes, n, jeffreys)
  const keeps = (p: number): boolean => mixture - logChance(successes, n, p) < bound
  return {
    n,
    value,
    low: successes === 0 ? 0 : edge(0, value, keeps),
    high: successes === n ? 1 : edge(1, value, keeps),
  }
}

/**
 * p-value that holds whenever one stops, of "the chance is p" when `successes` out of `n` were seen: 1 / M, so it is at
 * most alpha just where {@link anytimeShare} leaves p out.
 */
export function anytimePValue(successes: number, n: number, p: number): number {
  if (n === 0) return 1
  return Math.min(1, Math.exp(logChance(successes, n, p) - logMixture(successes, n, jeffreys)))
}

/** Halvings after which the two differ by less than a double can tell. */
const halvings = 52

function edge(outside: number, inside: number, keeps: (p: number) => boolean): number {
  let [out, kept] = [outside, inside]
  for (let i = 0; i < halvings; i++) {
    const middle = (out + kept) / 2
    if (keeps(middle)) kept = middle
    else out = middle
  }
  return out
}
