/** What the plots of an HTML report are drawn from: written by the report, read by the page. Times in ms. */
export interface PlotData {
  /** Quantile levels of all curves, ascending, 0…1. */
  readonly levels: readonly number[]
  readonly groups: readonly PlotGroup[]
  readonly sessions: readonly PlotSession[]
  readonly ladders: readonly PlotLadder[]
  readonly words: { readonly en: PlotWords; readonly zh: PlotWords }
}

/** Cells of one model and mode. */
export interface PlotGroup {
  readonly model: string
  readonly mode: 'stream' | 'whole'
  /** Best rank first. */
  readonly cells: readonly PlotCell[]
}

export interface PlotCell {
  readonly name: string
  readonly rank: number | null
  /** Values at the first levels, as far as so many answers support them; empty where there are none. */
  readonly ttft: PlotSpread
  readonly e2e: PlotSpread
  /** Null: no price is known, or not how it stands beside others. */
  readonly price: { readonly usdPer1000: number; readonly unbeaten: boolean } | null
}

export interface PlotSpread {
  readonly n: number
  readonly at: readonly number[]
}

/** Counted probes in bins of equal width, by when they were sent. */
export interface PlotSession {
  readonly startedAt: string
  readonly binMs: number
  readonly relays: readonly { readonly name: string; readonly bins: readonly PlotBin[] }[]
}

/**
 * The bin that begins at `at` × `binMs`; a list, as there are many. Failures are counted by outcome class; medians are null
 * where no probe was answered.
 */
export type PlotBin = readonly [
  at: number,
  n: number,
  failures: Readonly<Record<string, number>>,
  ttftP50: number | null,
  e2eP50: number | null,
]

interface PlotLadder {
  readonly name: string
  readonly steps: readonly { readonly concurrency: number; readonly requestsPerSecond: number | null }[]
}

/** What stands beside the plots, in one language. */
export interface PlotWords {
  readonly group: string
  readonly metric: string
  readonly ttft: string
  readonly e2e: string
  readonly stream: string
  readonly whole: string
  readonly curves: string
  readonly curvesAbout: string
  readonly strips: string
  readonly stripsAbout: string
  readonly timeline: string
  readonly timelineAbout: string
  readonly medians: string
  readonly mediansAbout: string
  readonly pareto: string
  readonly paretoAbout: string
  readonly ladder: string
  readonly ladderAbout: string
  readonly percentile: string
  readonly sinceStart: string
  readonly concurrency: string
  readonly requestsPerSecond: string
  readonly usdPer1000: string
  readonly outcomes: Readonly<Record<string, string>>
}
