import type { Deployment, ExportRelay } from './exporter.ts'

/** Kinds of channels, by protocol. */
const kinds: Readonly<Record<string, number>> = { 'anthropic-messages': 14, gemini: 24 }
const openai = 1

/** A channel whose address is taken as it is: its kind, and what stands as its address. */
export interface AsItIs {
  readonly type: number
  readonly address: (relay: ExportRelay) => string
}

/**
 * Channels as new-api and one-api keep them, one a relay; the primary has the highest priority. Keys are variables for
 * `envsubst`: neither takes a channel without one.
 */
export function channelsOf({ relays }: Deployment, asItIs: AsItIs): readonly object[] {
  return relays.map((relay, i) => ({
    ...addressOf(relay, asItIs),
    key: `\${${relay.variable}}`,
    status: 1,
    name: relay.name,
    weight: 0,
    models: relay.models.map((model) => model.name).join(','),
    group: 'default',
    model_mapping: JSON.stringify(
      Object.fromEntries(
        relay.models.filter((model) => model.name !== model.id).map((model) => [model.name, model.id]),
      ),
    ),
    priority: (relays.length - i) * 10,
    auto_ban: 1,
  }))
}

/** They add the version themselves, which is /v1 for all that speak as OpenAI does. */
function addressOf(relay: ExportRelay, asItIs: AsItIs): { type: number; base_url: string } {
  const { protocol, url } = relay
  const kind = kinds[protocol]
  if (kind !== undefined) return { type: kind, base_url: url.replace(/\/v1(beta)?$/, '') }
  return url.endsWith('/v1')
    ? { type: openai, base_url: url.slice(0, -'/v1'.length) }
    : { type: asItIs.type, base_url: asItIs.address(relay) }
}
