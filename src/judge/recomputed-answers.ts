import { type Ms, toMicrosecond } from '../core/clock.ts'
import type { Observation } from '../core/observation.ts'
import type { DefinedMetric, Definition } from '../metrics/definitions/index.ts'
import { tailMs } from '../metrics/latency.ts'
import type { RecomputedMetric } from '../schema/recomputed.ts'
import {
  inverseCdf,
  linearQuantile,
  Tally,
  totalWeight,
  ValueList,
  WeightedList,
  type WeightedSample,
  weightedMean,
} from '../statistics/weighted.ts'

/** Takes a metric's numbers out of an answer, and keeps them. */
interface Collector {
  add(observation: Observation): void
  sample(): WeightedSample
  /** Values there are: gaps, or answers whatever they weigh. */
  n(sample: WeightedSample): number
}

function collector(metric: DefinedMetric, protocol: string): Collector {
  if (metric.kind === 'gaps') {
    const tally = new Tally()
    return {
      add: (observation) => {
        const { ms, zeros } = metric.gaps(observation, protocol)
        for (const gap of ms) tally.add(gap)
        tally.add(0, zeros)
      },
      sample: () => tally.sample(),
      n: totalWeight,
    }
  }
  const list = metric.weight ? new WeightedList() : new ValueList()
  return {
    add: (observation) => {
      const value = metric.value(observation, protocol)
      if (value !== undefined) list.add(value, metric.weight?.(observation, protocol) ?? 1)
    },
    sample: () => list.sample(),
    n: ({ values }) => values.length,
  }
}

/** The answers of a cell as another tool counts them: numbers only, so that a long journal fits in memory. */
export class RecomputedAnswers {
  readonly #definition: Definition
  readonly #protocol: string
  readonly #collectors: readonly Collector[]
  /** Stamps of different sessions are on different clocks. */
  readonly #windows = new Map<number, { readonly from: Ms; readonly to: Ms }>()
  readonly #tails = new ValueList()
  successes = 0
  tokens = 0
  cold = 0
  withoutUsage = 0
  frames = 0
  tokenReads = 0

  constructor(definition: Definition, protocol: string) {
    this.#definition = definition
    this.#protocol = protocol
    this.#collectors = definition.metrics.map((metric) => collector(metric, protocol))
  }

  add(observation: Observation): void {
    const { session, timeline, stream } = observation
    const { from, to } = this.#windows.get(session) ?? { from: timeline.started, to: timeline.end }
    const window = { from: Math.min(from, timeline.started), to: Math.max(to, timeline.end) }
    this.#windows.set(session, window)
    if (!this.#definition.counts(observation)) return
    const tokens = this.#definition.throughput.tokens(observation, this.#protocol)
    this.successes++
    this.tokens += tokens ?? 0
    if (tokens === undefined) this.withoutUsage++
    if (observation.connection?.reused === false) this.cold++
    this.frames += stream.frames
    this.tokenReads += stream.tokenReadsUs.length
    const tail = tailMs(observation)
    if (tail !== undefined) this.#tails.add(tail)
    for (const each of this.#collectors) each.add(observation)
  }

  /** From the first probe to the end of the last, added up over sessions. */
  elapsedMs(): Ms {
    return toMicrosecond([...this.#windows.values()].reduce((sum, { from, to }) => sum + to - from, 0))
  }

  /** What passes from the last token to the end mark: median and longest. */
  tails(): { readonly p50: Ms | null; readonly longest: Ms | null } {
    const sample = this.#tails.sample()
    return { p50: rounded(linearQuantile(sample, 0.5)), longest: sample.values.at(-1) ?? null }
  }

  /** The figures of the definition's i-th metric, by its own method. */
  summary(i: number): Pick<RecomputedMetric, 'n' | 'mean' | 'quantiles'> {
    const from = this.#collectors[i]
    const sample = from?.sample() ?? { values: new Float64Array() }
    const quantile = this.#definition.quantiles === 'linear' ? linearQuantile : inverseCdf
    return {
      n: from?.n(sample) ?? 0,
      mean: rounded(weightedMean(sample)),
      quantiles: Object.fromEntries(
        this.#definition.levels.map((level) => [quantileName(level), rounded(quantile(sample, level))]),
      ),
    }
  }
}

/** "p50" for 0.5. */
export const quantileName = (level: number): string => `p${Math.round(level * 1000) / 10}`

/** To the microsecond, or the thousandth of a token per second. */
const rounded = (value: number | null): number | null => (value === null ? null : toMicrosecond(value))
