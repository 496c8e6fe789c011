import { baseUrl, type Found, hostOf, type Importer } from './importer.ts'

/** Pairs of variables that SDKs read. */
const pairs: readonly {
  readonly urls: readonly string[]
  readonly keys: readonly string[]
  readonly models: readonly string[]
  readonly protocol: Found['protocol']
}[] = [
  {
    urls: ['OPENAI_BASE_URL', 'OPENAI_API_BASE'],
    keys: ['OPENAI_API_KEY'],
    models: ['OPENAI_MODEL'],
    protocol: 'openai-chat',
  },
  {
    urls: ['ANTHROPIC_BASE_URL'],
    keys: ['ANTHROPIC_AUTH_TOKEN', 'ANTHROPIC_API_KEY'],
    models: ['ANTHROPIC_MODEL'],
    protocol: 'anthropic-messages',
  },
  {
    urls: ['GOOGLE_GEMINI_BASE_URL'],
    keys: ['GEMINI_API_KEY', 'GOOGLE_API_KEY'],
    models: ['GEMINI_MODEL'],
    protocol: 'gemini',
  },
]

/** Variables of the environment, and of a `.env` file where one is named: keys stay where they are. */
export const environment: Importer = {
  id: 'env',
  about: {
    en: 'OPENAI_BASE_URL, ANTHROPIC_BASE_URL and the like, of the environment or a .env file',
    zh: '环境变量或 .env 文件中的 OPENAI_BASE_URL、ANTHROPIC_BASE_URL 等',
  },
  paths: [],
  read: ({ env }) =>
    pairs.flatMap(({ urls, keys, models, protocol }) => {
      const url = urls.map((name) => baseUrl(env[name])).find((found) => found !== undefined)
      if (url === undefined) return []
      const key = keys.find((name) => env[name])
      return [
        {
          name: hostOf(url),
          urls: [url],
          protocol,
          ...(key === 'ANTHROPIC_AUTH_TOKEN' && { auth: 'bearer' as const }),
          models: models.flatMap((name) => env[name] || []),
          key: key === undefined ? { type: 'none' as const } : { type: 'variable' as const, name: key },
        },
      ]
    }),
}
