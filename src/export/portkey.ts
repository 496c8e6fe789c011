import type { Exporter } from './exporter.ts'

const providers: Readonly<Record<string, string>> = {
  'anthropic-messages': 'anthropic',
  gemini: 'google',
}

/** A config of the Portkey gateway, for `x-portkey-config`. `${NAME}` stands for keys: put them in when you send it. */
export const portkey: Exporter = {
  id: 'portkey',
  about: { en: 'a config of the Portkey gateway', zh: 'Portkey 网关配置' },
  protocols: [],
  write: ({ relays, policy }) => {
    const config = {
      strategy: { mode: relays.length > 1 ? 'fallback' : 'single', on_status_codes: policy.retryStatuses },
      request_timeout: policy.totalMs,
      targets: relays.map(({ url, protocol, variable, models }) => ({
        provider: providers[protocol] ?? 'openai',
        custom_host: url,
        api_key: `\${${variable}}`,
        retry: { attempts: policy.attempts - 1, on_status_codes: policy.retryStatuses },
        ...(models[0] && { override_params: { model: models[0].id } }),
      })),
    }
    return `${JSON.stringify(config, null, 2)}\n`
  },
}
