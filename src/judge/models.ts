import type { ModelResolution } from '../core/journal.ts'
import { isRelaysFault } from '../metrics/reliability.ts'
import type { AvailabilityState, ReportModel } from '../schema/report.ts'
import { nearNames } from './model-names.ts'
import type { ProbeResult } from './probe-result.ts'

/** What is known about a wanted model at a relay. */
export interface ModelContext {
  readonly relay: string
  readonly model: string
  readonly resolution: ModelResolution | undefined
  /** The relay's listing, all lines together; undefined when none could be read. */
  readonly listing: readonly string[] | undefined
  /** Every probe sent for it over all lines, protocols and modes. */
  readonly probes: readonly ProbeResult[]
}

/** One entry of the availability matrix. Whether a model answers is no matter of timing: warm-ups are evidence too. */
export function reportModel({ relay, model, resolution, listing, probes }: ModelContext): ReportModel {
  const modelId = resolution?.modelId ?? probes.at(-1)?.modelId ?? null
  const listed = listing === undefined ? null : listing.includes(modelId ?? model)
  const { state, evidence } = availabilityState(listed, probes)
  const ended = probes.filter(({ warmup, outcome }) => !warmup && outcome !== 'cancelled')
  return {
    relay,
    model,
    modelId,
    resolvedBy: resolution?.how ?? null,
    state,
    listed,
    ok: ended.filter(({ outcome }) => outcome === 'ok').length,
    sent: ended.length,
    evidence,
    near: listed === false ? nearNames(modelId ?? model, listing ?? []) : [],
  }
}

function availabilityState(
  listed: boolean | null,
  probes: readonly ProbeResult[],
): { readonly state: AvailabilityState; readonly evidence: string | null } {
  const first = (fits: (probe: ProbeResult) => boolean): string | undefined => probes.find(fits)?.probeId
  const answer = first(({ outcome }) => outcome === 'ok')
  if (answer) return { state: listed === false ? 'unlisted-but-works' : 'works', evidence: answer }
  const failure = first(speaksAgainstModel)
  if (listed === true && failure) return { state: 'listed-but-dead', evidence: failure }
  const refusal = first(({ outcome }) => outcome === 'model-unavailable')
  if (listed === false && refusal) return { state: 'absent', evidence: refusal }
  return { state: 'unknown', evidence: null }
}

/** A content filter that refuses our prompt proves that something is there; keys, quotas and networks prove nothing. */
const speaksAgainstModel = ({ outcome }: ProbeResult): boolean =>
  isRelaysFault(outcome) && outcome !== 'content-refused'
