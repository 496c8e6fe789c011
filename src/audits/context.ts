import { commonWords } from '../core/common-words.ts'
import { type Draws, drawsFrom } from '../core/draws.ts'
import type { Depth } from '../core/plan.ts'
import type { AuditVerdict } from '../schema/report-audit.ts'
import { clopperPearson } from '../statistics/clopper-pearson.ts'
import { firstIsBetter, pairedAnswers } from '../statistics/mcnemar.ts'
import { contextWords as words } from '../words/audits/context.ts'
import type { Asked, Audit, Evidence, Finding, Question, Setting, Side } from './audit.ts'
import { countEffect, percentOf, probeIdsOf, shareEffect } from './finding.ts'
import { answersOf, referenceOf } from './pairs.ts'
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

/** An answer, and which codes of its text it has. */
interface Reading {
  readonly asked: Asked
  readonly list: readonly boolean[]
}

const read = (asked: readonly Asked[]): readonly Reading[] =>
  asked.flatMap((each) => {
    const list = found(each)
    return list ? [{ asked: each, list }] : []
  })

/**
 * Codes that the reference found and the relay did not, against those the other way round: McNemar's test. It takes misses
 * of single codes to be independent, and asks for a loss in every text of the longest length, so that one bad answer is none.
 */
function lostCodes(subject: Side, reference: Side | undefined): Finding {
  const answers = answersOf(subject)
  const mine = read(answers)
  const codes = mine.flatMap(({ list }) => list)
  const share = clopperPearson(countOf(codes), codes.length)
  const where = lostParts(mine, answers)
  const base = {
    code: 'context.codes',
    effect: shareEffect(words.effect, share),
    invalid: subject.questions.length - mine.length,
    probeIds: probeIdsOf(mine.filter(({ list }) => countOf(list) < list.length).map(({ asked }) => asked)),
    say: (verdict: AuditVerdict) => words.codes(verdict, where, percentOf(share.value)),
  }
  if (!reference)
    return {
      ...base,
      n: codes.length,
      grounds: { kind: 'hint', shown: where.length > 0, enough: codes.length > 0 },
    }
  const theirs = new Map(read(answersOf(reference)).map(({ asked, list }) => [asked.number, list]))
  const texts = mine.flatMap(({ asked, list: own }) => {
    const other = theirs.get(asked.number)
    return other ? [{ asked, own, other }] : []
  })
  const pairs = texts.flatMap(({ own, other }) => other.map((each, i) => [each, own[i] ?? false] as const))
  const longest = longestOf(texts)
  const isRepeated = longest.length >= 2 && longest.every(({ own, other }) => countOf(own) < countOf(other))
  return {
    ...base,
    n: pairs.length,
    grounds: {
      kind: 'test',
      p: isRepeated ? firstIsBetter(pairedAnswers(pairs)) : 1,
      enough: longest.length >= 2 && pairs.filter(([each]) => each).length >= pairs.length / 2,
    },
  }
}

const countOf = (list: readonly boolean[]): number => list.filter((each) => each).length

const lengthOf = ({ question }: Asked): number => question.mostInputTokens ?? 0

/** Those of the longest text that was asked about. */
function longestOf<Each extends { readonly asked: Asked }>(
  all: readonly Each[],
  asked: readonly Asked[] = all.map((each) => each.asked),
): readonly Each[] {
  const longest = Math.max(0, ...asked.map(lengthOf))
  return all.filter((each) => lengthOf(each.asked) === longest)
}

/** Parts of which most codes are missing in most of the longest texts. */
function lostParts(mine: readonly Reading[], asked: readonly Asked[]): readonly Part[] {
  const longest = longestOf(mine, asked)
  return parts.filter((_, place) => {
    const own = longest.map(({ list }) => countOf(list.slice(place * codesInPart, (place + 1) * codesInPart)))
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
    effect: countEffect(words.tokensEffect, short.length),
    n: counted.length,
    invalid: subject.questions.length - counted.length,
    probeIds: probeIdsOf(short),
    say: (verdict) => words.tokens(verdict, String(short.length), String(counted.length)),
  }
}
