import { asObject, asText, parseJson } from '../core/json.ts'
import { baseUrl, type Found, hostOf, type Importer, keyIn } from './importer.ts'

/** `{"env":{"ANTHROPIC_BASE_URL":"…","ANTHROPIC_AUTH_TOKEN":"…"}}`: a token is sent as Bearer, a key as x-api-key. */
export const claudeCode: Importer = {
  id: 'claude-code',
  about: { en: 'Claude Code settings', zh: 'Claude Code 设置' },
  paths: ['.claude/settings.json'],
  read: ({ text, path }) => claudeRelays(asObject(parseJson(text))['env'], `${path}, env`),
}

/** Relays that such variables name. @param place where they stand */
export function claudeRelays(variables: unknown, place: string, name?: string): readonly Found[] {
  const env = asObject(variables)
  const url = baseUrl(asText(env['ANTHROPIC_BASE_URL']))
  if (url === undefined) return []
  const token = asText(env['ANTHROPIC_AUTH_TOKEN'])
  const models = [
    'ANTHROPIC_MODEL',
    'ANTHROPIC_DEFAULT_OPUS_MODEL',
    'ANTHROPIC_DEFAULT_SONNET_MODEL',
  ].flatMap((key) => asText(env[key]) ?? [])
  return [
    {
      name: name ?? hostOf(url),
      urls: [url],
      protocol: 'anthropic-messages',
      auth: token === undefined ? 'x-api-key' : 'bearer',
      models: [...new Set(models)],
      key:
        token === undefined
          ? keyIn(asText(env['ANTHROPIC_API_KEY']), `${place}.ANTHROPIC_API_KEY`)
          : keyIn(token, `${place}.ANTHROPIC_AUTH_TOKEN`),
    },
  ]
}
