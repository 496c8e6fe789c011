import { betaCdf } from './beta.ts'

/**
 * P(X ≥ k) of X ~ Binomial(n, p), 0 < p < 1: the one-sided p-value of "the chance is at most p" when k were seen.
 * @see Abramowitz & Stegun, "Handbook of Mathematical Functions" (1964), 26.5.24
 */
export const atLeast = (k: number, n: number, p: number): number =>
  k <= 0 ? 1 : k > n ? 0 : betaCdf(p, k, n - k + 1)

/** P(X ≤ k) of X ~ Binomial(n, p), 0 < p < 1: the one-sided p-value of "the chance is at least p". */
export const atMost = (k: number, n: number, p: number): number => atLeast(n - k, n, 1 - p)
