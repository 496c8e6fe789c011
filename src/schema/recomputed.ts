import type { Text } from '../core/text.ts'

/** A figure as a tool would print it, and ours beside it. Times are in ms, rates in tokens per second. */
export interface RecomputedMetric {
  readonly id: string
  /** As the tool calls it. */
  readonly name: string
  readonly unit: 'ms' | 'tok/s'
  /** Values in it: answers, or gaps of all answers. */
  readonly n: number
  readonly mean: number | null
  /** By name ("p50"), those that the tool prints, by its own method. */
  readonly quantiles: Readonly<Record<string, number | null>>
  /** Null where we have no figure of that kind. */
  readonly ours: OurMetric | null
}

export interface OurMetric {
  readonly id: 'ttft' | 'ttft-cold' | 'ttfo' | 'e2e' | 'tpot' | 'icl' | 'output-rate'
  readonly n: number
  /** By our own rule; null where there are too few values, and where we do not report it. */
  readonly quantiles: Readonly<Record<string, number | null>>
}

export interface RecomputedCell {
  readonly id: string
  readonly relay: string
  readonly line: string | null
  readonly model: string
  readonly protocol: string
  readonly mode: 'stream' | 'whole'
  /** Successes by the tool's rule. */
  readonly successes: number
  /** Null for answers that came whole. */
  readonly metrics: readonly RecomputedMetric[] | null
  readonly throughput: {
    readonly tokens: number
    readonly elapsedMs: number
    readonly tokensPerSecond: number | null
  } | null
  readonly notes: readonly Text[]
}

/** A sentence, and the figures it is about; none: all of them. */
export interface Remark {
  readonly metrics: readonly string[]
  readonly text: Text
}

/** A run judged by the definitions of another tool: what `relaybench report --as` prints. */
export interface Recomputed {
  readonly schema: 'relaybench.as/1'
  readonly as: string
  readonly tool: string
  readonly source: string
  readonly quantiles: 'linear' | 'inverse-cdf'
  readonly throughputName: string
  readonly cells: readonly RecomputedCell[]
  readonly why: readonly Remark[]
  readonly limits: readonly Remark[]
}
