import { now } from '../../core/clock.ts'
import type { Observation } from '../../core/observation.ts'
import { redactor, Secret } from '../../core/secret.ts'
import { UserError } from '../../core/text.ts'
import { classify } from '../../metrics/classify.ts'
import { nonceFor, presetText, promptFor } from '../../plan/prompts.ts'
import { samplingFor } from '../../plan/sampling.ts'
import { maxOutputTokensOf } from '../../plan/settings.ts'
import type { LoadedProfile } from '../../profile/parse.ts'
import { knownSecrets } from '../../run/known-secrets.ts'
import { LoopWatch } from '../../run/loop-watch.ts'
import { observe } from '../../run/observe.ts'
import { openLane, relayTarget } from '../../run/target.ts'
import { profileSchema } from '../../schema/profile.ts'
import { authStyles } from '../../schema/profile-relay.ts'
import { cliWords } from '../../words/cli.ts'
import { type ExitCode, exitCodeOfProbe } from '../exit.ts'
import { listenForInterrupts } from '../interrupts.ts'
import { describeObservation } from '../probe-view.ts'
import type { Terminal } from '../terminal.ts'

export interface ProbeFlags {
  readonly baseUrl: string
  readonly model: string
  readonly protocol?: string
  readonly stream: boolean
  readonly prompt?: string
  readonly json?: boolean
  readonly maxTokens?: string
  readonly timeout?: string
  readonly apiKeyEnv: string
  readonly auth?: string
  readonly header?: readonly string[]
}

/** `relaybench probe`: one request, everything about it. */
export async function probeCommand(flags: ProbeFlags, terminal: Terminal): Promise<ExitCode> {
  const loaded = profileOfFlags(flags, terminal)
  const observation = await sendOne(loaded, flags, terminal)
  terminal.out(
    flags.json
      ? `${JSON.stringify(asJson(observation), null, 2)}\n`
      : describeObservation(observation, terminal),
  )
  return exitCodeOfProbe(classify(observation))
}

/** A profile of one relay, as if the flags had been written in YAML. */
function profileOfFlags(flags: ProbeFlags, { env }: Terminal): LoadedProfile {
  const auth = authStyles.find((style) => style === flags.auth)
  if (flags.auth !== undefined && auth === undefined)
    throw new UserError(
      { en: `unknown auth style "${flags.auth}"`, zh: `未知的密钥发送方式“${flags.auth}”` },
      cliWords.authFlag,
    )
  if (!/^https?:\/\//.test(flags.baseUrl) || !URL.canParse(flags.baseUrl))
    throw new UserError({
      en: `--base-url must be an http(s) URL, got "${flags.baseUrl}"`,
      zh: `--base-url 必须是 http(s) 地址，收到“${flags.baseUrl}”`,
    })
  const total = wholeNumber('--timeout', flags.timeout)
  const maxTokens = wholeNumber('--max-tokens', flags.maxTokens)
  const relay = {
    name: 'probe',
    base_url: flags.baseUrl,
    ...(flags.protocol !== undefined && { protocol: flags.protocol }),
    ...(auth !== undefined && { auth }),
    ...(total !== undefined && { timeouts: { total, first_token: total, idle: total } }),
  }
  const profile = profileSchema.parse({
    relays: [relay],
    models: [flags.model],
    ...(maxTokens !== undefined && { workload: { max_tokens: maxTokens } }),
  })
  const key = env[flags.apiKeyEnv]
  const secrets = {
    ...(key && { key: new Secret(key) }),
    headers: new Map((flags.header ?? []).map(headerFlag)),
  }
  return {
    profile,
    name: 'probe',
    path: 'probe',
    directory: '.',
    files: new Map(),
    secrets: new Map([['probe', secrets]]),
    notices: [],
  }
}

function wholeNumber(flag: string, value: string | undefined): number | undefined {
  if (value === undefined) return undefined
  if (!/^\d+$/.test(value) || Number(value) < 1) throw new UserError(cliWords.notANumber(flag, value))
  return Number(value)
}

function headerFlag(flag: string): [string, Secret] {
  const colon = flag.indexOf(':')
  if (colon < 1)
    throw new UserError({
      // What was given is not repeated: it may be a key.
      en: '--header wants "name: value"',
      zh: '--header 需要“名称: 值”',
    })
  return [flag.slice(0, colon).trim(), new Secret(flag.slice(colon + 1).trim())]
}

async function sendOne(loaded: LoadedProfile, flags: ProbeFlags, terminal: Terminal): Promise<Observation> {
  const [relay] = loaded.profile.relays
  if (!relay) throw new Error('a profile has at least one relay')
  const [target] = relayTarget(relay, loaded, new Map(), terminal.env).lines
  if (!target) throw new Error('a relay has at least one line')
  const loop = new LoopWatch()
  const lane = openLane(target)
  const interrupts = listenForInterrupts(() => undefined)
  const origin = now()
  try {
    return await observe(
      { probeId: 'probe', attempt: 1, cellId: 'c1', round: 1, warmup: false, session: 1 },
      {
        target,
        lane,
        ask: {
          ...samplingFor(loaded.profile, flags.model),
          modelId: flags.model,
          prompt: flags.prompt ?? promptFor(presetText('short'), nonceFor(String(origin), flags.model, 1)),
          maxOutputTokens: maxOutputTokensOf(loaded.profile),
          stream: flags.stream && !target.protocol.wholeOnly,
        },
        adjustments: new Set(),
        due: origin,
        origin,
        redact: redactor(knownSecrets(loaded, terminal.env)),
        loop,
        keepChars: Number.POSITIVE_INFINITY,
        signal: interrupts.stop,
      },
    )
  } finally {
    interrupts.close()
    loop.stop()
    await lane.close()
  }
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
