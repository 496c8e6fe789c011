import type { Depth } from '../core/plan.ts'
import { atLeast } from '../statistics/binomial-tail.ts'
import { clopperPearson } from '../statistics/clopper-pearson.ts'
import { contextWords as words } from '../words/audits/context.ts'
import type { Asked, Audit, Evidence, Finding, Question, Setting, Side } from './audit.ts'
import { countEffect, percentOf, probeIdsOf, shareEffect } from './finding.ts'
import { codesFound, codesInPart, type Part, parts, textWithCodes } from './long-text.ts'
import { answersOf, referenceOf } from './pairs.ts'

/** Texts by depth: words of each, and how many of that length; longer ones later. */
const ladders: Readonly<Record<Depth, readonly { readonly words: number; readonly texts: number }[]>> = {
  quick: [{ words: 5_500, texts: 3 }],
  standard: [
    { words: 5_500, texts: 2 },
    { words: 34_000, texts: 3 },
  ],
  deep: [
    { words: 5_500, texts: 2 },
    { words: 34_000, texts: 3 },
    { words: 90_000, texts: 3 },
  ],
}

/** More texts of the shortest length at which codes are missing: enough for a sign test at the level of a whole run. */
const spareTexts = 14

/** Every word is one token in the tokenizers in use; so many are set aside in the budget, to be safe. */
const mostTokensPerWord = 2
/** Fewer tokens than so many a word cannot hold all of them. */
const leastTokensPerWord = 0.9

/**
 * Whether a long text arrives whole: codes are hidden at its beginning, in its middle and at its end, and all of them are
 * asked for. The reference reads the same texts. Where the relay finds fewer in all texts of a length, more texts of that
 * length are asked, and those alone decide: an answer that breaks off misses many codes at once, so texts are counted, not
 * codes.
 */
export const context: Audit = {
  id: 'context',
  revision: 1,
  title: words.title,
  tests: 1,
  questions,
  isWanted: ({ isSpare, mostInputTokens }, { subject, references: [reference], storedAt }) =>
    !isSpare ||
    (reference !== undefined &&
      storedAt === undefined &&
      shortestLoss(bothRead(subject, reference)) === mostInputTokens),
  judge,
}

function questions(setting: Setting): readonly Question[] {
  const ladder = ladders[setting.depth]
  return [
    ...ladder.flatMap(({ words: length, texts }) => textsOf(setting, length, texts, '')),
    ...ladder.flatMap(({ words: length }) =>
      textsOf(setting, length, spareTexts, ' again').map((text) => ({ ...text, isSpare: true as const })),
    ),
  ]
}

const textsOf = (
  { seed, thinkingTokens }: Setting,
  length: number,
  texts: number,
  again: string,
): readonly Question[] =>
  Array.from({ length: texts }, (_, nth) => ({
    key: `${length} words${again} ${nth + 1}`,
    ask: {
      prompt: textWithCodes(length, `context ${seed} ${length}${again} ${nth}`),
      maxOutputTokens: 400 + thinkingTokens,
      stream: false,
    },
    mostInputTokens: length * mostTokensPerWord,
    expectedOutputTokens: parts.length * codesInPart * 2,
  }))

const lengthOf = ({ question }: Asked): number => question.mostInputTokens ?? 0

// --- what was read

/** An answer, and which codes of its text it has. */
interface Reading {
  readonly asked: Asked
  readonly list: readonly boolean[]
}

const readingsOf = (side: Side): readonly Reading[] =>
  answersOf(side).flatMap((asked) => {
    const list = codesFound(asked)
    return list ? [{ asked, list }] : []
  })

/** A text that both sides answered. */
interface Both extends Reading {
  readonly other: readonly boolean[]
}

function bothRead(subject: Side, reference: Side): readonly Both[] {
  const theirs = new Map(readingsOf(reference).map(({ asked, list }) => [asked.number, list]))
  return readingsOf(subject).flatMap((mine) => {
    const other = theirs.get(mine.asked.number)
    return other ? [{ ...mine, other }] : []
  })
}

const countOf = (list: readonly boolean[]): number => list.filter((each) => each).length

/** The relay found fewer codes than the reference; negative numbers: more. */
const lossIn = ({ list, other }: Both): number => countOf(other) - countOf(list)

