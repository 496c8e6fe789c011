import type { Exporter } from './exporter.ts'

/** Base URL and key as SDKs read them, for each protocol. */
const variables: Readonly<Record<string, readonly [url: string, key: string]>> = {
  'openai-chat': ['OPENAI_BASE_URL', 'OPENAI_API_KEY'],
  'openai-responses': ['OPENAI_BASE_URL', 'OPENAI_API_KEY'],
  'anthropic-messages': ['ANTHROPIC_BASE_URL', 'ANTHROPIC_API_KEY'],
  gemini: ['GOOGLE_GEMINI_BASE_URL', 'GEMINI_API_KEY'],
}

/** For a shell: the primary relay alone, as variables cannot say what takes over. */
export const env: Exporter = {
  id: 'env',
  about: { en: 'variables for a shell: the primary alone', zh: 'shell 环境变量（仅主用）' },
  protocols: [],
  write: ({ relays: [primary] }) => {
    const [url, key] = variables[primary.protocol] ?? ['OPENAI_BASE_URL', 'OPENAI_API_KEY']
    return [`export ${url}=${quoted(primary.url)}`, `export ${key}="$${primary.variable}"`, ''].join('\n')
  },
}

/** A literal of a POSIX shell. */
const quoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`
