import { Document } from 'yaml'
import { type Deployment, type Exporter, oneLine, seconds } from './exporter.ts'

const providers: Readonly<Record<string, string>> = {
  'openai-chat': 'openai',
  'openai-responses': 'openai',
  'anthropic-messages': 'anthropic',
  gemini: 'gemini',
}

/** LiteLLM's config.yaml: each relay a deployment of its own, the backups as fallbacks in their order. */
export const litellm: Exporter = {
  id: 'litellm',
  about: { en: 'LiteLLM config.yaml with fallbacks', zh: 'LiteLLM config.yaml（含 fallbacks）' },
  protocols: [],
  write: (deployment) => {
    const document = new Document(configOf(deployment))
    document.commentBefore = ` ${oneLine(deployment.basis)}`
    return document.toString({ lineWidth: 0 })
  },
}

function configOf({ relays, policy }: Deployment): object {
  const groups = [...new Set(relays.flatMap(({ models }) => models.map(({ name }) => name)))].map((name) => ({
    name,
    serving: relays.filter(({ models }) => models.some((model) => model.name === name)),
  }))
  return {
    model_list: groups.flatMap(({ name, serving }) =>
      serving.map((relay, i) => ({
        model_name: i === 0 ? name : backupName(name, relay.name),
        litellm_params: {
          model: `${providers[relay.protocol] ?? 'openai'}/${relay.models.find((model) => model.name === name)?.id ?? name}`,
          api_base: relay.url,
          api_key: `os.environ/${relay.variable}`,
          timeout: seconds(policy.totalMs),
          stream_timeout: seconds(policy.firstTokenMs),
        },
      })),
    ),
    router_settings: {
      num_retries: policy.attempts - 1,
      retry_after: seconds(policy.backoff.firstMs),
      // Rests once there are more failures than these.
      allowed_fails: policy.trip.failures - 1,
      cooldown_time: seconds(policy.trip.cooldownMs),
    },
    litellm_settings: {
      fallbacks: groups
        .filter(({ serving }) => serving.length > 1)
        .map(({ name, serving }) => ({
          [name]: serving.slice(1).map((relay) => backupName(name, relay.name)),
        })),
    },
    general_settings: { master_key: 'os.environ/LITELLM_MASTER_KEY' },
  }
}

const backupName = (model: string, relay: string): string => `${model} (${relay})`
