import { type Answer, type Chunk, callId } from '../answer.ts'

/** What an item is of. */
export interface Said {
  readonly answer: Answer
  readonly kind: Chunk['kind']
  /** Number of the call, where it is one. */
  readonly call: number
}

/** The life of an output item: added, a part added (calls have none), deltas, and all of it done again in reverse. */
interface ItemKind {
  readonly prefix: string
  /** Where a delta belongs, beside its item. */
  readonly place: object
  /** Event that carries the text, without its `.delta` or `.done`. */
  readonly textEvent: string
  readonly part?: { readonly event: string; readonly of: (text: string) => object }
  /** The fields in which the last text event repeats everything. */
  readonly repeated: (said: Said, text: string) => object
  /** @param text undefined: the item has just been added */
  readonly item: (said: Said, text: string | undefined) => object
}

const summary = (text: string) => ({ type: 'summary_text', text })
const outputText = (text: string) => ({ type: 'output_text', annotations: [], logprobs: [], text })

const statusOf = (text: string | undefined) => (text === undefined ? 'in_progress' : 'completed')

/** @see https://platform.openai.com/docs/api-reference/responses-streaming */
export const itemKinds: Readonly<Record<Chunk['kind'], ItemKind>> = {
  reasoning: {
    prefix: 'rs',
    place: { summary_index: 0 },
    textEvent: 'response.reasoning_summary_text',
    part: { event: 'response.reasoning_summary_part', of: summary },
    repeated: (_said, text) => ({ text }),
    item: (_said, text) => ({ type: 'reasoning', summary: text === undefined ? [] : [summary(text)] }),
  },
  content: {
    prefix: 'msg',
    place: { content_index: 0 },
    textEvent: 'response.output_text',
    part: { event: 'response.content_part', of: outputText },
    repeated: (_said, text) => ({ text }),
    item: (_said, text) => ({
      type: 'message',
      status: statusOf(text),
      role: 'assistant',
      content: text === undefined ? [] : [outputText(text)],
    }),
  },
  tool: {
    prefix: 'fc',
    place: {},
    textEvent: 'response.function_call_arguments',
    repeated: ({ answer, call }, text) => ({ name: answer.toolNames[call], arguments: text }),
    item: ({ answer, call }, text) => ({
      type: 'function_call',
      status: statusOf(text),
      arguments: text ?? '',
      call_id: `call_${callId(answer, call)}`,
      name: answer.toolNames[call],
    }),
  },
}

export const itemId = ({ answer, kind, call }: Said): string =>
  `${itemKinds[kind].prefix}_${callId(answer, call)}`

/** An output item; without a text it has just been added. */
export const itemOf = (said: Said, text?: string): object => ({
  id: itemId(said),
  ...itemKinds[said.kind].item(said, text),
})
