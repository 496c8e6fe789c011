import { asArray, asObject, asText, parseJson } from '../core/json.ts'
import { baseUrl, type Found, type Importer, keyIn, withVersion } from './importer.ts'

/** Kinds of channels that speak another protocol than OpenAI's, by their number. */
const protocols: Readonly<Record<number, Found['protocol']>> = { 14: 'anthropic-messages', 24: 'gemini' }

/** A kind whose address is that of the request itself. */
const custom = 8

/**
 * Channels of new-api or one-api: a list (also of what its API takes), what its API answers (`{data: {items: […]}}`), or what its page copies
 * (`{"_type":"newapi_channel_conn"}`). A channel without an address is one of a vendor's own, and passed over.
 */
export const newApi: Importer = {
  id: 'new-api',
  about: { en: 'channels of new-api or one-api, as JSON', zh: 'new-api / one-api 渠道 JSON' },
  paths: [],
  read: ({ text, path }) => {
    const found = parseJson(text)
    const { _type: type, url, key, data } = asObject(found)
    if (type === 'newapi_channel_conn') {
      const address = baseUrl(asText(url))
      if (address === undefined) return []
      return [relayOf({ name: undefined, base_url: address, key, models: '' }, `${path}, key`)].flat()
    }
    const listed = Array.isArray(found)
      ? found
      : Array.isArray(data)
        ? data
        : asArray(asObject(data)['items'])
    return listed.flatMap((entry, i) => {
      const { channel = entry } = asObject(entry)
      return relayOf(asObject(channel), `${path}, [${i}].key`)
    })
  },
}

function relayOf(channel: Readonly<Record<string, unknown>>, place: string): readonly Found[] {
  const kind = Number(channel['type'])
  const given = baseUrl(asText(channel['base_url']))
  if (given === undefined) return []
  const url = kind === custom ? given.replace(/\/(chat\/completions|responses)$/, '') : given
  const protocol = protocols[kind] ?? 'openai-chat'
  const mapped = Object.entries(asObject(parseJson(asText(channel['model_mapping']) ?? '')))
  return [
    {
      name: asText(channel['name']) ?? new URL(url).hostname,
      urls: [
        protocol === 'anthropic-messages' || kind === custom
          ? url
          : withVersion(url, protocol === 'gemini' ? '/v1beta' : '/v1'),
      ],
      protocol,
      models: (asText(channel['models']) ?? '')
        .split(',')
        .map((model) => model.trim())
        .filter(Boolean),
      sent: Object.fromEntries(mapped.flatMap(([name, id]) => (asText(id) ? [[name, String(id)]] : []))),
      // Several keys stand in lines of their own; the first is enough to measure with.
      key: keyIn((asText(channel['key']) ?? '').split('\n')[0], place),
    },
  ]
}
