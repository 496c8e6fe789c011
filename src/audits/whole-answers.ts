import { commonWords } from '../core/common-words.ts'
import { drawsFrom } from '../core/draws.ts'
import type { Depth } from '../core/plan.ts'
import { cacheWords as words } from '../words/audits/cache.ts'
import type { Asked, Finding, Question, Setting, Side } from './audit.ts'
import { countEffect, probeIdsOf } from './finding.ts'
import { answersByKey } from './pairs.ts'

/** Prompts that are asked twice, word for word, to see whether whole answers are kept. */
const repeated: Readonly<Record<Depth, number>> = { quick: 0, standard: 4, deep: 6 }

/** Each of them is asked again right after the first time. */
export const sameTwice = ({ depth, own, thinkingTokens }: Setting): readonly Question[] =>
  Array.from({ length: 2 * repeated[depth] }, (_, nth) => {
    const draws = drawsFrom(`repeated ${own} ${Math.floor(nth / 2)}`)
    const subjects = Array.from({ length: 3 }, () => draws.pick(commonWords)).join(', ')
    return {
      key: `again ${Math.floor(nth / 2) + 1}.${nth % 2}`,
      ask: {
        prompt: `Invent a sentence of about thirty words in which these occur: ${subjects}.`,
        maxOutputTokens: 80 + thinkingTokens,
        stream: true,
      },
      expectedOutputTokens: 31,
    }
  })

/** Invented sentences that came back word for word. */
export function wholeAnswers(subject: Side, reference: Side | undefined): Finding {
  const planned = repeated[subject.setting.depth]
  const mine = repeatsIn(subject)
  const [same, n] = [mine.filter(({ isSame }) => isSame), mine.length]
  const usual = reference ? repeatsIn(reference).some(({ isSame }) => isSame) : false
  return {
    code: 'cache.answers',
    grounds: { kind: 'hint', shown: !usual && same.length >= 2, enough: n >= 2 },
    effect: countEffect(words.answerEffect, same.length),
    n,
    invalid: planned - n,
    probeIds: probeIdsOf(same.map(({ asked }) => asked)),
    say: (verdict) => words.answers(verdict, String(same.length), String(n)),
  }
}

/** Shorter than this, two sentences may be the same by chance. */
const longEnough = 80

function repeatsIn(side: Side): readonly { readonly isSame: boolean; readonly asked: Asked }[] {
  const byKey = answersByKey(side)
  return Array.from({ length: repeated[side.setting.depth] }, (_, nth) => {
    const [first, second] = [byKey.get(`again ${nth + 1}.0`), byKey.get(`again ${nth + 1}.1`)]
    if (!first || !second) return []
    const [before, again] = [first.observation.reply, second.observation.reply]
    return before.textLength < longEnough ? [] : [{ isSame: before.text === again.text, asked: second }]
  }).flat()
}
