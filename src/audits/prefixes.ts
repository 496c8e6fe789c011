import { commonWords } from '../core/common-words.ts'
import { drawsFrom } from '../core/draws.ts'
import type { Depth } from '../core/plan.ts'
import type { Asked, Question, Setting, Side } from './audit.ts'
import { answersByKey } from './pairs.ts'

/** Prefixes that are asked twice. A cache is too dear for a quick look. */
export const prefixes: Readonly<Record<Depth, number>> = { quick: 0, standard: 14, deep: 24 }

/** Caches begin at 1,024 tokens, by the rules of the vendors in use; each of these words is one token at least. */
const prefixWords = 1_300

/**
 * cold: words that nobody has sent before. warm: the same again. control: others that nobody has sent before, at the side
 * of warm: the order of the two is drawn, so that without a cache nothing but chance could tell their times apart.
 */
const kinds = ['cold', 'warm', 'control'] as const
type Kind = (typeof kinds)[number]

/** Two batches, each of which is sent whole before any of it is sent again: some caches need a moment. */
export function prefixQuestions(setting: Setting): readonly Question[] {
  const all = Array.from({ length: prefixes[setting.depth] }, (_, nth) => nth)
  const half = Math.ceil(all.length / 2)
  return [all.slice(0, half), all.slice(half)].flatMap((batch) => [
    ...batch.map((nth) => prefixQuestion(setting, 'cold', nth)),
    ...batch.flatMap((nth) =>
      drawsFrom(`cache order ${setting.own} ${nth}`)
        .shuffled(['warm', 'control'] as const)
        .map((kind) => prefixQuestion(setting, kind, nth)),
    ),
  ])
}

function prefixQuestion({ own, thinkingTokens }: Setting, kind: Kind, nth: number): Question {
  const draws = drawsFrom(`cache ${own} ${nth}${kind === 'control' ? ' control' : ''}`)
  const list = Array.from({ length: prefixWords }, () => draws.pick(commonWords)).join(' ')
  const wanted = kind === 'cold' ? 'begins' : 'ends'
  return {
    key: keyOf(kind, nth),
    ask: {
      prompt: `Here is a list of words.\n\n${list}\n\nWith which word does the list end, or begin? Say only how it ${wanted}, in one word.`,
      maxOutputTokens: 16 + thinkingTokens,
      stream: true,
    },
    expectedOutputTokens: 1,
  }
}

const keyOf = (kind: Kind, nth: number): string => `${kind} ${nth + 1}`

// --- what came of them

/** What was answered to one prefix. */
export interface Prefix {
  readonly warm: Asked
  readonly control: Asked
}

/** By number; undefined where an answer is missing. */
export function prefixesOf(side: Side): readonly (Prefix | undefined)[] {
  const byKey = answersByKey(side)
  return Array.from({ length: prefixes[side.setting.depth] }, (_, nth) => {
    const [cold, warm, control] = kinds.map((kind) => byKey.get(keyOf(kind, nth)))
    return cold && warm && control ? { warm, control } : undefined
  })
}

/**
 * By number, first those of the cold prefixes, then those of the controls: words that cannot have been read before.
 * undefined where there is no answer, or the same request may have reached the relay in an earlier attempt.
 */
export function firstReadings(side: Side): readonly (Asked | undefined)[] {
  const byKey = answersByKey(side)
  return (['cold', 'control'] as const).flatMap((kind) =>
    Array.from({ length: prefixes[side.setting.depth] }, (_, nth) => {
      const asked = byKey.get(keyOf(kind, nth))
      return asked?.wasSentBefore ? undefined : asked
    }),
  )
}

export const cachedIn = ({ observation }: Asked): number => observation.reply.usage?.cachedInputTokens ?? 0

/** More than a system prompt or a template, which may have been read before. */
export const isHit = (asked: Asked): boolean => cachedIn(asked) >= prefixWords / 2

/** Cached tokens that reach into the words. */
export function reachesWords(asked: Asked): boolean {
  const { inputTokens } = asked.observation.reply.usage ?? {}
  return inputTokens !== undefined && cachedIn(asked) > inputTokens - prefixWords
}
