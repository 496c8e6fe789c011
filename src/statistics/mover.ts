import { normalQuantile } from './normal.ts'

/** A number and its 95 % interval. */
export interface Estimate {
  readonly value: number
  readonly low: number
  readonly high: number
}

/**
 * Sum of independent estimates with its interval: the distances to the ends add up as squares (MOVER).
 * @see Zou & Donner, "Construction of confidence limits about effect measures: a general approach", Statistics in
 *   Medicine 27 (2008)
 */
export function sumOf(parts: readonly Estimate[]): Estimate {
  const value = parts.reduce((sum, part) => sum + part.value, 0)
  return {
    value,
    low: value - Math.hypot(...parts.map((part) => part.value - part.low)),
    high: value + Math.hypot(...parts.map((part) => part.high - part.value)),
  }
}

/**
 * Whether the first is shown to lie above the second, with a 5 % chance of error for all of so many questions together:
 * the distances are stretched as those of a normal estimate would be (Bonferroni).
 */
export function apart(upper: Estimate, lower: Estimate, questions: number): boolean {
  const stretch = normalPoint(Math.max(1, questions)) / normalPoint(1)
  const distance = stretch * Math.hypot(upper.value - upper.low, lower.high - lower.value)
  return upper.value - lower.value > distance
}

const normalPoint = (questions: number): number => -normalQuantile(0.025 / questions)
