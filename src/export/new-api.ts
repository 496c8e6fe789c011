import type { Exporter } from './exporter.ts'

/** Kinds of channels, by protocol. */
const kinds: Readonly<Record<string, number>> = { 'anthropic-messages': 14, gemini: 24 }

/** Channels for new-api or one-api, one each; the primary has the highest priority. Keys are put in there by hand. */
export const newApi: Exporter = {
  id: 'new-api',
  about: { en: 'channels for new-api or one-api (JSON)', zh: 'new-api / one-api 渠道（JSON）' },
  protocols: [],
  write: ({ relays }) => {
    const channels = relays.map(({ name, url, protocol, models }, i) => ({
      type: kinds[protocol] ?? 1,
      key: '',
      status: 1,
      name,
      weight: 0,
      // These add the version themselves.
      base_url: url.replace(/\/v1(beta)?$/, ''),
      models: models.map((model) => model.name).join(','),
      group: 'default',
      model_mapping: JSON.stringify(
        Object.fromEntries(
          models.filter((model) => model.name !== model.id).map((model) => [model.name, model.id]),
        ),
      ),
      priority: (relays.length - i) * 10,
      auto_ban: 1,
    }))
    return `${JSON.stringify(channels, null, 2)}\n`
  },
}
