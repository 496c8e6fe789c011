import type { ModelResolution } from '../core/journal.ts'
import type { AvailabilityState, ReportModel } from '../schema/report.ts'
import { nearNames } from './model-names.ts'
import type { ModelTally } from './model-tally.ts'

/** What is known about a wanted model at a relay. */
export interface ModelContext {
  readonly relay: string
  readonly model: string
  readonly resolution: ModelResolution | undefined
  /** The relay's listing, all lines together; undefined when none could be read. */
  readonly listing: readonly string[] | undefined
  /** Every probe sent for it over all lines, protocols and modes. */
  readonly probes: ModelTally | undefined
}

/** One entry of the availability matrix. Whether a model answers is no matter of timing: warm-ups are evidence too. */
export function reportModel({ relay, model, resolution, listing, probes }: ModelContext): ReportModel {
  const modelId = resolution?.modelId ?? probes?.modelId ?? null
  const listed = listing === undefined ? null : listing.includes(modelId ?? model)
  const { state, evidence } = availabilityState(listed, probes)
  return {
    relay,
    model,
    modelId,
    resolvedBy: resolution?.how ?? null,
    state,
    listed,
    ok: probes?.ok ?? 0,
    sent: probes?.sent ?? 0,
    evidence,
    near: listed === false ? nearNames(modelId ?? model, listing ?? []) : [],
  }
}

function availabilityState(
  listed: boolean | null,
  probes: ModelTally | undefined,
): { readonly state: AvailabilityState; readonly evidence: string | null } {
  const { answer, failure, refusal } = probes ?? {}
  if (answer) return { state: listed === false ? 'unlisted-but-works' : 'works', evidence: answer }
  if (listed === true && failure) return { state: 'listed-but-dead', evidence: failure }
  if (listed === false && refusal) return { state: 'absent', evidence: refusal }
  return { state: 'unknown', evidence: null }
}
