import type { PlannedBudget, Price, TokenCounts } from './budget.ts'
import type { Ms } from './clock.ts'
import type { Policy } from './policy.ts'
import type { PrecisionTarget } from './until.ts'

/** How an answer is asked for: piece by piece, or in one body. */
export type Mode = 'stream' | 'whole'

/** One thing to compare: a relay's line serving a model over a protocol in a mode. */
export interface Cell {
  /** `c1`, `c2`, … in the profile's order. */
  readonly id: string
  readonly relay: string
  /** Name of the relay's endpoint; absent when it has only one. */
  readonly line?: string
  /** The logical name in the profile; what is sent is decided by {@link ModelResolution}. */
  readonly model: string
  readonly protocol: string
  readonly mode: Mode
}

/**
 * One request to make. Its id is stable over resumes: `r3.c2` is round 3 of cell c2, `w1.c2` a warm-up, `q7.c2` the 7th
 * question of an audit.
 */
export interface Probe {
  readonly id: string
  readonly cell: Cell
  /** 1, 2, …; warm-up rounds are -n … -1. */
  readonly round: number
  readonly warmup: boolean
  readonly step?: StepLabel
  readonly question?: QuestionLabel
  readonly call?: CallLabel
  /** The most tokens that it can use, where that is not the same for all probes of the plan. */
  readonly most?: TokenCounts
}

/** The i-th of n parts of a plan, from 1 on. */
export interface Shard {
  readonly index: number
  readonly of: number
}

/** How many of the counted rounds are of a part: those whose number leaves its index, divided by the number of parts. */
export const shardRounds = (rounds: number, { index, of }: Shard): number =>
  Math.max(0, Math.floor((rounds - index) / of) + 1)

/** How much is asked for, and how fast. */
interface PlannedLoad {
  /** Counted rounds: each visits every cell once. Absent when the run is bounded by `durationMs`. */
  readonly rounds?: number
  /** Present where several machines share the rounds of one plan; `rounds` are those of this one. */
  readonly shard?: Shard
  readonly durationMs?: Ms
  /** A cell gets no more probes once all of these are reached; `rounds` or `durationMs` is then the cap. */
  readonly until?: readonly PrecisionTarget[]
  /** A cell gets no more probes once another of its model and mode is shown to be better. */
  readonly dropLosers?: true
  readonly warmupRounds: number
  /** Over so long the workers begin, one after another; absent: by their number. */
  readonly rampMs?: Ms
  /** Probes in flight at once, by relay. */
  readonly concurrency: Readonly<Record<string, number>>
  /** Absent: a closed loop, in which each worker sends its next probe when the one before has ended. */
  readonly shape?: LoadShape
}

/** Requests arrive at their own times, whether or not the relay keeps up. */
export interface OpenShape {
  readonly type: 'open'
  /** Arrivals at each relay. */
  readonly perSecond: number
  /** Even gaps, exponential gaps, or gamma gaps of the shape `burstiness`. */
  readonly arrivals: 'constant' | 'poisson' | 'gamma'
  readonly burstiness?: number
}

/** Requests arrive as they did when somebody recorded it. */
export interface TraceShape {
  readonly type: 'trace'
  /** As the profile names it. */
  readonly file: string
  /** How much faster than recorded. */
  readonly speed: number
  /** Times of arrival since the first, ascending, `speed` applied. */
  readonly atMs: readonly Ms[]
}

/** Shapes in which requests arrive at times of their own. */
export type ArrivalShape = OpenShape | TraceShape

/** Concurrency that rises until something breaks, for one cell of a relay after the other. */
export interface LadderShape {
  readonly type: 'ladder'
  /** Probes in flight at once, ascending. A relay climbs as far as its own limits allow. */
  readonly steps: readonly number[]
  readonly requestsPerStep: number
  /** What ends it beside errors. */
  readonly until: readonly ('slo' | 'throughput')[]
  /** Share of failed probes that ends it, 0…1. */
  readonly errorShare: number
  /** Share by which throughput must grow from a step to the next. */
  readonly leastGrowth: number
}

/** The questions of audits, one round after the other; all relays are asked the same ones at the same time. */
export interface AuditShape {
  readonly type: 'audit'
  readonly depth: Depth
  /** In the order in which they are asked. */
  readonly tests: readonly PlannedAudit[]
  /** What each model may think before it says anything, by its name in the profile. */
  readonly thinkingTokens: Readonly<Record<string, number>>
  readonly stored?: StoredReference
}

