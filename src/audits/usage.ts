import { commonWords } from '../core/common-words.ts'
import { drawsFrom } from '../core/draws.ts'
import type { Depth } from '../core/plan.ts'
import { type MedianTest, medianWithin } from '../statistics/median-test.ts'
import { median } from '../statistics/quantile.ts'
import { Sorted } from '../statistics/sample.ts'
import { usageWords as words } from '../words/audits/usage.ts'
import type { Asked, Audit, Evidence, Finding, Question, Setting, Side } from './audit.ts'
import { figureOf, notApplicable } from './finding.ts'
import { answerAt, referenceOf } from './pairs.ts'
import { impossibleCounts, visibleTokens } from './usage-counts.ts'

/** Prompts of each kind by depth. */
const sizes: Readonly<Record<Depth, number>> = { quick: 14, standard: 18, deep: 28 }

/** Words of a short and of a long prompt, all of one token. */
const shortWords = 8
const longWords = 72

/** Two counts of the same thing may differ by so much and no word is said about it. */
const innocent = { least: 0.97, most: 1.03 } as const
/** Tokens that another template may add to every request: the longest in use have some 80, with a date and a default prompt. */
const innocentOverhead = 100
/** Tokens by which an estimate may differ from a count, of one and the same prompt. */
const innocentGap = 8
/** Texts of a list of numbers differ a little from answer to answer. */
const innocentOutput = { least: 0.93, most: 1.07 } as const

/** Four questions for each number: a short prompt whole and in a stream, a long one, and a list of numbers. */
const kinds = ['short', 'streamed', 'long', 'numbers'] as const
type Kind = (typeof kinds)[number]

/**
 * Whether tokens are counted as the reference counts them: what a word adds, what is there before the first word, the same
 * prompt whole and in a stream, and the tokens of an answer. Prompts are drawn at random from words of one token each, so
 * what is found of them holds for such prompts in general.
 */
export const usage: Audit = {
  id: 'usage',
  revision: 1,
  title: words.title,
  tests: 4,
  questions,
  judge,
}

function questions({ depth, seed, thinkingTokens }: Setting): readonly Question[] {
  return Array.from({ length: sizes[depth] }, (_, nth) => {
    const draws = drawsFrom(`usage ${seed} ${nth}`)
    const list = Array.from({ length: longWords }, () => draws.pick(commonWords))
    const first = 100 + draws.below(400)
    const prompts: Record<Kind, string> = {
      short: sorted(list.slice(0, shortWords)),
      streamed: sorted(list.slice(0, shortWords)),
      long: sorted(list),
      numbers: `Write the numbers from ${first} to ${first + 19}, separated by blanks, and nothing else.`,
    }
    return kinds.map(
      (kind): Question => ({
        key: `${kind} ${nth + 1}`,
        ask: {
          prompt: prompts[kind],
          maxOutputTokens: (kind === 'numbers' ? 120 : 16) + thinkingTokens,
          stream: kind === 'streamed',
        },
        expectedOutputTokens: kind === 'numbers' ? 20 : 1,
      }),
    )
  }).flat()
}

const sorted = (list: readonly string[]): string =>
  `Here is a list of words.\n\n${list.join(' ')}\n\nWhich of them comes first in the alphabet? Answer with one word.`

function judge(evidence: Evidence): readonly Finding[] {
  const { subject } = evidence
  const reference = referenceOf(evidence)
  const findings = [
    slope(subject, reference),
    overhead(subject, reference),
    parity(subject, reference),
    output(subject, reference),
  ]
  return [...findings, impossibleCounts(subject, reference)]
}

// --- what is measured

/** The answer to the nth question of a kind, if it was answered. */
const answerTo = (side: Side, kind: Kind, nth: number): Asked | undefined =>
  answerAt(side, nth * kinds.length + kinds.indexOf(kind))

const inputOf = (side: Side, kind: Kind, nth: number): number | undefined =>
  answerTo(side, kind, nth)?.observation.reply.usage?.inputTokens

/** Tokens that a word adds. */
function perWord(side: Side, nth: number): number | undefined {
  const [short, long] = [inputOf(side, 'short', nth), inputOf(side, 'long', nth)]
  return short === undefined || long === undefined ? undefined : (long - short) / (longWords - shortWords)
}

/** Tokens there would be without any word. */
function beforeWords(side: Side, nth: number): number | undefined {
  const [short, added] = [inputOf(side, 'short', nth), perWord(side, nth)]
  return short === undefined || added === undefined ? undefined : short - shortWords * added
}

/** By how much a character of an answer costs more output tokens than one of the reference's, thinking aside. */
function outputRatio(subject: Side, reference: Side, nth: number): number | undefined {
  const [mine, theirs] = [answerTo(subject, 'numbers', nth), answerTo(reference, 'numbers', nth)]
  if (!mine || !theirs || tellsOfThinking(mine) !== tellsOfThinking(theirs)) return undefined
  if (subject.setting.thinkingTokens > 0 && !tellsOfThinking(mine)) return undefined
  const [own, other] = [perCharacter(mine), perCharacter(theirs)]
  return own === undefined || other === undefined ? undefined : ratio(own, other)
}

