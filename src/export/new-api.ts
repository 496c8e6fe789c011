import { channelsOf } from './channels.ts'
import type { Exporter, ExportRelay } from './exporter.ts'

/** Bodies for new-api's POST /api/channel/, one each. */
export const newApi: Exporter = {
  id: 'new-api',
  about: { en: 'channels for new-api (JSON for its API)', zh: 'new-api 渠道（供其接口使用的 JSON）' },
  protocols: ['openai-chat', 'openai-responses', 'anthropic-messages', 'gemini'],
  write: (deployment) => {
    const address = ({ protocol, url }: ExportRelay) =>
      `${url}/${protocol === 'openai-responses' ? 'responses' : 'chat/completions'}`
    const channels = channelsOf(deployment, { type: 8, address })
    return `${JSON.stringify(
      channels.map((channel) => ({ mode: 'single', channel })),
      null,
      2,
    )}\n`
  },
}
