import { commonWords } from '../core/common-words.ts'
import { type Draws, drawsFrom } from '../core/draws.ts'
import type { Depth } from '../core/plan.ts'
import { clopperPearson } from '../statistics/clopper-pearson.ts'
import { firstIsBetter, pairedAnswers } from '../statistics/mcnemar.ts'
import { contextWords as words } from '../words/audits/context.ts'
import type { Asked, Audit, Evidence, Finding, Question, Setting, Side } from './audit.ts'
import { answersOf, pairsOf, referenceOf } from './pairs.ts'
import { visibleText } from './reply-text.ts'

/** Texts by depth: words of each, and how many of that length. */
const ladders: Readonly<Record<Depth, readonly { readonly words: number; readonly texts: number }[]>> = {
  quick: [{ words: 5_500, texts: 3 }],
  standard: [
    { words: 5_500, texts: 1 },
    { words: 34_000, texts: 3 },
  ],
  deep: [
    { words: 5_500, texts: 1 },
    { words: 34_000, texts: 3 },
    { words: 90_000, texts: 3 },
  ],
}

/** Codes in each part of a text: what is cut off is its head, its middle or its tail. */
const parts = ['head', 'middle', 'tail'] as const
type Part = (typeof parts)[number]
const codesInPart = 8
/** Where the codes of a part begin and end, as shares of the text. */
const places: Readonly<Record<Part, readonly [number, number]>> = {
  head: [0.01, 0.09],
  middle: [0.46, 0.54],
  tail: [0.91, 0.99],
}

/** Every word is one token in the tokenizers in use; so many are set aside in the budget, to be safe. */
const mostTokensPerWord = 2
/** Fewer tokens than so many a word cannot hold all of them. */
const leastTokensPerWord = 0.9
const wordsInSentence = 14

/**
 * Whether a long text arrives whole: codes are hidden at its beginning, in its middle and at its end, and all of them are
 * asked for. The reference reads the same texts; what it finds, a relay that serves the same model should find.
 */
export const context: Audit = {
  id: 'context',
  revision: 1,
  title: words.title,
  tests: 1,
  questions,
  judge,
}

function questions({ depth, seed, thinkingTokens }: Setting): readonly Question[] {
  return ladders[depth].flatMap(({ words: length, texts }) =>
    Array.from({ length: texts }, (_, nth): Question => {
      const draws = drawsFrom(`context ${seed} ${length} ${nth}`)
      const text = haystack(length, codesOf(draws), draws)
      return {
        key: `${length} words ${nth + 1}`,
        ask: {
          prompt: `${task}\n\n${text}\n\n${task}`,
          maxOutputTokens: 400 + thinkingTokens,
          stream: false,
        },
        mostInputTokens: length * mostTokensPerWord,
        expectedOutputTokens: parts.length * codesInPart * 2,
      }
    }),
  )
}

const task =
  'There are codes of six digits in the text, each in a sentence such as "The code is 123456." List all of them, separated by blanks, and nothing else.'

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

// --- what is found

/** The codes of a text, in order, each with whether the answer has it; undefined for an answer without a single code. */
function found({ question, observation }: Asked): readonly boolean[] | undefined {
  const said = visibleText(observation.reply)
  const list = codesIn(question.ask.prompt).map((code) => said.includes(code))
  return list.some((each) => each) ? list : undefined
}

/** Without the example in the task, which stands there twice. */
const codesIn = (prompt: string): readonly string[] =>
  [...prompt.matchAll(/The code is (\d{6})\./g)]
    .map(([, code = '']) => code)
    .filter((code) => code !== '123456')

function judge(evidence: Evidence): readonly Finding[] {
  const reference = referenceOf(evidence)
  return [lostCodes(evidence.subject, reference), fewTokens(evidence.subject)]
}

/**
 * Codes that the reference found and the relay did not, against those the other way round: McNemar's test. It takes misses
 * of single codes to be independent, and asks for a loss in every text of the longest length, so that one bad answer is none.
 */
