import { Document, type Node } from 'yaml'
import type { Text } from '../core/text.ts'
import { initWords as words } from '../words/init.ts'
import type { Draft, DraftRelay } from './draft.ts'

/** A draft as YAML that a person goes on with. Keys are named, never written. @param say chooses the language of comments */
export function profileText(draft: Draft, say: (text: Text) => string): string {
  const document = new Document({
    relays: draft.relays.map((relay) => relayEntry(relay, draft.models)),
    models: draft.models.map(({ name, only }) => (only ? { name, only } : name)),
    stream: 'both',
    workload: { prompt: 'short', max_tokens: 256 },
    load: { requests: 20, concurrency: 2, warmup: 1 },
    budget: { usd: 1 },
  })
  document.commentBefore = ` ${say(words.head)}`
  const models = document.get('models', true)
  if (draft.further.length > 0 && isNode(models))
    models.comment = ` ${say(words.further(draft.further.slice(0, 40).join(', ')))}`
  return document.toString({ lineWidth: 0 })
}

const isNode = (value: unknown): value is Node => typeof value === 'object' && value !== null

function relayEntry(
  { name, lines, protocol, auth, variable, sent }: DraftRelay,
  asked: Draft['models'],
): object {
  const [only, ...others] = lines
  const mapped = asked.flatMap((model) => {
    const id = sent.get(model.name)
    return id === undefined ? [] : [[model.name, id] as const]
  })
  return {
    name,
    ...(others.length === 0 ? { base_url: only?.url } : { endpoints: lines }),
    ...(protocol !== 'openai-chat' && { protocol }),
    ...(auth && { auth }),
    api_key_env: variable,
    ...(mapped.length > 0 && { models: Object.fromEntries(mapped) }),
  }
}
