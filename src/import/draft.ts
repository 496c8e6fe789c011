import { groupBy } from '../core/group.ts'
import { inert } from '../core/inert.ts'
import type { Found } from './importer.ts'

/** A profile of this many models says enough to begin with; each costs money. */
const mostModels = 5
const longestName = 60

/** A relay of a profile that is to be written. */
export interface DraftRelay {
  readonly name: string
  readonly lines: readonly { readonly line: string; readonly url: string }[]
  readonly protocol: Found['protocol']
  readonly auth?: Found['auth']
  readonly variable: string
  readonly key: Found['key']
  readonly models: readonly string[]
  /** What is sent for a model, where it is another name. */
  readonly sent: ReadonlyMap<string, string>
}

export interface Draft {
  readonly relays: readonly DraftRelay[]
  readonly models: readonly { readonly name: string; readonly only?: readonly string[] }[]
  /** Models that were found and left out. */
  readonly further: readonly string[]
}

/**
 * What a profile of these relays holds. Entries with one key and one protocol are lines of one relay; names are made
 * unique, and names of variables are derived from them where a tool names none.
 * @param wanted models that the user named; they are asked of every relay
 */
export function draftProfile(found: readonly Found[], wanted: readonly string[]): Draft {
  const names = new Set<string>()
  const keyed = found.map((entry, i) => ({ entry, key: groupKey(entry, i) }))
  const relays = [...groupBy(keyed, ({ key }) => key).values()].map((group) =>
    draftRelay(
      group.map(({ entry }) => entry),
      names,
    ),
  )
  const { models, further } = chosenModels(relays, wanted)
  return { relays, models, further }
}

/** Without a key nothing says that two entries are of one relay. @param place of the entry in the list */
const groupKey = ({ key, protocol, auth }: Found, place: number): string =>
  JSON.stringify([protocol, auth ?? null, markOf(key) ?? place])

function markOf(key: Found['key']): string | undefined {
  switch (key.type) {
    case 'file':
      return key.mark
    case 'variable':
      return key.name
    case 'none':
      return undefined
  }
}

function draftRelay(group: readonly Found[], names: Set<string>): DraftRelay {
  const [first] = group
  if (!first) throw new Error('a group is never empty')
  const name = unique(cleaned(first.name), names)
  const urls = [...new Set(group.flatMap(({ urls }) => urls))]
  const taken = new Set<string>()
  return {
    name,
    lines: urls.map((url) => ({ line: unique(cleaned(new URL(url).hostname), taken), url })),
    protocol: first.protocol,
    ...(first.auth && { auth: first.auth }),
    variable: first.key.type === 'variable' ? first.key.name : `${upper(name)}_API_KEY`,
    key: first.key,
    models: [...new Set(group.flatMap(({ models }) => models.map(cleaned)))].filter((model) => model !== ''),
    sent: new Map(
      group
        .flatMap(({ sent = {} }) => Object.entries(sent))
        .map(([name, id]) => [cleaned(name), cleaned(id)] as const)
        .filter(([name, id]) => name !== id && id !== ''),
    ),
  }
}

const cleaned = (text: string): string => inert(text).trim().slice(0, longestName)

function unique(name: string, taken: Set<string>): string {
  const base = name === '' ? 'relay' : name
  let own = base
  for (let n = 2; taken.has(own); n++) own = `${base}-${n}`
  taken.add(own)
  return own
}

const upper = (name: string): string => {
  const word = name
    .toUpperCase()
    .replace(/[^A-Z0-9]+/g, '_')
    .replace(/^_+|_+$/g, '')
  return /^[A-Z]/.test(word) ? word : `RELAY_${word}`
}

/** Those that the user named; else those that most relays serve. */
function chosenModels(
  relays: readonly DraftRelay[],
  wanted: readonly string[],
): Pick<Draft, 'models' | 'further'> {
  if (wanted.length > 0) return { models: wanted.map((name) => ({ name })), further: [] }
  const servers = new Map<string, string[]>()
  for (const { name, models } of relays)
    for (const model of models) servers.set(model, [...(servers.get(model) ?? []), name])
  const byServers = [...servers].sort(([, a], [, b]) => b.length - a.length)
  return {
    models: byServers
      .slice(0, mostModels)
      .map(([name, only]) => (only.length === relays.length ? { name } : { name, only })),
    further: byServers.slice(mostModels).map(([name]) => name),
  }
}
