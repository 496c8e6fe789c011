import { now } from '../../core/clock.ts'
import { inert, inertJson } from '../../core/inert.ts'
import type { Observation } from '../../core/observation.ts'
import { redactor } from '../../core/secret.ts'
import { classify } from '../../metrics/classify.ts'
import { countTokens } from '../../run/count-tokens.ts'
import { knownSecrets } from '../../run/known-secrets.ts'
import { LoopWatch } from '../../run/loop-watch.ts'
import { observe } from '../../run/observe.ts'
import { OwnLane, type ProbeLane } from '../../run/probe-lane.ts'
import { probeWords } from '../../words/probe.ts'
import { type ExitCode, exitCodeOfProbe, exitCodes } from '../exit.ts'
import { listenForInterrupts } from '../interrupts.ts'
import { aimOf, type ProbeAim, type ProbeFlags } from '../probe-setting.ts'
import { describeObservation } from '../probe-view.ts'
import type { Terminal } from '../terminal.ts'

/** `relaybench probe`: one request, everything about it. */
export async function probeCommand(flags: ProbeFlags, terminal: Terminal): Promise<ExitCode> {
  const origin = now()
  const aim = aimOf(flags, String(origin), terminal)
  const loop = new LoopWatch()
  const lane = new OwnLane(aim.target.lane, loop)
  const interrupts = listenForInterrupts(() => undefined)
  try {
    return flags.countTokens
      ? await count(aim, lane, interrupts.stop, terminal)
      : await probe(aim, lane, interrupts.stop, origin, flags, terminal)
  } finally {
    interrupts.close()
    loop.stop()
    await lane.close()
  }
}

async function count(
  { loaded, target, ask }: ProbeAim,
  lane: ProbeLane,
  signal: AbortSignal,
  terminal: Terminal,
): Promise<ExitCode> {
  const { status, inputTokens, body } = await countTokens(target, lane, ask, signal)
  const said = inert(redactor(knownSecrets(loaded, terminal.env))(body), 300)
  terminal.out(
    inputTokens === undefined
      ? terminal.say(probeWords.notCounted(String(status ?? '—'), said))
      : terminal.say(probeWords.counted(String(inputTokens))),
  )
  return inputTokens === undefined ? exitCodes.nothingMeasured : exitCodes.ok
}

async function probe(
  { loaded, target, ask }: ProbeAim,
  lane: ProbeLane,
  signal: AbortSignal,
  origin: number,
  flags: ProbeFlags,
  terminal: Terminal,
): Promise<ExitCode> {
  const observation = await observe(
    { probeId: 'probe', attempt: 1, cellId: 'c1', round: 1, warmup: false, session: 1 },
    {
      target,
      lane,
      ask,
      adjustments: new Set(),
      due: origin,
      origin,
      redact: redactor(knownSecrets(loaded, terminal.env)),
      keepChars: Number.POSITIVE_INFINITY,
      signal,
    },
  )
  terminal.out(flags.json ? inertJson(asJson(observation)) : describeObservation(observation, terminal))
  return exitCodeOfProbe(classify(observation))
}

/** The keys that scripts may rely on; null where the relay said nothing. */
function asJson(observation: Observation): object {
  const { reply, timeline, connection, http, ending, stream } = observation
  return {
    outcome: classify(observation),
    model: reply.model ?? null,
    id: reply.id ?? null,
    text: reply.text,
    reasoning: reply.reasoning,
    refusal: reply.refusal ?? null,
    toolCalls: reply.toolCalls,
    finishReason: reply.finishReason ?? null,
    usage: reply.usage ?? null,
    error: reply.error ?? null,
    malformed: reply.malformed ?? null,
    shape: reply.shape,
    excerpt: reply.excerpt ?? null,
    timeline,
    ending,
    connection: connection ?? null,
    http: http ?? null,
    stream,
  }
}
