import { commonWords } from '../core/common-words.ts'
import { drawsFrom } from '../core/draws.ts'
import type { Depth } from '../core/plan.ts'
import { ttftMs } from '../metrics/latency.ts'
import { clopperPearson } from '../statistics/clopper-pearson.ts'
import { firstIsBetter, pairedAnswers } from '../statistics/mcnemar.ts'
import { pairedRatio } from '../statistics/signed-rank.ts'
import { cacheWords as words } from '../words/audits/cache.ts'
import type { Asked, Audit, Evidence, Finding, Question, Setting, Side } from './audit.ts'
import { countEffect, figureOf, percentOf, probeIdsOf, shareEffect } from './finding.ts'
import { answerAt, answersOf, referenceOf } from './pairs.ts'
import { sameTwice, wholeAnswers } from './whole-answers.ts'

/** Prefixes that are asked twice. A cache is too dear for a quick look. */
const sizes: Readonly<Record<Depth, number>> = { quick: 0, standard: 14, deep: 24 }

/** Caches begin at 1,024 tokens, by the rules of the vendors in use; each of these words is one token at least. */
const prefixWords = 1_300

/**
 * Whether a prompt that was read before is cheaper the second time, as the reference's is, and whether that is told as it
 * is. Every prefix is of random words that nobody has sent before, so nothing of it can be in a cache.
 */
export const cache: Audit = {
  id: 'cache',
  revision: 1,
  title: words.title,
  tests: 2,
  questions,
  judge,
}

const kinds = ['cold', 'warm'] as const
type Kind = (typeof kinds)[number]

function questions(setting: Setting): readonly Question[] {
  const { depth, own, thinkingTokens } = setting
  const pairs = Array.from({ length: sizes[depth] }, (_, nth) => {
    const draws = drawsFrom(`cache ${own} ${nth}`)
    const list = Array.from({ length: prefixWords }, () => draws.pick(commonWords)).join(' ')
    return kinds.map((kind): Question => {
      const wanted = kind === 'cold' ? 'begins' : 'ends'
      return {
        key: `${kind} ${nth + 1}`,
        ask: {
          prompt: `Here is a list of words.\n\n${list}\n\nWith which word does the list end, or begin? Say only how it ${wanted}, in one word.`,
          maxOutputTokens: 16 + thinkingTokens,
          stream: true,
        },
        expectedOutputTokens: 1,
      }
    })
  })
  return [...pairs.flat(), ...sameTwice(setting)]
}

// --- what is measured

interface Pair {
  readonly cold: Asked
  readonly warm: Asked
}

function pairsIn(side: Side): readonly (Pair | undefined)[] {
  const answerTo = (kind: Kind, nth: number): Asked | undefined =>
    answerAt(side, nth * kinds.length + kinds.indexOf(kind))
  return Array.from({ length: sizes[side.setting.depth] }, (_, nth) => {
    const [cold, warm] = [answerTo('cold', nth), answerTo('warm', nth)]
    return cold && warm ? { cold, warm } : undefined
  })
}

const isPair = (pair: Pair | undefined): pair is Pair => pair !== undefined

const cachedIn = ({ observation }: Asked): number => observation.reply.usage?.cachedInputTokens ?? 0

/** More than a system prompt or a template, which may have been read before. */
const isHit = ({ warm }: Pair): boolean => cachedIn(warm) >= prefixWords / 2

// --- what is found

function judge(evidence: Evidence): readonly Finding[] {
  const { subject } = evidence
  if (sizes[subject.setting.depth] === 0) return []
  const reference = referenceOf(evidence)
  return [
    hits(subject, reference),
    uncredited(subject, reference),
    neverSeen(subject),
    wholeAnswers(subject, reference),
  ]
}

