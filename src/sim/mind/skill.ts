import type { Random } from '../random.ts'

/** What a mind is told, after the relay has done with it what it does. */
export interface Heard {
  readonly system: string
  /** All of it, as far as it got through. */
  readonly prompt: string
  /** Its last paragraph: what is wanted. */
  readonly task: string
  readonly pngBase64: string | undefined
  /** Whether the likeliest answer is wanted, every time. */
  readonly isCold: boolean
  /** Whether a system prompt of the relay's own is obeyed before the request's. */
  readonly overridden: boolean
  /** Shares of texts that are not repeated as they are: mistyped by the model, changed by the relay. */
  readonly errs: number
  /** Share of codes in a text that it does not find. */
  readonly forgets: number
  readonly rewrites: number
}

/** Who answers. */
export interface Who {
  /** Equal names answer alike. */
  readonly name: string
  readonly random: Random
}

/** One thing that a mind can do. To add one: a file beside this, and a line in `skills.ts`. */
export interface Skill {
  readonly id: string
  /** The answer in words; undefined: this is not what was asked. */
  answer(heard: Heard, who: Who): string | undefined
}
