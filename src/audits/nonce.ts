import { commonWords } from '../core/common-words.ts'
import { drawsFrom } from '../core/draws.ts'
import { nonceWords, promptFor } from '../core/nonce.ts'

/** A first line that no cache has seen, of as many tokens every time. What follows is what the answer is to. */
export function withNonce(seed: string, prompt: string): string {
  const draws = drawsFrom(`nonce ${seed}`)
  const words = Array.from({ length: nonceWords }, () => draws.pick(commonWords))
  return promptFor(prompt, words.join(' '))
}
