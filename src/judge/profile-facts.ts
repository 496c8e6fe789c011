import { weightNames } from '../core/weights.ts'

/** What the report repeats of a relay's entry in the profile. */
export interface DeclaredRelay {
  readonly name: string
  readonly reference: boolean
  readonly facts: Record<string, unknown>
  /** One row of the report each; `line` is undefined when there is only one. */
  readonly lines: readonly { readonly line: string | undefined; readonly url: string | undefined }[]
}

/**
 * Relays as the profile declares them. A journal may come from another version or another person, so everything is
 * looked at before it is used, and what does not fit is left out.
 */
export const declaredRelays = (profile: unknown): DeclaredRelay[] =>
  list(object(profile)['relays']).flatMap((entry) => {
    const relay = object(entry)
    const name = text(relay['name'])
    if (name === undefined) return []
    return [
      { name, reference: relay['reference'] === true, facts: object(relay['facts']), lines: lines(relay) },
    ]
  })

/** The traffic that a month is reckoned for, as written. */
export const declaredTraffic = (profile: unknown): string | undefined => text(object(profile)['traffic'])

/** From which share of its cap on a run warns. */
export function declaredWarning(profile: unknown): number | undefined {
  const share = object(object(profile)['budget'])['warn_at']
  return typeof share === 'number' && share >= 0 && share <= 1 ? share : undefined
}

/** Names of the relays that others are compared with. */
export const declaredReferences = (profile: unknown): ReadonlySet<string> =>
  new Set(
    declaredRelays(profile)
      .filter(({ reference }) => reference)
      .map(({ name }) => name),
  )

/** Names of the wanted models that a relay is to be asked for. */
export const declaredModels = (profile: unknown, relay: string): string[] =>
  list(object(profile)['models']).flatMap((entry) => {
    const { name, only } = object(entry)
    if (Array.isArray(only) && !only.includes(relay)) return []
    const model = text(entry) ?? text(name)
    return model === undefined ? [] : [model]
  })

/** How much each criterion of a score counts; none has the weight 0. */
export type Weights = readonly {
  readonly criterion: (typeof weightNames)[number]
  readonly weight: number
}[]

/** The weights that the profile sets; without them there is no score. */
export function declaredWeights(profile: unknown): Weights {
  const stated = object(object(profile)['weights'])
  return weightNames.flatMap((criterion) => {
    const weight = stated[criterion]
    return typeof weight === 'number' && weight > 0 && Number.isFinite(weight) ? [{ criterion, weight }] : []
  })
}

/** Origin of a URL, such as "https://api.openai.com", or null for what is none. */
export const originOf = (url: string | undefined): string | null =>
  url !== undefined && URL.canParse(url) ? new URL(url).origin : null

function lines(relay: Readonly<Record<string, unknown>>): DeclaredRelay['lines'] {
  const endpoints = list(relay['endpoints']).map(object)
  const only = endpoints[0]
  if (endpoints.length < 2) return [{ line: undefined, url: text(relay['base_url']) ?? text(only?.['url']) }]
  return endpoints.map(({ line, url }) => ({ line: text(line), url: text(url) }))
}

const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [])

const text = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined)

const object = (value: unknown): Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {}
