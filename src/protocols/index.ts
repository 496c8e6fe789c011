import { pick } from '../core/registry.ts'
import { anthropicMessages } from './anthropic-messages.ts'
import { embeddings } from './embeddings.ts'
import { gemini } from './gemini.ts'
import { openaiChat } from './openai-chat.ts'
import { openaiResponses } from './openai-responses.ts'
import type { Protocol } from './protocol.ts'

/** Every protocol we speak. Add one: write its file, list it here. */
export const protocols: readonly Protocol[] = [
  openaiChat,
  openaiResponses,
  anthropicMessages,
  gemini,
  embeddings,
]

/** What a relay speaks unless its profile says otherwise. */
const defaultProtocol = openaiChat.id

/** "auto" begins with the default. @throws UserError for an unknown id, with the one that was probably meant. */
export const protocolNamed = (id: string = defaultProtocol): Protocol =>
  pick(protocols, id === 'auto' ? defaultProtocol : id, { en: 'protocol', zh: '协议' })

/** What a profile may say: an id, or "auto" to find out. */
export const protocolChoices: readonly string[] = [...protocols.map(({ id }) => id), 'auto']