function lostCodes(subject: Side, reference: Side | undefined): Finding {
  const mine = answersOf(subject).flatMap((asked) => found(asked) ?? [])
  const share = clopperPearson(mine.filter((each) => each).length, mine.length)
  const base = {
    code: 'context.codes',
    effect: {
      name: words.effect,
      unit: 'share' as const,
      value: share.value,
      low: share.low,
      high: share.high,
    },
    invalid: subject.questions.length - answersOf(subject).filter((asked) => found(asked)).length,
    probeIds: answersOf(subject)
      .filter((asked) => found(asked)?.some((each) => !each))
      .slice(0, 3)
      .map(({ observation }) => observation.probeId),
  }
  const where = lostParts(answersOf(subject))
  if (!reference)
    return {
      ...base,
      n: mine.length,
      grounds: { kind: 'hint', shown: where.length > 0, enough: mine.length > 0 },
      say: (verdict) => words.codes(verdict, where, percentOf(share.value)),
    }
  const texts = pairsOf(subject, reference).flatMap((pair) => {
    const [own, other] = [found(pair.subject), found(pair.reference)]
    return own && other ? [{ own, other, words: pair.subject.question.mostInputTokens ?? 0 }] : []
  })
  const pairs = texts.flatMap(({ own, other }) =>
    other.map((theirs, i) => [theirs, own[i] ?? false] as const),
  )
  const longest = texts.filter((text) => text.words === Math.max(...texts.map((each) => each.words)))
  const isRepeated = longest.length >= 2 && longest.every(({ own, other }) => countOf(own) < countOf(other))
  return {
    ...base,
    n: pairs.length,
    grounds: {
      kind: 'test',
      p: isRepeated ? firstIsBetter(pairedAnswers(pairs)) : 1,
      enough: longest.length >= 2 && pairs.filter(([theirs]) => theirs).length >= pairs.length / 2,
    },
    say: (verdict) => words.codes(verdict, where, percentOf(share.value)),
  }
}

const countOf = (list: readonly boolean[]): number => list.filter((each) => each).length

/** Parts of which most codes are missing in most of the longest texts. */
function lostParts(asked: readonly Asked[]): readonly Part[] {
  const longest = Math.max(0, ...asked.map(({ question }) => question.mostInputTokens ?? 0))
  const lists = asked
    .filter(({ question }) => question.mostInputTokens === longest)
    .flatMap((each) => {
      const list = found(each)
      return list ? [list] : []
    })
  return parts.filter((_, place) => {
    const own = lists.map((list) => countOf(list.slice(place * codesInPart, (place + 1) * codesInPart)))
    return own.length > 0 && own.filter((count) => count <= codesInPart / 2).length > own.length / 2
  })
}

/** Fewer tokens are reported than the text has words: it was not read whole. */
function fewTokens(subject: Side): Finding {
  const counted = answersOf(subject).filter(
    ({ observation }) => observation.reply.usage?.inputTokens !== undefined,
  )
  const short = counted.filter(
    ({ question, observation }) =>
      (observation.reply.usage?.inputTokens ?? 0) <
      ((question.mostInputTokens ?? 0) / mostTokensPerWord) * leastTokensPerWord,
  )
  return {
    code: 'context.tokens',
    grounds: { kind: 'contradiction', shown: short.length >= 2, enough: counted.length > 0 },
    effect: { name: words.tokensEffect, unit: 'count', value: short.length, low: null, high: null },
    n: counted.length,
    invalid: subject.questions.length - counted.length,
    probeIds: short.slice(0, 3).map(({ observation }) => observation.probeId),
    say: (verdict) => words.tokens(verdict, String(short.length), String(counted.length)),
  }
}

const percentOf = (share: number | null): string => (share === null ? '?' : `${Math.round(share * 100)}%`)
