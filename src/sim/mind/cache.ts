import { estimatedTokens } from '../../core/estimated-tokens.ts'

export const cacheHabits = ['none', 'works', 'half', 'uncredited', 'apart', 'invented', 'answers'] as const
export type CacheHabit = (typeof cacheHabits)[number]

/** A cache begins here, and goes on in blocks. */
const leastTokens = 1_024
const blockTokens = 128
/** Prompts are found again by their beginning. */
const keyChars = 2_000

/** What one relay has read before. */
export class Memory {
  readonly #prompts = new Map<string, string>()
  readonly #answers = new Map<string, string>()

  /** Tokens of a prompt that were read before; the prompt is kept. */
  read(prompt: string): number {
    const key = prompt.slice(0, keyChars)
    const before = this.#prompts.get(key)
    this.#prompts.set(key, prompt)
    if (before === undefined) return 0
    let same = 0
    while (same < prompt.length && prompt[same] === before[same]) same++
    const tokens = estimatedTokens(prompt.slice(0, same))
    return tokens < leastTokens ? 0 : Math.floor(tokens / blockTokens) * blockTokens
  }

  /** The first answer to a prompt, ever after. */
  answer(prompt: string, answer: string): string {
    const known = this.#answers.get(prompt) ?? answer
    this.#answers.set(prompt, known)
    return known
  }
}

/** Tokens that need not be read, those that are told to be cached, and those that are told to be the input. */
export interface Hit {
  readonly unread: number
  readonly told: number
  readonly counted: number
}

/** What becomes of tokens that were found again. */
export function hit(habit: CacheHabit, found: number, inputTokens: number, half: boolean): Hit {
  switch (habit) {
    case 'none':
    case 'answers':
      return { unread: 0, told: 0, counted: inputTokens }
    case 'works':
      return { unread: found, told: found, counted: inputTokens }
    case 'half':
      return hit(half ? 'works' : 'none', found, inputTokens, half)
    case 'uncredited':
      return { unread: found, told: 0, counted: inputTokens }
    case 'apart':
      return { unread: found, told: found, counted: Math.max(1, inputTokens - found) }
    case 'invented':
      return { unread: 0, told: Math.floor(inputTokens * 0.9), counted: inputTokens }
  }
}
