import betaln from '@stdlib/math-base-special-betaln'
import cdf from '@stdlib/stats-base-dists-beta-cdf'
import quantile from '@stdlib/stats-base-dists-beta-quantile'

/** The beta distribution, on which exact statements about shares rest (stdlib, after Boost's incomplete beta function). */

/** ln B(a, b), the logarithm of the beta function, a, b > 0. */
export const logBeta = (a: number, b: number): number => betaln(a, b)

/** P(X ≤ x) of Beta(a, b), a, b > 0. */
export const betaCdf = (x: number, a: number, b: number): number => cdf(x, a, b)

/** The x with P(X ≤ x) = p of Beta(a, b), a, b > 0. */
export const betaQuantile = (p: number, a: number, b: number): number => quantile(p, a, b)
