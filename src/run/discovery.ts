import type { Ms } from '../core/clock.ts'
import type { ProtocolsRecord } from '../core/journal.ts'
import { promptFor } from '../core/nonce.ts'
import type { Observation } from '../core/observation.ts'
import { classify } from '../metrics/classify.ts'
import type { OutcomeClass } from '../metrics/outcomes.ts'
import { discoverable, discoveryOutputTokens } from '../plan/budget.ts'
import { presetText } from '../plan/prompts.ts'
import { protocolNamed } from '../protocols/index.ts'
import type { Protocol } from '../protocols/protocol.ts'
import type { LaneSet } from './lane-set.ts'
import { observe } from './observe.ts'
import type { Pacer } from './pacer.ts'
import type { RunContext } from './run-context.ts'
import { sleepUntil } from './sleep.ts'
import type { Target } from './target.ts'

/** Outcomes that only an API can give: the path is there, whatever it thought of the request. */
const fromAnApi: ReadonlySet<OutcomeClass> = new Set<OutcomeClass>([
  ...(['auth', 'quota', 'rate-limited', 'model-unavailable', 'overloaded'] as const),
  ...(['content-refused', 'bad-request', 'upstream', 'error-in-200', 'wrong-shape', 'empty'] as const),
])

/**
 * Asks a relay in every protocol that has conversations, one small request each, and chooses the first that it answers
 * in; failing that the first whose path is there.
 * @param modelId name of a wanted model at this relay
 * @returns undefined when the run was stopped, or the budget used up, before all had been asked
 */
export async function discoverProtocols(
  target: Target,
  modelId: string,
  lanes: LaneSet,
  context: RunContext,
  pacer: Pacer,
): Promise<ProtocolsRecord | undefined> {
  const found: { readonly protocol: string; readonly outcome: OutcomeClass }[] = []
  let costUsd = 0
  for (const protocol of discoverable) {
    const paid = await context.spending.forDiscovery(target.relay, `protocol.${protocol.id}`, context.stop)
    if (!paid) return undefined
    const due = pacer.reserve()
    await sleepUntil(due, context.stop)
    if (context.stop.aborted) return void paid.cancel()
    const observation = paid.settle(await tryProtocol(target, protocol, modelId, lanes, context, due))
    costUsd += observation.costUsd ?? 0
    pacer.learn(observation)
    found.push({ protocol: protocol.id, outcome: classify(observation) })
  }
  const answers = found.find(({ outcome }) => outcome === 'ok')
  const exists = found.find(({ outcome }) => fromAnApi.has(outcome))
  return {
    type: 'protocols',
    relay: target.relay,
    ...(target.line !== undefined && { line: target.line }),
    session: context.session,
    found,
    chosen: (answers ?? exists)?.protocol ?? target.protocol.id,
    costUsd,
  }
}

async function tryProtocol(
  target: Target,
  protocol: Protocol,
  modelId: string,
  lanes: LaneSet,
  { session, origin, redact, abort, plan }: RunContext,
  due: Ms,
): Promise<Observation> {
  const spoken = speaking(target, protocol)
  return observe(
    { probeId: `protocol.${protocol.id}`, attempt: 1, cellId: '', round: 0, warmup: true, session },
    {
      target: spoken,
      lane: lanes.to(spoken),
      ask: {
        modelId,
        prompt: promptFor(presetText('short'), `${plan.runId} ${protocol.id}`),
        maxOutputTokens: discoveryOutputTokens,
        stream: false,
      },
      adjustments: new Set(),
      due,
      origin,
      redact,
      keepChars: 0,
      signal: abort,
    },
  )
}

/** The same target in another protocol, at the address where relays serve it beside OpenAI's. */
const speaking = (target: Target, protocol: Protocol): Target => ({
  ...target,
  protocol,
  auth: target.authStated ? target.auth : protocol.auth,
  baseUrl: protocol.besideOpenai?.(target.baseUrl) ?? target.baseUrl,
})

/** A target as an earlier discovery chose it. */
export const asChosen = (target: Target, record: ProtocolsRecord): Target =>
  speaking(target, protocolNamed(record.chosen))
