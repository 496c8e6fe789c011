/** A function that a request lets the model call. */
export interface AskTool {
  readonly name: string
  readonly description: string
  /** JSON schema of its arguments. */
  readonly parameters: Readonly<Record<string, unknown>>
}

/** What is asked, in no vendor's words. */
export interface Ask {
  readonly modelId: string
  readonly prompt: string
  readonly maxOutputTokens: number
  readonly stream: boolean
  readonly reasoningEffort?: string
  readonly temperature?: number
  readonly topP?: number
  /** What the model is told before the prompt, in the place that the protocol has for it. */
  readonly system?: string
  /** The answer ends before any of these. */
  readonly stop?: readonly string[]
  readonly seed?: number
  /** So many answers to one prompt, at once; absent: one. */
  readonly answers?: number
  /** How likely each token of the answer was is wanted too. */
  readonly logprobs?: true
  readonly tools?: readonly AskTool[]
  /** Whether one of the tools is to be called; absent: as the model likes. */
  readonly toolChoice?: 'required' | 'none'
  /** JSON schema that the answer must satisfy. */
  readonly schema?: { readonly name: string; readonly schema: Readonly<Record<string, unknown>> }
  /** A picture before the prompt: base64 of a PNG. */
  readonly pngBase64?: string
}
