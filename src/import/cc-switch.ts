import { asObject, asText, parseJson } from '../core/json.ts'
import { claudeRelays } from './claude-code.ts'
import { codexRelays } from './codex.ts'
import { baseUrl, type Found, type Importer, keyIn, type Source, withVersion } from './importer.ts'

interface Row {
  readonly id: string
  readonly app: string
  readonly name: string
  readonly settings: unknown
  readonly urls: readonly string[]
}

/** cc-switch: its database, or the JSON file of versions before that. Further addresses of a provider are lines of it. */
export const ccSwitch: Importer = {
  id: 'cc-switch',
  about: { en: 'cc-switch', zh: 'cc-switch' },
  paths: ['.cc-switch/cc-switch.db', '.cc-switch/config.json'],
  read: (source) =>
    (isDatabase(source.bytes) ? databaseRows(source) : jsonRows(source)).flatMap((row) =>
      relaysOf(row, source.path),
    ),
}

const isDatabase = (bytes: Uint8Array): boolean =>
  new TextDecoder('latin1').decode(bytes.subarray(0, 15)) === 'SQLite format 3'

function databaseRows({ rows }: Source): readonly Row[] {
  const endpoints = rows('provider_endpoints')
  return rows('providers').map((row) => {
    const [id, app] = [String(row['id']), String(row['app_type'])]
    return {
      ...{ id, app },
      name: asText(row['name']) ?? id,
      settings: parseJson(asText(row['settings_config']) ?? ''),
      urls: endpoints
        .filter((each) => String(each['provider_id']) === id && String(each['app_type']) === app)
        .flatMap((each) => asText(each['url']) ?? []),
    }
  })
}

/** `{"claude": {"providers": {"ID": {"name": …, "settingsConfig": …}}}, "codex": …}` */
const jsonRows = ({ text }: Source): readonly Row[] =>
  Object.entries(asObject(parseJson(text))).flatMap(([app, part]) =>
    Object.entries(asObject(asObject(part)['providers'])).map(([id, entry]) => {
      const provider = asObject(entry)
      return {
        ...{ id, app },
        name: asText(provider['name']) ?? id,
        settings: provider['settingsConfig'],
        urls: Object.keys(asObject(asObject(provider['meta'])['custom_endpoints'])),
      }
    }),
  )

function relaysOf({ app, name, settings, urls }: Row, path: string): readonly Found[] {
  const place = `${path}, ${app} provider "${name}"`
  const { env, auth, config } = asObject(settings)
  const found = foundIn(app, { env, auth, config }, name, place)
  return found.map((relay) => ({
    ...relay,
    urls: [...new Set([...relay.urls, ...urls.flatMap((url) => lineOf(url, relay))])],
  }))
}

function foundIn(
  app: string,
  { env, auth, config }: { readonly env: unknown; readonly auth: unknown; readonly config: unknown },
  name: string,
  place: string,
): readonly Found[] {
  switch (app) {
    case 'claude':
      return claudeRelays(env, place, name)
    case 'codex':
      return codexRelays(asText(config) ?? '', {
        key: keyIn(asText(asObject(auth)['OPENAI_API_KEY']), `${place}, auth.OPENAI_API_KEY`),
        name,
      })
    case 'gemini':
      return geminiRelays(env, place, name)
    default:
      return []
  }
}

function geminiRelays(variables: unknown, place: string, name: string): readonly Found[] {
  const env = asObject(variables)
  const url = baseUrl(asText(env['GOOGLE_GEMINI_BASE_URL']))
  if (url === undefined) return []
  const model = asText(env['GEMINI_MODEL'])
  return [
    {
      name,
      urls: [withVersion(url, '/v1beta')],
      protocol: 'gemini',
      models: model === undefined ? [] : [model],
      key: keyIn(asText(env['GEMINI_API_KEY']), `${place}.GEMINI_API_KEY`),
    },
  ]
}

/** Another address of the same relay, with the path that its own has. */
function lineOf(text: string, { urls: [own = ''] }: Found): readonly string[] {
  const url = baseUrl(text)
  if (url === undefined) return []
  const bare = new URL(url).pathname === '/'
  return [bare && own !== '' ? `${new URL(url).origin}${new URL(own).pathname.replace(/\/$/, '')}` : url]
}
