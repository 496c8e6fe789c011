import { logBeta } from './beta.ts'
import type { Interval } from './quantile-interval.ts'

/**
 * What another run of m requests will show. Requests follow one another and share outages, so n of them tell as much as
 * fewer independent ones: n / D, with the design effect D from batch means.
 */

/** So many batches are tried: few are long enough to hold whole outages, many show their spread. */
const batchCounts = [8, 12, 20, 32]
/** Fewest in a batch that still has a mean worth the name. */
const smallestBatch = 4

/**
 * The design effect of a series of 0s and 1s in their order: how many times the variance of its mean is that of independent
 * ones. The largest of several numbers of batches, each at the upper 80 % limit of its variance: outages are few, and one too
 * long for short batches must not be overlooked. At least 1; 1 where all are alike.
 * @see Kish, "Survey Sampling" (1965), 8.2; batch means as in Law, "Simulation Modeling and Analysis", 9.5
 */
export function designEffect(series: readonly number[]): number {
  const n = series.length
  const mean = series.reduce((sum, value) => sum + value, 0) / Math.max(1, n)
  if (mean === 0 || mean === 1) return 1
  const effects = batchCounts
    .filter((batches) => n >= batches * smallestBatch)
    .map((batches) => {
      const size = Math.floor(n / batches)
      const variance = varianceOf(batchMeans(series, batches)) * upperFactor(batches - 1)
      return (variance * size) / (mean * (1 - mean))
    })
  return Math.max(1, ...effects)
}

/** How many times an estimate of a variance its upper 80 % limit is, by Wilson and Hilferty's approximation of chi-square. */
function upperFactor(degrees: number): number {
  const lowerFifth = -0.8416212
  const part = 2 / (9 * degrees)
  return 1 / (1 - part + lowerFifth * Math.sqrt(part)) ** 3
}

function batchMeans(series: readonly number[], batches: number): readonly number[] {
  const size = Math.floor(series.length / batches)
  return Array.from({ length: batches }, (_, b) => {
    let sum = 0
    for (let i = b * size; i < (b + 1) * size; i++) sum += series[i] ?? 0
    return sum / size
  })
}

function varianceOf(values: readonly number[]): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length
  return values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1)
}

/** P(X ≤ most) of the beta-binomial distribution: m trials whose chance is Beta(a, b). */
function betaBinomialCdf(most: number, m: number, a: number, b: number): number {
  let sum = 0
  for (const mass of betaBinomial(most, m, a, b)) sum += mass
  return Math.min(1, sum)
}

/** P(X = k) for k = 0 … most. */
function* betaBinomial(most: number, m: number, a: number, b: number): Generator<number> {
  const norm = logBeta(a, b)
  let logChoose = 0
  for (let k = 0; k <= Math.min(most, m); k++) {
    if (k > 0) logChoose += Math.log(m - k + 1) - Math.log(k)
    yield Math.exp(logChoose + logBeta(k + a, m - k + b) - norm)
  }
}

/** The first of 1 … most for which it holds, where it holds for all after it; most + 1 where it holds for none. */
function firstWhere(most: number, holds: (k: number) => boolean): number {
  let [low, high] = [1, most + 1]
  while (low < high) {
    const middle = Math.floor((low + high) / 2)
    if (holds(middle)) high = middle
    else low = middle + 1
  }
  return low
}

/** What is predicted: of how many requests, and how they hang together. */
export interface Prediction {
  /** Requests of the other series. */
  readonly requests: number
  /** The design effect. */
  readonly effect: number
}

/** So many independent requests tell as much. */
const independent = (n: number, effect: number): number => Math.max(1, Math.round(n / effect))

const tail = 0.025

/** 95 % prediction interval of the share in another series: beta-binomial, Jeffreys' prior, n / D trials. */
export function predictShare(successes: number, n: number, { requests, effect }: Prediction): Interval {
  const known = independent(n, effect)
  const trials = independent(requests, effect)
  const hits = n === 0 ? 0 : successes * (known / n)
  let [sum, low, high] = [0, trials, trials]
  let k = 0
  for (const mass of betaBinomial(trials, trials, hits + 0.5, known - hits + 0.5)) {
    if (sum <= tail && sum + mass > tail) low = k
    sum += mass
    if (sum >= 1 - tail) {
      high = k
      break
    }
    k++
  }
  return [low / trials, high / trials]
}

/**
 * 95 % prediction interval of the p-quantile (nearest rank) in another series, from order statistics alone: how many of it exceed
 * one of ours is beta-binomial. An end is null where none of ours bounds it.
 * @param sorted ascending
 * @see David & Nagaraja, "Order Statistics" (2003), 7.3
 */
export function predictQuantile(
  sorted: readonly number[],
  p: number,
  { requests, effect }: Prediction,
): Interval {
  const n = sorted.length
  const known = independent(n, effect)
  const trials = independent(requests, effect)
  const above = trials - Math.max(1, Math.ceil(p * trials))
  // How likely at most `above` of the other series exceed our k-th: it rises with k.
  const below = (k: number): number => betaBinomialCdf(above, trials, known - k + 1, k)
  const afterLow = firstWhere(known, (k) => below(k) > tail)
  const atHigh = firstWhere(known, (k) => below(k) >= 1 - tail)
  const at = (k: number | null): number | null =>
    k === null ? null : (sorted[Math.min(n - 1, Math.max(0, Math.ceil((k / known) * n) - 1))] ?? null)
  return [at(afterLow > 1 ? afterLow - 1 : null), at(atHigh <= known ? atHigh : null)]
}

/** 95 % prediction interval of the mean of another series, by batch means. */
export function predictMean(series: readonly number[], requests: number): Interval {
  const batches = meanBatches
  if (series.length < batches * smallestBatch) return [null, null]
  const mean = series.reduce((sum, value) => sum + value, 0) / series.length
  const variance = varianceOf(batchMeans(series, batches)) / batches
  const reach = tQuantile(batches - 1) * Math.sqrt(variance * (1 + series.length / requests))
  return [Math.max(0, mean - reach), mean + reach]
}

const meanBatches = 12
const z = 1.959963985

/** 97.5 % quantile of Student's t, by Cornish and Fisher's expansion around the normal: within 1 % from 4 degrees on. */
function tQuantile(degrees: number): number {
  const [z3, z5] = [z ** 3, z ** 5]
  return z + (z3 + z) / (4 * degrees) + (5 * z5 + 16 * z3 + 3 * z) / (96 * degrees ** 2)
}
