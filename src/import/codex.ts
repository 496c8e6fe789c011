import { parse } from 'smol-toml'
import { asObject, asText, parseJson } from '../core/json.ts'
import { baseUrl, type Found, type FoundKey, type Importer, keyIn } from './importer.ts'

/** Codex: `[model_providers.NAME]` with `base_url`, `wire_api` and `env_key`; keys without a variable stand in auth.json. */
export const codex: Importer = {
  id: 'codex',
  about: { en: 'Codex configuration', zh: 'Codex 配置' },
  paths: ['.codex/config.toml'],
  read: ({ text, path, beside }) =>
    codexRelays(text, {
      key: keyIn(
        asText(asObject(parseJson(beside('auth.json') ?? ''))['OPENAI_API_KEY']),
        `auth.json beside ${path}, OPENAI_API_KEY`,
      ),
    }),
}

export interface CodexSetting {
  /** Of providers that name no variable of their own. */
  readonly key: FoundKey
  /** Name of the only provider, where the tool around it has one. */
  readonly name?: string
}

/** Relays of a configuration in TOML. */
export function codexRelays(toml: string, { key, name }: CodexSetting): readonly Found[] {
  const config = asObject(tomlOf(toml))
  const chosen = asText(config['model_provider'])
  const model = asText(config['model'])
  return Object.entries(asObject(config['model_providers'])).flatMap(([id, entry]) => {
    const provider = asObject(entry)
    const url = baseUrl(asText(provider['base_url']))
    if (url === undefined) return []
    const variable = asText(provider['env_key'])
    return [
      {
        name: name ?? asText(provider['name']) ?? id,
        urls: [url],
        protocol: provider['wire_api'] === 'chat' ? 'openai-chat' : 'openai-responses',
        models: id === chosen && model !== undefined ? [model] : [],
        key: variable === undefined ? key : { type: 'variable', name: variable },
      },
    ]
  })
}

function tomlOf(text: string): unknown {
  try {
    return parse(text)
  } catch {
    return undefined
  }
}