/** The shortest length, as its questions state it, at which the relay found fewer codes in all of the first texts, two at least. */
function shortestLoss(texts: readonly Both[]): number | undefined {
  const first = texts.filter(({ asked }) => !asked.question.isSpare)
  return [...new Set(first.map(({ asked }) => lengthOf(asked)))].find((length) => {
    const own = first.filter(({ asked }) => lengthOf(asked) === length)
    return own.length >= 2 && own.every((text) => lossIn(text) > 0)
  })
}

// --- what is found

function judge(evidence: Evidence): readonly Finding[] {
  return [lostCodes(evidence.subject, referenceOf(evidence)), fewTokens(evidence.subject)]
}

function lostCodes(subject: Side, reference: Side | undefined): Finding {
  const mine = readingsOf(subject)
  const codes = mine.flatMap(({ list }) => list)
  const share = clopperPearson(countOf(codes), codes.length)
  const where = lostParts(mine)
  const both = reference && bothRead(subject, reference)
  const loss = both && shortestLoss(both)
  return {
    code: 'context.codes',
    effect: shareEffect(words.effect, share),
    n: both ? both.flatMap(({ list }) => list).length : codes.length,
    invalid: subject.asked.size - mine.length,
    probeIds: probeIdsOf(mine.filter(({ list }) => countOf(list) < list.length).map(({ asked }) => asked)),
    grounds: both
      ? groundsOf(both, loss)
      : { kind: 'hint', shown: where.length > 0, enough: codes.length > 0 },
    say: (verdict) => words.codes(verdict, where, percentOf(share.value), loss !== undefined),
  }
}

/** Part of the texts that were asked for to confirm a loss, and have to be there before it is denied. */
const enough = 0.7
/** p-value above which nothing is left of a suspicion. */
const doubtful = 0.1

/** Sign test on the texts that were asked after a loss was seen; without one, there is nothing to test. */
function groundsOf(both: readonly Both[], loss: number | undefined): Finding['grounds'] {
  if (loss === undefined) {
    const longest = longestOf(both)
    const codes = longest.flatMap(({ other }) => other)
    const looked = longest.length >= 2 && countOf(codes) >= codes.length / 2
    return { kind: 'test', p: 1, enough: looked }
  }
  const losses = both
    .filter(({ asked }) => asked.question.isSpare && lengthOf(asked) === loss)
    .map((text) => lossIn(text))
  const [fewer, more] = [losses.filter((each) => each > 0).length, losses.filter((each) => each < 0).length]
  const p = atLeast(fewer, fewer + more, 0.5)
  return { kind: 'test', p, enough: losses.length >= enough * spareTexts && p > doubtful }
}

/** Those of the longest text that was read. */
function longestOf<Each extends Reading>(all: readonly Each[]): readonly Each[] {
  const longest = Math.max(0, ...all.map(({ asked }) => lengthOf(asked)))
  return all.filter(({ asked }) => lengthOf(asked) === longest)
}

/** Parts of which most codes are missing in most of the longest texts. */
function lostParts(mine: readonly Reading[]): readonly Part[] {
  const longest = longestOf(mine)
  return parts.filter((_, place) => {
    const own = longest.map(({ list }) => countOf(list.slice(place * codesInPart, (place + 1) * codesInPart)))
    return own.length > 0 && own.filter((count) => count <= codesInPart / 2).length > own.length / 2
  })
}

/**
 * Fewer tokens are reported than the text has words. A hint: it may be the text that was cut, or the count; gateways that
 * translate another vendor's usage may leave out what was written to a cache.
 */
function fewTokens(subject: Side): Finding {
  const counted = answersOf(subject).filter(
    ({ observation }) => observation.reply.usage?.inputTokens !== undefined,
  )
  const short = counted.filter(
    (asked) =>
      (asked.observation.reply.usage?.inputTokens ?? 0) <
      (lengthOf(asked) / mostTokensPerWord) * leastTokensPerWord,
  )
  return {
    code: 'context.tokens',
    grounds: { kind: 'hint', shown: short.length >= 2, enough: counted.length > 0 },
    effect: countEffect(words.tokensEffect, short.length),
    n: counted.length,
    invalid: subject.asked.size - counted.length,
    probeIds: probeIdsOf(short),
    say: (verdict) => words.tokens(verdict, String(short.length), String(counted.length)),
  }
}
