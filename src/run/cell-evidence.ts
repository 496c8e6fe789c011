import type { Shown } from '../core/journal.ts'
import type { Cell } from '../core/plan.ts'
import type { PrecisionMeasure } from '../core/until.ts'
import { anytimeRanks, anytimeShare } from '../statistics/any-time.ts'
import { GrowingSample } from '../statistics/growing-sample.ts'
import { nearestRank, quantileLevels } from '../statistics/quantile.ts'
import type { ProbeFacts, Times } from './probe-facts.ts'

/** So many finished probes wait for one before them; then it is passed over, as one that never came to an end. */
const mostWaiting = 10_000

/** With many probes there is a look at every hundredth part more: one more changes nothing and a look costs time. */
const lookGrowth = 1.01

/**
 * What the probes of one cell show so far. They are taken in the order of their rounds, not in that in which they came
 * to an end: of those in flight the fast ones end first, and whoever looks at these alone finds the relay too fast.
 */
export class CellEvidence {
  readonly cell: Cell
  readonly #waiting = new Map<number, ProbeFacts>()
  readonly #times = new Map<keyof Times, GrowingSample>()
  #nextRound = 1
  #n = 0
  #counted = 0
  #ok = 0
  #nextLook = 1

  constructor(cell: Cell) {
    this.cell = cell
  }

  /** Probes taken. */
  get n(): number {
    return this.#n
  }

  /** Share of answered probes; undefined before the first. */
  get availability(): number | undefined {
    return this.#counted === 0 ? undefined : this.#ok / this.#counted
  }

  /** @returns whether it is time for a look */
  take(facts: ProbeFacts): boolean {
    if (facts.round < this.#nextRound) return false
    this.#waiting.set(facts.round, facts)
    if (this.#waiting.size > mostWaiting) this.#nextRound = Math.min(...this.#waiting.keys())
    for (let next = this.#next(); next; next = this.#next()) this.#add(next)
    if (this.#n < this.#nextLook) return false
    this.#nextLook = Math.max(this.#n + 1, Math.ceil(this.#n * lookGrowth))
    return true
  }

  /** A measure with the interval that holds at any look with probability 1 − alpha; undefined without a value. */
  shown(name: string, measure: PrecisionMeasure, alpha: number): Shown | undefined {
    if (measure.kind === 'latency') return this.#quantile(name, measure, alpha)
    const { n, value, low, high } = anytimeShare(this.#ok, this.#counted, alpha)
    return value === null ? undefined : { name, n, value, low, high }
  }

  #next(): ProbeFacts | undefined {
    const facts = this.#waiting.get(this.#nextRound)
    this.#waiting.delete(this.#nextRound)
    return facts
  }

  #add({ counted, ok, times }: ProbeFacts): void {
    this.#nextRound++
    this.#n++
    if (counted) this.#counted++
    if (ok) this.#ok++
    for (const metric of ['ttft', 'ttfo', 'e2e', 'tpot'] as const) {
      const ms = times[metric]
      if (ms !== undefined) this.#sample(metric).add(ms)
    }
  }

  #sample(metric: keyof Times): GrowingSample {
    const known = this.#times.get(metric) ?? new GrowingSample()
    this.#times.set(metric, known)
    return known
  }

  #quantile(
    name: string,
    { metric, level }: Extract<PrecisionMeasure, { kind: 'latency' }>,
    alpha: number,
  ): Shown | undefined {
    const sample = this.#times.get(metric)
    if (!sample) return undefined
    const p = quantileLevels[level]
    const [lowRank, highRank] = anytimeRanks(sample.n, p, alpha)
    const [, value] = sample.at(nearestRank(sample.n, p))
    const low = lowRank === null ? null : sample.at(lowRank)[0]
    const high = highRank === null ? null : sample.at(highRank)[1]
    return { name, n: sample.n, value, low, high }
  }
}
