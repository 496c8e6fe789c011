import type { TokenCounts } from '../core/budget.ts'
import type { JournalRecord, ModelResolution, ProtocolsRecord } from '../core/journal.ts'
import type { Observation } from '../core/observation.ts'
import type { StepProbe } from '../plan/ladder-step.ts'
import type { EarlierEvidence } from './precision.ts'

/** How far a run looks at itself. */
export interface SelfCheckOptions {
  /** Measures our own error on a loopback relay before the first probe: at most half a second. */
  readonly calibrate?: boolean
  /** Goes on measuring it through the run. */
  readonly control?: boolean
}

export interface RunOptions extends SelfCheckOptions {
  /**
   * Told of every record as it is made, synchronously: whoever keeps it has it before the next probe is sent.
   * When it throws, nothing more is sent, what is in flight is broken off, and `run` rejects with the error.
   */
  readonly onRecord?: (record: JournalRecord) => void
  /**
   * Whether `run` gives the records at its end; true unless stated. With false they go to `onRecord` alone, and memory
   * does not grow with the number of probes.
   */
  readonly keepRecords?: boolean
  /** First signal: nothing new is sent, what is in flight may finish within a grace time. */
  readonly stop?: AbortSignal
  /** Second signal: what is in flight is broken off. */
  readonly abort?: AbortSignal
  /** Answers of references in an earlier run, which a plan of audits names: they go into this run's journal. */
  readonly stored?: readonly Observation[]
  /** What earlier sessions of the same plan left, when a run is resumed. */
  readonly resumed?: ResumeState
  /** Environment for proxies; nothing else is read from it. */
  readonly env?: Readonly<Record<string, string | undefined>>
  /**
   * Threads that the lanes are dealt out to: "auto" (the default) takes none but for many streams on many cores; 0 is this
   * one alone. The plan is the same with any number of them.
   */
  readonly workers?: number | 'auto'
}

export interface ResumeState {
  readonly session: number
  readonly finished: ReadonlySet<string>
  readonly resolved: readonly ModelResolution[]
  readonly discovered: readonly ProtocolsRecord[]
  /** What they showed, for the rules that end cells early; absent where the plan has none. */
  readonly evidence?: EarlierEvidence
  /** What they spent, at most. */
  readonly spentUsd: number
  /** The most tokens that they saw a request of each cell use. */
  readonly largest: ReadonlyMap<string, TokenCounts>
  /** What the questions of audits were answered. */
  readonly asked?: readonly Observation[]
  /** Probes of a ladder that came to an end. */
  readonly climbed?: readonly StepProbe[]
}
