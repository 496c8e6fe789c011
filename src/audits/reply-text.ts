import type { Reply } from '../core/observation.ts'

/** What a person would see of an answer: without the thinking that some relays put into it. */
export const visibleText = ({ text }: Reply): string =>
  text.replace(/^\s*<think(?:ing)?>[\s\S]*?(?:<\/think(?:ing)?>|$)/i, '').trim()

/** An answer of one word, as it is compared with others; undefined where it is something else. */
export function oneWord(reply: Reply): string | undefined {
  const word = visibleText(reply)
    .toLowerCase()
    .replace(/^[\s\p{P}\p{S}]+|[\s\p{P}\p{S}]+$/gu, '')
  return word !== '' && word.length <= 32 && !/\s{1,}\S+\s+\S/u.test(word) ? word : undefined
}
