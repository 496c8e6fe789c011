import { randomBytes, randomInt } from 'node:crypto'
import type { PlannedBudget } from '../core/budget.ts'
import { promptFor } from '../core/nonce.ts'
import type { Cell, Plan, SkippedRelay } from '../core/plan.ts'
import type { LoadedProfile } from '../profile/parse.ts'
import { protocolNamed } from '../protocols/index.ts'
import type { Profile, ProfileRelay } from '../schema/profile.ts'
import { discoveryRequests, plannedBudget, requestsOf } from './budget.ts'
import { nameOf } from './model-id.ts'
import { nonceFor, promptTextOf } from './prompts.ts'
import {
  concurrencyOf,
  endingsOf,
  lengthOf,
  linesOf,
  maxOutputTokensOf,
  modesOf,
  rampOf,
  warmupRoundsOf,
} from './settings.ts'
import { refuseUnallowedLadder, shapeOf } from './shape.ts'
import { fitted } from './trace-length.ts'

/**
 * Decides everything before the first probe: cells, order, load, upper bounds of tokens.
 * Without `load.seed` the seed is random, and printed, so that any run can be repeated in its order.
 */
export function planRun(loaded: LoadedProfile): Plan {
  return planOf(loaded, (relay) => skip(relay, loaded))
}

/** The same, as if every key were set: for what it would cost. Nothing may be sent by it. */
export const planWithAllKeys = (loaded: LoadedProfile): Plan =>
  planOf(loaded, (relay) => {
    const skipped = skip(relay, loaded)
    return skipped?.reason === 'no-key' ? undefined : skipped
  })

function planOf(loaded: LoadedProfile, skipOf: (relay: ProfileRelay) => SkippedRelay | undefined): Plan {
  const { profile } = loaded
  const skipped = profile.relays.map(skipOf).filter((reason) => reason !== undefined)
  const probed = profile.relays.filter(({ name }) => !skipped.some(({ relay }) => relay === name))
  const runId = randomBytes(8).toString('hex')
  const cells = numbered(probed.flatMap((relay) => cellsOf(relay, profile)))
  const prompt = promptFor(promptTextOf(loaded), nonceFor(runId, 'r1.c1', 1))
  const maxOutputTokens = maxOutputTokensOf(profile)
  const { shape, length } = fitted(shapeOf(loaded), lengthOf(profile), cells, profile.load)
  refuseUnallowedLadder(shape, probed)
  const load = {
    ...length,
    ...endingsOf(profile),
    warmupRounds: warmupRoundsOf(profile),
    ...rampOf(profile),
    concurrency: Object.fromEntries(probed.map((relay) => [relay.name, concurrencyOf(profile, relay)])),
    ...(shape && { shape }),
  }
  const budget = plannedBudget(loaded, cells, load)
  const requests = requestsOf(cells, load)
  return {
    schema: 'relaybench.plan/1',
    runId,
    seed: profile.load?.seed ?? randomInt(2 ** 32),
    cells,
    load,
    workload: {
      name: profile.workload?.file ?? profile.workload?.prompt ?? 'short',
      promptBytes: Buffer.byteLength(prompt),
      maxOutputTokens,
    },
    ...(requests !== undefined && { worstCase: worstCase(requests, discoveries(probed), budget) }),
    budget,
    skipped,
  }
}

const worstCase = (probes: number, discoveries: number, { probe, discovery }: PlannedBudget) => ({
  requests: probes + discoveries,
  inputTokens: probes * probe.inputTokens + discoveries * discovery.inputTokens,
  outputTokens: probes * probe.outputTokens + discoveries * discovery.outputTokens,
})

const discoveries = (relays: readonly ProfileRelay[]): number =>
  relays.reduce((sum, relay) => sum + discoveryRequests(relay), 0)

function skip(relay: ProfileRelay, { secrets }: LoadedProfile): SkippedRelay | undefined {
  if (relay.probe_policy?.allowed === false) return { relay: relay.name, reason: 'not-allowed' }
  const env = secrets.get(relay.name)?.missingEnv
  return env === undefined ? undefined : { relay: relay.name, reason: 'no-key', env }
}

function cellsOf(relay: ProfileRelay, profile: Profile): readonly Omit<Cell, 'id'>[] {
  const models = profile.models.filter((model) => wanted(model, relay.name)).map(nameOf)
  const protocol = protocolNamed(relay.protocol)
  const modes = protocol.wholeOnly ? (['whole'] as const) : modesOf(profile)
  return linesOf(relay).flatMap(({ line }) =>
    models.flatMap((model) =>
      modes.map((mode) => ({
        relay: relay.name,
        ...(line !== undefined && { line }),
        model,
        protocol: relay.protocol ?? protocol.id,
        mode,
      })),
    ),
  )
}

const numbered = (cells: readonly Omit<Cell, 'id'>[]): readonly Cell[] =>
  cells.map((cell, index) => ({ id: `c${index + 1}`, ...cell }))

type ProfileModel = Profile['models'][number]

const wanted = (model: ProfileModel, relay: string): boolean =>
  typeof model === 'string' || model.only === undefined || model.only.includes(relay)
