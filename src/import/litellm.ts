import { parse } from 'yaml'
import { asArray, asObject, asText } from '../core/json.ts'
import { baseUrl, type Found, type FoundKey, hostOf, type Importer, keyIn } from './importer.ts'

const protocols: Readonly<Record<string, Found['protocol']>> = {
  openai: 'openai-chat',
  anthropic: 'anthropic-messages',
  gemini: 'gemini',
}

/** LiteLLM's config.yaml: every entry of `model_list` that names an `api_base` of its own. */
export const litellm: Importer = {
  id: 'litellm',
  about: { en: 'LiteLLM config.yaml', zh: 'LiteLLM config.yaml' },
  paths: ['litellm/config.yaml', '.litellm/config.yaml', 'litellm_config.yaml'],
  read: ({ text, path }) =>
    asArray(asObject(yamlOf(text))['model_list']).flatMap((entry, i) => {
      const { litellm_params: stated } = asObject(entry)
      const params = asObject(stated)
      const url = baseUrl(asText(params['api_base']))
      const [, provider = 'openai', model = ''] =
        /^(?:([a-z_]+)\/)?(.*)$/s.exec(asText(params['model']) ?? '') ?? []
      const protocol = protocols[provider]
      if (url === undefined || protocol === undefined) return []
      return [
        {
          name: hostOf(url),
          urls: [url],
          protocol,
          models: model === '' ? [] : [model],
          key: keyOf(asText(params['api_key']), `${path}, model_list[${i}].litellm_params.api_key`),
        },
      ]
    }),
}

/** "os.environ/NAME" names a variable. */
function keyOf(text: string | undefined, place: string): FoundKey {
  const [, name] = /^os\.environ\/(\w+)$/.exec(text ?? '') ?? []
  return name === undefined ? keyIn(text, place) : { type: 'variable', name }
}

function yamlOf(text: string): unknown {
  try {
    return parse(text, { logLevel: 'error' })
  } catch {
    return undefined
  }
}
