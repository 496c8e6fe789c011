import { commonWords } from '../core/common-words.ts'
import { type Draws, drawsFrom } from '../core/draws.ts'
import type { Asked } from './audit.ts'
import { visibleText } from './reply-text.ts'

/** Codes in each part of a text: what is cut off is its head, its middle or its tail. */
export const parts = ['head', 'middle', 'tail'] as const
export type Part = (typeof parts)[number]
export const codesInPart = 8
/** Where the codes of a part begin and end, as shares of the text. */
const places: Readonly<Record<Part, readonly [number, number]>> = {
  head: [0.01, 0.09],
  middle: [0.46, 0.54],
  tail: [0.91, 0.99],
}

const wordsInSentence = 14

const task =
  'There are codes of six digits in the text, each in a sentence such as "The code is 123456." List all of them, separated by blanks, and nothing else.'

/** A text of so many random words with codes in it, and what to do with it before and after. Equal seeds give equal texts. */
export function textWithCodes(length: number, seed: string): string {
  const draws = drawsFrom(seed)
  return `${task}\n\n${haystack(length, codesOf(draws), draws)}\n\n${task}`
}

function codesOf(draws: Draws): readonly string[] {
  const codes = new Set<string>()
  while (codes.size < parts.length * codesInPart) codes.add(String(100_000 + draws.below(900_000)))
  return [...codes]
}

/** Sentences of random words, with the codes in order. */
function haystack(length: number, codes: readonly string[], draws: Draws): string {
  const sentences = Array.from({ length: Math.round(length / wordsInSentence) }, () => {
    const list = Array.from({ length: wordsInSentence }, () => draws.pick(commonWords))
    return `${list.join(' ')}.`
  })
  for (const [i, code] of codes.entries()) {
    const at = Math.floor(placeOf(i) * sentences.length)
    sentences[at] = `${sentences[at]} The code is ${code}.`
  }
  return sentences.join('\n')
}

function placeOf(code: number): number {
  const [from, to] = places[parts[Math.floor(code / codesInPart)] ?? 'head']
  return from + ((to - from) * (code % codesInPart)) / codesInPart
}

/** The codes of a text, in order, each with whether the answer has it; undefined for an answer without a single code. */
export function codesFound({ question, observation }: Asked): readonly boolean[] | undefined {
  const said = visibleText(observation.reply)
  const list = codesIn(question.ask.prompt).map((code) => said.includes(code))
  return list.some((each) => each) ? list : undefined
}

/** Without the example in the task, which stands there twice. */
const codesIn = (prompt: string): readonly string[] =>
  [...prompt.matchAll(/The code is (\d{6})\./g)]
    .map(([, code = '']) => code)
    .filter((code) => code !== '123456')
