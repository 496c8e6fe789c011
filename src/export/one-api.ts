import { channelsOf } from './channels.ts'
import type { Exporter } from './exporter.ts'

/** Bodies for one-api's POST /api/channel/, one each. */
export const oneApi: Exporter = {
  id: 'one-api',
  about: { en: 'channels for one-api (JSON for its API)', zh: 'one-api 渠道（供其接口使用的 JSON）' },
  protocols: ['openai-chat', 'anthropic-messages', 'gemini'],
  write: (deployment) =>
    `${JSON.stringify(channelsOf(deployment, { type: 50, address: ({ url }) => url }), null, 2)}\n`,
}