/** References that an earlier run asked the same: for models of which none is asked now. */
export interface StoredReference {
  readonly runId: string
  readonly startedAt: string
  /** Their ids begin with {@link storedPrefix}, and so do those of their probes in this run's journal. */
  readonly cells: readonly Cell[]
}

export const storedPrefix = 'stored.'

export const depths = ['quick', 'standard', 'deep'] as const
export type Depth = (typeof depths)[number]

/** An audit by its id. What it asks follows from the plan's seed alone, as long as its revision is the same. */
interface PlannedAudit {
  readonly id: string
  readonly revision: number
}

/**
 * Requests of several mixes, one model of a relay after the other, with the balance read between: what was really charged.
 */
export interface ChargeShape {
  readonly type: 'charge'
  /** Of every cell, in this order. */
  readonly batches: readonly ChargeBatch[]
  /** So long nothing is sent before and after, to see whether somebody else spends. */
  readonly idleMs: Ms
  /** Between two looks at a balance. */
  readonly pollMs: Ms
  /** Longest wait for a balance to follow a batch. */
  readonly settleMs: Ms
  /** What each model may think before it says anything, by its name in the profile. */
  readonly thinkingTokens: Readonly<Record<string, number>>
  /** By cell, where it is known: what the vendor lists, and what the relay is said to charge. */
  readonly official: Readonly<Record<string, KnownPrice>>
  readonly claimed: Readonly<Record<string, KnownPrice>>
}

/** A price by parts, in dollars. */
export interface KnownPrice extends Price {
  readonly cachedUsdPerMtok: number
  /** The row that it comes from; of a profile, its model there. */
  readonly model: string
  readonly source: string
  readonly asOf: string
}

/** Much to read · much to write · the same to read again and again · many short ones · such as are refused. */
export type ChargeMix = 'input' | 'output' | 'cached' | 'small' | 'refused'

export interface ChargeBatch {
  readonly mix: ChargeMix
  readonly requests: number
}

/** Requests of one caller, each routed over relays by a policy as it goes. */
export interface FailoverShape {
  readonly type: 'failover'
  /** "relay" or "relay/line", in the order in which they are asked. */
  readonly relays: readonly string[]
  readonly policy: Policy
  /** Of each model and mode. */
  readonly requests: number
  /** From the start of a request to that of the next, at least. */
  readonly spacingMs: Ms
}

/** Which request of a caller an attempt belongs to: numbered from 1 on, attempts at each relay too. */
export interface CallLabel {
  readonly request: number
  readonly attempt: number
  /** Made beside one at another relay that had not begun to answer. */
  readonly hedge?: true
}

export type LoadShape = ArrivalShape | LadderShape | AuditShape | ChargeShape | FailoverShape

/** Which question of which audit a probe asks: numbered from 0 within the audit. Those of charges are an audit of their own. */
export interface QuestionLabel {
  readonly audit: string
  readonly number: number
}

/** Where in a ladder a probe belongs. */
export interface StepLabel {
  /** Probes in flight at once. */
  readonly at: number
  /** The first probe of every lane · those that count · one alone after the wait that a 429 asked for. */
  readonly part: 'opening' | 'counted' | 'recovery'
}

/** A relay that gets no probe: its key is not set, or the profile says that probing it is not allowed. */
export type SkippedRelay =
  | { readonly relay: string; readonly reason: 'no-key'; readonly env: string }
  | { readonly relay: string; readonly reason: 'not-allowed' }

/** Name of a relay, with its line where it has several: "relay" or "relay/line". */
export const labelOf = ({
  relay,
  line,
}: {
  readonly relay: string
  readonly line?: string | null
}): string => (typeof line === 'string' ? `${relay}/${line}` : relay)

/** Everything that was decided before the first probe. No keys, no results; plain JSON. */
export interface Plan {
  readonly schema: 'relaybench.plan/1'
  /** Random: it goes into every prompt's nonce, so that no cache can answer a repeated run. */
  readonly runId: string
  /** Fixes the order of cells within every round. */
  readonly seed: number
  readonly cells: readonly Cell[]
  readonly load: PlannedLoad
  readonly workload: {
    readonly name: string
    readonly promptBytes: number
    readonly maxOutputTokens: number
  }
  /** Upper bounds of what probes and the finding out of protocols may use; absent when bounded by time only. */
  readonly worstCase?: {
    readonly requests: number
    readonly inputTokens: number
    readonly outputTokens: number
  }
  /** What it may cost; absent in journals of versions that kept no budget. */
  readonly budget?: PlannedBudget
  /** Relays of the profile that cannot be probed, and why. */
  readonly skipped: readonly SkippedRelay[]
}
