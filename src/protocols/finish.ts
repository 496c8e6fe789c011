import type { FinishReason } from '../core/observation.ts'

const words: Readonly<Record<string, FinishReason>> = {
  stop: 'stop',
  end_turn: 'stop',
  stop_sequence: 'stop',
  completed: 'stop',
  eos: 'stop',
  length: 'length',
  max_tokens: 'length',
  max_output_tokens: 'length',
  model_length: 'length',
  model_context_window_exceeded: 'length',
  tool_calls: 'tool-calls',
  tool_use: 'tool-calls',
  function_call: 'tool-calls',
  content_filter: 'content-filter',
  safety: 'content-filter',
  refusal: 'content-filter',
  error: 'error',
  failed: 'error',
}

/** The meaning of a vendor's finish word; an unknown one is "other", never a guess. */
export const unifiedFinish = (raw: string): FinishReason => words[raw.toLowerCase()] ?? 'other'