/** How often a prefix was found again, beside the reference. */
function hits(subject: Side, reference: Side | undefined): Finding {
  const [mine, theirs] = [pairsIn(subject), reference ? pairsIn(reference) : []]
  const own = mine.filter(isPair)
  const share = clopperPearson(own.filter(isHit).length, own.length)
  const both = mine.flatMap((pair, nth) => {
    const other = theirs[nth]
    return pair && other ? [[isHit(other), isHit(pair)] as const] : []
  })
  const counts = pairedAnswers(both)
  const referenceHits = counts.both + counts.onlyFirst
  const effect = shareEffect(words.hitEffect, share)
  const base = { code: 'cache.hits', effect, n: own.length, invalid: mine.length - own.length }
  if (!reference || referenceHits === 0)
    return {
      ...base,
      grounds: { kind: 'not-applicable' },
      say: () => words.noHits(percentOf(share.value), reference !== undefined),
    }
  return {
    ...base,
    grounds: {
      kind: 'test',
      p: firstIsBetter(counts),
      enough: both.length >= 0.7 * mine.length && referenceHits >= both.length / 2,
    },
    say: (verdict) =>
      words.hits(
        verdict,
        percentOf(share.value),
        String(own.length),
        `${referenceHits} of ${both.length}`,
        `${both.length} 次中 ${referenceHits} 次`,
      ),
  }
}

/**
 * A second reading that is quicker and is counted in full. Without a cache either reading of a pair is as likely to be the
 * quicker one, since nothing else differs; the signed-rank test is exact then. Where the reference credits nothing either,
 * it is the way of the model's servers: many keep prefixes and have no price for them.
 */
function uncredited(subject: Side, reference: Side | undefined): Finding {
  const planned = sizes[subject.setting.depth]
  const pairs = pairsIn(subject).filter(isPair)
  const uncounted = pairs.filter(({ warm }) => cachedIn(warm) === 0)
  const times = uncounted.flatMap(({ cold, warm }) => {
    const [first, second] = [ttftMs(cold.observation), ttftMs(warm.observation)]
    return first !== undefined && second !== undefined && first > 0 && second > 0
      ? [[first, second] as const]
      : []
  })
  const ratio = pairedRatio(times)
  const p = (ratio.ratio ?? 1) < 1 ? ratio.pValue : 1
  const base = {
    code: 'cache.uncredited',
    effect: {
      name: words.timeEffect,
      unit: 'ratio' as const,
      value: ratio.ratio,
      low: ratio.low,
      high: ratio.high,
    },
    n: times.length,
    invalid: planned - times.length,
  }
  const credited = pairs.length - uncounted.length
  if (credited > planned / 2)
    return {
      ...base,
      invalid: 0,
      grounds: { kind: 'not-applicable' },
      say: () => words.credited(String(credited)),
    }
  const enough = times.length >= fewestTimes
  return {
    ...base,
    grounds: credits(reference) ? { kind: 'test', p, enough } : { kind: 'hint', shown: p <= alone, enough },
    say: (verdict) => words.uncredited(verdict, figureOf(ratio.ratio), String(times.length)),
  }
}

/** With fewer pairs of times nothing could be shown. */
const fewestTimes = 8

/** p-value at which a hint is given. */
const alone = 0.01

const credits = (reference: Side | undefined): boolean => {
  const pairs = reference ? pairsIn(reference).filter(isPair) : []
  return pairs.length > 0 && pairs.filter(isHit).length >= pairs.length / 2
}

/** Cached tokens that reach into words which nobody has sent before. */
function neverSeen(subject: Side): Finding {
  const cold = answersOf(subject).filter(({ question }) => question.key.startsWith('cold'))
  const impossible = cold.filter((asked) => {
    const { inputTokens } = asked.observation.reply.usage ?? {}
    return inputTokens !== undefined && cachedIn(asked) > inputTokens - prefixWords
  })
  return {
    code: 'cache.never-seen',
    grounds: { kind: 'contradiction', shown: impossible.length > 0, enough: cold.length > 0 },
    effect: countEffect(words.neverSeenEffect, impossible.length),
    n: cold.length,
    invalid: sizes[subject.setting.depth] - cold.length,
    probeIds: probeIdsOf(impossible),
    say: (verdict) => words.neverSeen(verdict, String(impossible.length), String(cold.length)),
  }
}
