import type { JournalRecord, ListingRecord, ModelResolution, StopRecord } from '../../src/core/journal.ts'
import type { Observation } from '../../src/core/observation.ts'
import type { Plan } from '../../src/core/plan.ts'
import { judge, planRun, type Report, type RunOptions, run } from '../../src/index.ts'
import { classify } from '../../src/metrics/classify.ts'
import type { OutcomeClass } from '../../src/metrics/outcomes.ts'
import { probesOf } from '../../src/plan/order.ts'
import { nonceFor } from '../../src/plan/prompts.ts'
import { parseProfile } from '../../src/profile/parse.ts'

export interface Run {
  readonly plan: Plan
  readonly records: readonly JournalRecord[]
  readonly observations: readonly Observation[]
  readonly stops: readonly StopRecord[]
  readonly listings: readonly ListingRecord[]
  readonly resolutions: readonly ModelResolution[]
  readonly report: Report
}

export interface RunSetting extends RunOptions {
  /** Contents of files that the profile names. */
  readonly files?: ReadonlyMap<string, string>
}

/** Tests send many probes to relays of unknown price, and nobody pays. */
const plenty = { usd: 100_000 }

/** A profile (JSON is YAML) planned, run and judged by the library's own functions; without `budget`, money is no matter. */
export async function runProfile(
  profile: object,
  { files = new Map(), ...options }: RunSetting = {},
): Promise<Run> {
  const env = options.env ?? {}
  const profileText = JSON.stringify({ budget: plenty, ...profile })
  const loaded = { ...parseProfile(profileText, { file: 'test.yaml', env }), files }
  const plan = planRun(loaded)
  const records = await run(plan, loaded, options)
  return {
    plan,
    records,
    observations: records.filter((record) => record.type === 'observation'),
    stops: records.filter((record) => record.type === 'stop'),
    listings: records.filter((record) => record.type === 'listing'),
    resolutions: records.filter((record) => record.type === 'resolution'),
    report: judge(records),
  }
}

/** Without a stall of this machine, which would rightly be put down to us. */
export const classOf = (observation: Observation): OutcomeClass =>
  classify({ ...observation, loopStallMs: 0 })

/** Observations of a relay, in the order in which they were made. */
export function observationsOf({ plan, observations }: Run, relay: string): readonly Observation[] {
  const cells = new Set(plan.cells.filter((cell) => cell.relay === relay).map(({ id }) => id))
  return observations.filter(({ cellId }) => cells.has(cellId))
}

/** Ids of all planned probes of a plan with rounds. */
export const plannedIds = (plan: Plan): readonly string[] =>
  [...new Set(plan.cells.map(({ relay }) => relay))].flatMap((relay) =>
    [...probesOf(plan, relay)].map(({ id }) => id),
  )

/** Which round a request belongs to, by the nonce in its prompt. */
export function roundsByNonce(plan: Plan): ReadonlyMap<string | undefined, number> {
  const relays = new Set(plan.cells.map(({ relay }) => relay))
  return new Map(
    [...relays].flatMap((relay) =>
      [...probesOf(plan, relay)].map(({ id, round }) => [nonceFor(plan.runId, id, 1), round] as const),
    ),
  )
}