/** Where one side counts thinking apart and the other does not, nobody knows what is left. */
const tellsOfThinking = ({ observation: { reply } }: Asked): boolean =>
  (reply.usage?.reasoningTokens ?? 0) > 0 || reply.reasoningLength > 0

/** Tokens of an answer that is not thinking, for a character of it. */
function perCharacter({ observation: { reply } }: Asked): number | undefined {
  const tokens = reply.usage && visibleTokens(reply.usage)
  const isUncounted = reply.reasoningLength > 0 && (reply.usage?.reasoningTokens ?? 0) === 0
  return tokens === undefined || isUncounted || reply.textLength === 0 ? undefined : tokens / reply.textLength
}

/** Of both sides, by number: where both have a value. */
function valuesOf(
  subject: Side,
  reference: Side,
  of: (side: Side, nth: number) => number | undefined,
  join: (mine: number, theirs: number) => number | undefined,
): readonly number[] {
  return Array.from({ length: sizes[subject.setting.depth] }, (_, nth) => {
    const [mine, theirs] = [of(subject, nth), of(reference, nth)]
    return mine === undefined || theirs === undefined ? undefined : join(mine, theirs)
  }).filter((value) => value !== undefined)
}

const ratio = (mine: number, theirs: number): number | undefined => (theirs > 0 ? mine / theirs : undefined)

// --- what is found

function slope(subject: Side, reference: Side | undefined): Finding {
  if (!reference) return tokensOfAWord(subject)
  const values = valuesOf(subject, reference, perWord, ratio)
  return tested('usage.input', subject, medianWithin(values, innocent.least, innocent.most), 'ratio')
}

/** Without a reference: common words have one token each in the tokenizers in use, and that is all that is known. */
function tokensOfAWord(subject: Side): Finding {
  const values = Array.from({ length: sizes[subject.setting.depth] }, (_, nth) => perWord(subject, nth))
  const test = medianWithin(
    values.filter((value) => value !== undefined),
    innocent.least,
    innocent.most,
  )
  const finding = tested('usage.input', subject, test, 'ratio')
  return {
    ...finding,
    grounds: { kind: 'hint', shown: test.p <= alone, enough: isEnough(test, subject) },
    say: (verdict) => words.alone(verdict, figureOf(test.median)),
  }
}

/** p-value at which a hint is given. */
const alone = 0.01

/** A factor on all counts is no prompt: it is taken out before. */
function overhead(subject: Side, reference: Side | undefined): Finding {
  if (!reference) return notApplicable('usage.overhead', words.noReference)
  const factor = median(new Sorted(valuesOf(subject, reference, perWord, ratio))) ?? 1
  const values = valuesOf(subject, reference, beforeWords, (mine, theirs) => mine / factor - theirs)
  const test = medianWithin(values, Number.NEGATIVE_INFINITY, innocentOverhead)
  return tested('usage.overhead', subject, test, 'tokens')
}

/** The same prompt whole and in a stream: one relay with itself, so it needs no reference. */
function parity(subject: Side, reference: Side | undefined): Finding {
  const gap = (side: Side, nth: number): number | undefined => {
    const [whole, streamed] = [inputOf(side, 'short', nth), inputOf(side, 'streamed', nth)]
    return whole === undefined || streamed === undefined ? undefined : streamed - whole
  }
  const own = Array.from({ length: sizes[subject.setting.depth] }, (_, nth) => gap(subject, nth))
  const values = reference
    ? valuesOf(subject, reference, gap, (mine, theirs) => mine - theirs)
    : own.filter((value) => value !== undefined)
  return tested('usage.stream', subject, medianWithin(values, -innocentGap, innocentGap), 'tokens')
}

function output(subject: Side, reference: Side | undefined): Finding {
  if (!reference) return notApplicable('usage.output', words.noReference)
  const values = Array.from({ length: sizes[subject.setting.depth] }, (_, nth) =>
    outputRatio(subject, reference, nth),
  ).filter((value) => value !== undefined)
  const test = medianWithin(values, innocentOutput.least, innocentOutput.most)
  return tested('usage.output', subject, test, 'ratio')
}

type Code = keyof typeof words.findings

function tested(code: Code, subject: Side, test: MedianTest, unit: 'ratio' | 'tokens'): Finding {
  return {
    code,
    grounds: { kind: 'test', p: test.p, enough: isEnough(test, subject) },
    effect: { name: words.findings[code].effect, unit, value: test.median, low: test.low, high: test.high },
    n: test.n,
    invalid: sizes[subject.setting.depth] - test.n,
    say: (verdict) => words.findings[code].say(verdict, figureOf(test.median), String(test.n)),
  }
}

/** Most of them have to be there: fewer could show nothing at the level of a whole run. */
const isEnough = ({ n }: MedianTest, { setting }: Side): boolean => n >= 0.7 * sizes[setting.depth]
