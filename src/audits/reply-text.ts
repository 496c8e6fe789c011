import type { Reply } from '../core/observation.ts'

/** What a person would see of an answer: without the thinking that some relays put into it. */
export const visibleText = ({ text }: Reply): string =>
  text.replace(/^\s*<think(?:ing)?>[\s\S]*?(?:<\/think(?:ing)?>|$)/i, '').trim()

/** How answers begin that decline to answer: they say something of a filter or a rule, nothing of who answers. */
const refusal =
  /^(i['’]?m sorry|sorry|i (cannot|can['’]?t|am unable|won['’]?t)|as an ai|抱歉|对不起|很抱歉|我无法|我不能)/i

/** What was answered in words; undefined: nothing was said, or the question was declined. */
export function answeredText(reply: Reply): string | undefined {
  const text = visibleText(reply)
  return text === '' || refusal.test(text) ? undefined : text
}

/**
 * An answer to a question for one word, as it is compared with others: the word, or the first of several with a mark.
 * undefined: nothing was said, or the question was declined.
 */
export function oneWord(reply: Reply): string | undefined {
  const [word, ...more] = (answeredText(reply) ?? '').toLowerCase().match(/[\p{L}\p{N}'’-]+/gu) ?? []
  if (word === undefined) return undefined
  return more.length === 0 ? word : `${word}…`
}
