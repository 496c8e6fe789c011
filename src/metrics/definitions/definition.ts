import type { Ms } from '../../core/clock.ts'
import type { Observation } from '../../core/observation.ts'
import type { Text } from '../../core/text.ts'

/** Which of our own figures stands beside a tool's. */
type OurFigure = 'ttft' | 'ttfo' | 'e2e' | 'tpot' | 'icl' | 'output-rate'

/** Gaps between frames, in ms, and how many further frames shared a read with another, so that their gap is 0. */
export interface Gaps {
  readonly ms: readonly Ms[]
  readonly zeros: number
}

interface Described {
  readonly id: string
  /** As the tool calls it, without its unit. */
  readonly name: string
  readonly unit: 'ms' | 'tok/s'
  readonly ours?: OurFigure
  /** Why it differs from ours: a sentence a difference. */
  readonly why: readonly Text[]
  /** Where our stamps do not give the tool's number exactly. */
  readonly limits: readonly Text[]
}

/** One number of each answer; undefined where the tool has none either. */
interface EachMetric extends Described {
  readonly kind: 'each'
  value(observation: Observation, protocol: string): number | undefined
  /** Where answers do not weigh the same. */
  weight?(observation: Observation, protocol: string): number
}

/** All gaps of all answers in one heap. */
interface GapMetric extends Described {
  readonly kind: 'gaps'
  gaps(observation: Observation, protocol: string): Gaps
}

export type DefinedMetric = EachMetric | GapMetric

/** How another tool computes figures that carry the names of ours, as pure functions of an observation. */
export interface Definition {
  readonly id: string
  /** The tool's name as people write it. */
  readonly tool: string
  /** Which version of its source the formulas were read in. */
  readonly source: string
  /** Protocols it can speak; in others its formulas are applied to what has the same meaning. */
  readonly protocols: readonly string[]
  /** numpy's linear interpolation, or the first value at which the cumulated weight reaches the level. */
  readonly quantiles: 'linear' | 'inverse-cdf'
  /** Quantiles that it prints, 0…1. */
  readonly levels: readonly number[]
  /** Whether it takes a probe for a success. */
  counts(observation: Observation): boolean
  readonly metrics: readonly DefinedMetric[]
  /** Output tokens of all successes over the time of the whole run. */
  readonly throughput: {
    readonly name: string
    tokens(observation: Observation, protocol: string): number | undefined
    readonly limits: readonly Text[]
  }
  /** What holds for all of its figures. */
  readonly why: readonly Text[]
  readonly limits: readonly Text[]
}
