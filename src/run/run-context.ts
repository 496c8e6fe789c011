import type { Ms } from '../core/clock.ts'
import type { JournalRecord, ModelResolution, ProtocolsRecord } from '../core/journal.ts'
import type { Plan } from '../core/plan.ts'
import type { Redact } from '../core/secret.ts'
import type { StepProbe } from '../plan/ladder-step.ts'
import type { Profile } from '../schema/profile.ts'
import type { AuditProgress } from './audit-progress.ts'
import type { OpenLane } from './lane-set.ts'
import type { Router } from './load/router.ts'
import type { Precision } from './precision.ts'
import type { RoundGate } from './round-gate.ts'
import type { Spending } from './spending.ts'

/** What every part of a run shares. */
export interface RunContext {
  readonly plan: Plan
  readonly profile: Profile
  /** The text that follows the nonce in every prompt. */
  readonly promptText: string
  readonly session: number
  /** Zero of the session's stamps. */
  readonly origin: Ms
  readonly redact: Redact
  readonly openLane: OpenLane
  readonly gate: RoundGate
  /** Nothing that costs is sent before it has set money aside here. */
  readonly spending: Spending
  /** Keeps a record; when that fails the run ends. */
  readonly record: (record: JournalRecord) => void
  /** Which cells get no more probes. */
  readonly precision: Precision
  /** Sends calls over relays by a policy, where the plan has one. */
  readonly router?: Router
  /** Which questions of audits are still worth asking. */
  readonly audits: AuditProgress
  /** Ids of probes that an earlier session finished. */
  readonly finished: ReadonlySet<string>
  /** What an earlier session found out about names. */
  readonly resolved: readonly ModelResolution[]
  /** What it has of a ladder. */
  readonly climbed: readonly StepProbe[]
  /** What it found out about protocols. */
  readonly discovered: readonly ProtocolsRecord[]
  /** Send nothing new. */
  readonly stop: AbortSignal
  /** Break off what is in flight. */
  readonly abort: AbortSignal
  /** No counted probe is sent after this stamp, when the plan is bounded by time. */
  readonly endsAt?: Ms
}
