import type { Ask } from '../core/ask.ts'
import { promptFor } from '../core/nonce.ts'
import { Secret } from '../core/secret.ts'
import { UserError } from '../core/text.ts'
import { nonceFor, presetText } from '../plan/prompts.ts'
import { samplingFor } from '../plan/sampling.ts'
import { maxOutputTokensOf } from '../plan/settings.ts'
import type { LoadedProfile } from '../profile/parse.ts'
import { relayTarget, type Target } from '../run/target.ts'
import { profileSchema } from '../schema/profile.ts'
import { authStyles } from '../schema/profile-relay.ts'
import { cliWords } from '../words/cli.ts'
import type { Terminal } from './terminal.ts'

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
  readonly countTokens?: boolean
}

/** What `relaybench probe` asks, and of whom. */
export interface ProbeAim {
  readonly loaded: LoadedProfile
  readonly target: Target
  readonly ask: Ask
}

/** @param seed makes the beginning of the default prompt one that no cache knows */
export function aimOf(flags: ProbeFlags, seed: string, terminal: Terminal): ProbeAim {
  const loaded = profileOfFlags(flags, terminal)
  const [relay] = loaded.profile.relays
  if (!relay) throw new Error('a profile has at least one relay')
  const [target] = relayTarget(relay, loaded, new Map(), terminal.env).lines
  if (!target) throw new Error('a relay has at least one line')
  const ask = {
    ...samplingFor(loaded.profile, flags.model),
    modelId: flags.model,
    prompt: flags.prompt ?? promptFor(presetText('short'), nonceFor(seed, flags.model, 1)),
    maxOutputTokens: maxOutputTokensOf(loaded.profile),
    stream: flags.stream && !target.protocol.wholeOnly,
  }
  return { loaded, target, ask }
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
