import { commonWords } from '../core/common-words.ts'
import { drawsFrom } from '../core/draws.ts'
import type { Effect } from '../schema/report-audit.ts'
import { type MmdResult, mmdTest } from '../statistics/mmd.ts'
import { firstWords, wordLikeness } from '../statistics/word-kernel.ts'
import { completionsWords as words } from '../words/audits/completions.ts'
import type { Asked, Audit, Evidence, Finding, Grounds, Question, Setting, Side } from './audit.ts'
import { notApplicable } from './finding.ts'
import { withNonce } from './nonce.ts'
import { places } from './open-question.ts'
import { pairsOf } from './pairs.ts'
import { answeredText } from './reply-text.ts'

const code = 'completions.text'

/** Prompts, and how often each is asked: in a deep audit only, since longer answers are dear. */
const prompts = 10
const repetitions = 12

/** Longer answers are cut off; far fewer words are compared. */
const mostOutputTokens = 50

/** Below this share of usable answers, those that are missing could be what differs. */
const usableShare = 0.7
/** p-value at which a hint is given. */
const alone = 0.01
/** p-value at which two references are taken to differ from each other. */
const unsteady = 0.05
/** A p-value this small is too little for "consistent", and too much for "differs". */
const doubtful = 0.1
/** Arrangements that are tried at least; more where the level of the run asks for smaller p-values. */
const fewestArrangements = 20_000

const tasks: readonly string[] = (
  'Begin a story with them|Describe a scene in which both occur|Write an entry of a diary about them|' +
  'Write two lines of a poem about them|Tell a friend of them in a short message|Say what somebody might dream of them|' +
  'Make up a saying about them and explain it|Say what an old woman in a play remembers of them|' +
  'Give a piece of advice in which they occur|Write what a radio host might say of them'
).split('|')

/**
 * Whether longer answers are worded as the reference words them. One-word answers show another model sooner and cheaper;
 * these also show what only comes out in running text. The prompts are drawn anew for every run, and nobody is asked one
 * twice with the same first line: those are each relay's own, so whole answers that are kept do not look like another model.
 */
export const completions: Audit = {
  id: 'completions',
  revision: 1,
  title: words.title,
  tests: 1,
  questions,
  judge,
}

function questions({ depth, seed, own, thinkingTokens }: Setting): readonly Question[] {
  if (depth !== 'deep') return []
  const draws = drawsFrom(`completions ${seed}`)
  const chosen = draws.shuffled(tasks).slice(0, prompts)
  const wanted = chosen.map(
    (task) =>
      `Think of ${draws.pick(places)} and of the word "${draws.pick(commonWords)}". ${task}, in about twenty-five words, in English. Say nothing else.`,
  )
  return Array.from({ length: prompts * repetitions }, (_, n) => ({
    key: `text ${promptOf(n) + 1}.${Math.floor(n / prompts) + 1}`,
    ask: {
      prompt: withNonce(`${own} completions ${n}`, wanted[promptOf(n)] ?? ''),
      maxOutputTokens: mostOutputTokens + thinkingTokens,
      stream: false,
    },
    expectedOutputTokens: 26,
  }))
}

/** One after the other, so that what changes in the course of a run changes for all of them. */
const promptOf = (number: number): number => number % prompts

interface Compared extends MmdResult {
  /** Questions to which both said something. */
  readonly pairs: number
}

/** Equal sides and levels give equal results: the arrangements are drawn from the setting. */
function compared(a: Side, b: Side, level: number): Compared {
  const said = pairsOf(a, b).flatMap(({ subject, reference }) => {
    const [mine, theirs] = [wordsOf(subject), wordsOf(reference)]
    return mine.length === 0 || theirs.length === 0
      ? []
      : [{ prompt: promptOf(subject.number), mine, theirs }]
  })
  const byPrompt = Array.from({ length: prompts }, (_, nth) => said.filter(({ prompt }) => prompt === nth))
  return {
    ...mmdTest(
      byPrompt.map((each) => ({ a: each.map(({ mine }) => mine), b: each.map(({ theirs }) => theirs) })),
      wordLikeness,
      drawsFrom(`completions arrangements ${a.setting.own}`),
      Math.max(fewestArrangements, Math.ceil(2 / level)),
    ),
    pairs: said.length,
  }
}

const wordsOf = ({ observation }: Asked): readonly string[] =>
  firstWords(answeredText(observation.reply) ?? '')

function judge({ subject, references, level }: Evidence): readonly Finding[] {
  if (subject.setting.depth !== 'deep') return []
  const [reference, second] = references
  if (!reference) return [notApplicable(code, words.noReference)]
  const result = compared(subject, reference, level)
  const isSteady = second && compared(reference, second, level).p > unsteady
  const other = second && compared(subject, second, level)
  return [
    {
      code,
      grounds: groundsOf(result, other, isSteady),
      effect: effectOf(result),
      n: result.pairs,
      invalid: prompts * repetitions - result.pairs,
      say: (verdict) => words.verdict(verdict, String(result.pairs), second !== undefined),
    },
  ]
}

/**
 * A test where two references show how alike honest endpoints are: it differs from both, and they do not differ from each
 * other. With one, a hint: running text is exact enough to tell one serving stack of a model from another.
 * @param isSteady whether the references do not differ from each other
 */
function groundsOf(first: Compared, second?: Compared, isSteady = true): Grounds {
  const all = second ? [first, second] : [first]
  const enough = isSteady && all.every(({ pairs }) => pairs >= usableShare * prompts * repetitions)
  const p = enough ? Math.max(...all.map((each) => each.p)) : 1
  return second
    ? { kind: 'test', p, enough: enough && p > doubtful }
    : { kind: 'hint', shown: p <= alone, enough: enough && p > doubtful }
}

/** By how much two answers of different sources are less alike than two of one, as a share of that. */
const effectOf = ({ within, across }: MmdResult): Effect => ({
  name: words.effect,
  unit: 'share',
  value: within === null || across === null || within === 0 ? null : Math.max(0, 1 - across / within),
  low: null,
  high: null,
})
