import { type Exporter, oneLine, seconds } from './exporter.ts'

/** Python with the official SDK. JSON texts are Python texts too. */
export const openaiPython: Exporter = {
  id: 'openai-python',
  about: { en: 'Python, official OpenAI SDK', zh: 'Python（官方 OpenAI SDK）' },
  protocols: ['openai-chat'],
  write: ({ relays, policy, basis }) =>
    `# ${oneLine(basis)}
import os

import httpx
from openai import APIConnectionError, APIStatusError, OpenAI

# A limit for each read, not one for the whole answer: long answers that are still coming are not cut off.
TIMEOUT = httpx.Timeout(${seconds(Math.max(policy.firstTokenMs, policy.idleMs))}, connect=${seconds(policy.connectMs)})
RETRY_STATUSES = {${policy.retryStatuses.join(', ')}}

RELAYS = [
${relays
  .map(
    ({ name, url, variable, models }) =>
      `    (${JSON.stringify(name)}, OpenAI(base_url=${JSON.stringify(url)}, api_key=os.environ[${JSON.stringify(variable)}],
        timeout=TIMEOUT, max_retries=${policy.attempts - 1}), {${models.map((model) => `${JSON.stringify(model.name)}: ${JSON.stringify(model.id)}`).join(', ')}}),`,
  )
  .join('\n')}
]


def chat(model, **request):
    """Asks the first relay that serves the model; the next one takes over where it fails."""
    failure = None
    for _, client, models in RELAYS:
        if model not in models:
            continue
        try:
            return client.chat.completions.create(model=models[model], **request)
        except APIConnectionError as error:
            failure = error
        except APIStatusError as error:
            if error.status_code not in RETRY_STATUSES:
                raise
            failure = error
    raise failure or ValueError(f"no relay serves {model}")
`,
}
