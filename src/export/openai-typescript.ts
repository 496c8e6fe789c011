import { type Exporter, oneLine } from './exporter.ts'

/** TypeScript with the official SDK. */
export const openaiTypescript: Exporter = {
  id: 'openai-typescript',
  about: { en: 'TypeScript, official OpenAI SDK', zh: 'TypeScript（官方 OpenAI SDK）' },
  protocols: ['openai-chat'],
  write: ({ relays, policy, basis }) =>
    `// ${oneLine(basis)}
import OpenAI from 'openai'

interface Relay {
  readonly client: OpenAI
  readonly models: Readonly<Record<string, string>>
}

const retryStatuses = new Set([${policy.retryStatuses.join(', ')}])
// The SDK's limit ends when an answer begins: a long answer that is still coming is not cut off.
const limits = { timeout: ${policy.firstTokenMs}, maxRetries: ${policy.attempts - 1} }

const relays: readonly Relay[] = [
${relays
  .map(
    ({ url, variable, models }) =>
      `  {
    client: new OpenAI({ baseURL: ${JSON.stringify(url)}, apiKey: process.env[${JSON.stringify(variable)}] ?? '', ...limits }),
    models: ${JSON.stringify(Object.fromEntries(models.map(({ name, id }) => [name, id])))},
  },`,
  )
  .join('\n')}
]

/** Asks the first relay that serves the model; the next one takes over where it fails. */
export async function chat(
  request: OpenAI.ChatCompletionCreateParamsNonStreaming,
): Promise<OpenAI.ChatCompletion> {
  let failure: unknown = new Error(\`no relay serves \${request.model}\`)
  for (const { client, models } of relays) {
    const model = models[request.model]
    if (model === undefined) continue
    try {
      return await client.chat.completions.create({ ...request, model })
    } catch (error) {
      const status = error instanceof OpenAI.APIError ? error.status : undefined
      if (status !== undefined && !retryStatuses.has(status)) throw error
      failure = error
    }
  }
  throw failure
}
`,
}
