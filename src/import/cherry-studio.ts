import { strFromU8, unzipSync } from 'fflate'
import { asArray, asObject, asText, parseJson } from '../core/json.ts'
import { baseUrl, type Found, type Importer, keyIn, withVersion } from './importer.ts'

const protocols: Readonly<Record<string, Found['protocol']>> = {
  openai: 'openai-chat',
  'openai-response': 'openai-responses',
  anthropic: 'anthropic-messages',
  gemini: 'gemini',
}

/** Larger than any backup of settings: a bomb is not unpacked. */
const mostBytes = 200_000_000

/** A backup of Cherry Studio: a zip with data.json, which holds JSON within JSON. */
export const cherryStudio: Importer = {
  id: 'cherry-studio',
  about: { en: 'a backup of Cherry Studio (zip or data.json)', zh: 'Cherry Studio 备份（zip 或 data.json）' },
  paths: [],
  read: ({ bytes, text, path }) => {
    const data = asObject(parseJson(isZip(bytes) ? dataIn(bytes) : text))
    const kept = parseJson(asText(asObject(data['localStorage'])['persist:cherry-studio']) ?? '')
    const { providers } = asObject(parseJson(asText(asObject(kept)['llm']) ?? ''))
    return asArray(providers).flatMap((entry) => relayOf(asObject(entry), path))
  },
}

const isZip = (bytes: Uint8Array): boolean => bytes[0] === 0x50 && bytes[1] === 0x4b

function dataIn(bytes: Uint8Array): string {
  try {
    const files = unzipSync(bytes, {
      filter: ({ name, originalSize }) => /(^|\/)data\.json$/.test(name) && originalSize <= mostBytes,
    })
    const [data] = Object.values(files)
    return data ? strFromU8(data) : ''
  } catch {
    return ''
  }
}

function relayOf(provider: Readonly<Record<string, unknown>>, path: string): readonly Found[] {
  const { apiHost, apiKey, type, enabled, models, name, id } = provider
  const protocol = protocols[asText(type) ?? '']
  const url = addressOf(asText(apiHost), protocol)
  if (url === undefined || protocol === undefined || enabled === false) return []
  const label = asText(name) ?? asText(id) ?? new URL(url).hostname
  return [
    {
      name: label,
      urls: [url],
      protocol,
      models: asArray(models).flatMap((model) => asText(asObject(model)['id']) ?? []),
      key: keyIn((asText(apiKey) ?? '').split(',')[0], `${path}, provider "${label}"`),
    },
  ]
}

/** A host that ends in "/" or "#" is used as it is; to others the tool adds a version. */
function addressOf(host: string | undefined, protocol: Found['protocol'] | undefined): string | undefined {
  const url = baseUrl(host?.replace(/#$/, ''))
  if (url === undefined || host === undefined || /[/#]$/.test(host) || protocol === 'anthropic-messages')
    return url
  return withVersion(url, protocol === 'gemini' ? '/v1beta' : '/v1')
}
