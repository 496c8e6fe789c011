import { drawsFrom } from '../core/draws.ts'
import type { Depth } from '../core/plan.ts'
import type { OutcomeClass } from '../metrics/outcomes.ts'
import { clopperPearson } from '../statistics/clopper-pearson.ts'
import { firstIsBetter, pairedAnswers } from '../statistics/mcnemar.ts'
import { parametersWords as words } from '../words/audits/parameters.ts'
import type { Asked, Audit, Evidence, Finding, Question, Setting, Side } from './audit.ts'
import { countEffect, probeIdsOf, shareEffect } from './finding.ts'
import { openQuestion } from './open-question.ts'
import { answersByKey, referenceOf } from './pairs.ts'
import { oneWord, visibleText } from './reply-text.ts'

/** How often each is tried. */
const tries: Readonly<Record<Depth, number>> = { quick: 14, standard: 14, deep: 24 }
/** Of temperature: even at the usual one an answer is often the same again, so it takes more. */
const coldTries: Readonly<Record<Depth, number>> = { quick: 0, standard: 24, deep: 36 }
/** The dearer half is left out of a quick look. */
const isFull = (depth: Depth): boolean => depth !== 'quick'

const limitTokens = 16
const unknownModels = 3
const strayName = 'no-such-model'

/**
 * Whether what a request sets is obeyed: the most tokens, where to stop, temperature; and whether a model that does not
 * exist is refused. Each is tried on reference and relay alike, and only what the one obeys and the other does not counts.
 */
export const parameters: Audit = {
  id: 'parameters',
  revision: 1,
  title: words.title,
  tests: 3,
  questions,
  judge,
}

function questions(setting: Setting): readonly Question[] {
  const { depth } = setting
  const most = Math.max(tries[depth], coldTries[depth])
  return Array.from({ length: most }, (_, nth) => [
    ...(nth < tries[depth] ? [limited(setting, nth)] : []),
    ...(nth < tries[depth] && isFull(depth) ? [stopped(setting, nth)] : []),
    ...(nth < coldTries[depth] ? [cold(setting, nth, 0), cold(setting, nth, 1)] : []),
    // Apart from each other: some relays refuse them as they refuse a key, and several in a row would end the run.
    ...(nth % 4 === 1 && nth < 4 * unknownModels ? [unknown(setting, nth)] : []),
  ]).flat()
}

/** How much a model thinks it does before it writes, so there is no telling what a limit of few tokens would do. */
const limited = ({ seed, thinkingTokens }: Setting, nth: number): Question => {
  const first = 100 + drawsFrom(`limit ${seed} ${nth}`).below(500)
  return {
    key: `limit ${nth}`,
    ask: {
      prompt: `Write the numbers from ${first} to ${first + 99}, separated by blanks, and nothing else.`,
      maxOutputTokens: limitTokens + thinkingTokens,
      stream: false,
    },
    expectedOutputTokens: limitTokens,
  }
}

const stopped = ({ seed, thinkingTokens }: Setting, nth: number): Question => {
  const first = 100 + drawsFrom(`stop ${seed} ${nth}`).below(500)
  return {
    key: `stop ${nth}`,
    ask: {
      prompt: `Write the numbers from ${first} to ${first + 15}, separated by blanks, and nothing else.`,
      maxOutputTokens: 80 + thinkingTokens,
      stream: false,
      stop: [String(first + 4)],
    },
    expectedOutputTokens: 4,
  }
}

/** The same open question twice, at temperature 0. */
const cold = ({ seed, thinkingTokens }: Setting, nth: number, again: 0 | 1): Question => ({
  key: `cold ${nth}.${again}`,
  ask: {
    prompt: openQuestion(drawsFrom(`cold ${seed} ${nth}`)),
    maxOutputTokens: 16 + thinkingTokens,
    stream: false,
    temperature: 0,
  },
  expectedOutputTokens: 1,
})

const unknown = ({ seed, thinkingTokens }: Setting, nth: number): Question => ({
  key: `unknown ${nth}`,
  modelId: `${strayName}-${drawsFrom(`unknown ${seed} ${nth}`).below(1_000_000)}`,
  ask: { prompt: 'What do bees make?', maxOutputTokens: 16 + thinkingTokens, stream: false },
  isRefused: true,
  expectedOutputTokens: 0,
})

// --- what counts as obeyed

/** By try: whether it was obeyed; undefined where nothing can be said. */
type Tried = (side: Side, nth: number) => { readonly obeyed: boolean; readonly asked: Asked } | undefined

const answerTo = (side: Side, key: string): Asked | undefined => answersByKey(side).get(key)

const shownBy = (asked: Asked, obeyed: boolean) => ({ obeyed, asked })

/** So many tokens cannot hold more numbers than that. */
const keepsLimit: Tried = (side, nth) => {
  const asked = answerTo(side, `limit ${nth}`)
  if (!asked || side.setting.thinkingTokens > 0) return undefined
  const numbers = visibleText(asked.observation.reply).match(/\d+/g)?.length ?? 0
  return shownBy(asked, numbers <= limitTokens)
}

/** The first number before the stop word has to be there, or the task was not understood. */
const keepsStop: Tried = (side, nth) => {
  const asked = answerTo(side, `stop ${nth}`)
  const [stop] = asked?.question.ask.stop ?? []
  if (!asked || stop === undefined) return undefined
  const said = visibleText(asked.observation.reply)
  return said.includes(String(Number(stop) - 1)) ? shownBy(asked, !said.includes(stop)) : undefined
}

const keepsTemperature: Tried = (side, nth) => {
  const [first, second] = [answerTo(side, `cold ${nth}.0`), answerTo(side, `cold ${nth}.1`)]
  if (!first || !second) return undefined
  const [a, b] = [oneWord(first.observation.reply), oneWord(second.observation.reply)]
  return a === undefined || b === undefined ? undefined : shownBy(second, a === b)
}

// --- what is found

interface Sides {
  readonly subject: Side
  readonly reference: Side | undefined
}

function judge(evidence: Evidence): readonly Finding[] {
  const { depth } = evidence.subject.setting
  const sides = { subject: evidence.subject, reference: referenceOf(evidence) }
  return [
    compared('parameters.limit', tries[depth], keepsLimit, sides),
    ...(isFull(depth)
      ? [
          compared('parameters.stop', tries[depth], keepsStop, sides),
          compared('parameters.temperature', coldTries[depth], keepsTemperature, sides),
        ]
      : []),
    unknownModel(sides),
  ]
}

type Code = keyof typeof words.findings

function compared(code: Code, planned: number, tried: Tried, { subject, reference }: Sides): Finding {
  const both = Array.from({ length: planned }, (_, nth) => ({
    own: tried(subject, nth),
    other: reference && tried(reference, nth),
  }))
  const own = both.flatMap((each) => each.own ?? [])
  const share = clopperPearson(own.filter(({ obeyed }) => obeyed).length, own.length)
  const pairs = both.flatMap(({ own: mine, other }) =>
    mine && other ? [[other.obeyed, mine.obeyed] as const] : [],
  )
  const counts = pairedAnswers(pairs)
  const referenceObeys = counts.both + counts.onlyFirst
  const base = {
    code,
    effect: shareEffect(words.effect, share),
    invalid: planned - own.length,
    probeIds: probeIdsOf(own.filter(({ obeyed }) => !obeyed).map(({ asked }) => asked)),
  }
  if (own.length === 0)
    return {
      ...base,
      n: 0,
      grounds: { kind: 'not-applicable' },
      say: () => words.notTried(words.findings[code]),
    }
  return {
    ...base,
    n: reference ? pairs.length : own.length,
    grounds: reference
      ? { kind: 'test', p: firstIsBetter(counts), enough: referenceObeys >= 0.7 * planned }
      : { kind: 'hint', shown: (share.value ?? 1) < 0.5, enough: own.length >= 0.7 * planned },
    say: (verdict) =>
      words.obeyed(
        verdict,
        words.findings[code],
        `${own.filter(({ obeyed }) => obeyed).length}/${own.length}`,
        reference && `${referenceObeys}/${pairs.length}`,
      ),
  }
}

/** What a server says to a name that it does not have, whatever it is sent for. */
const refusals: ReadonlySet<OutcomeClass> = new Set(['model-unavailable', 'bad-request', 'auth'])

const fewestStray = 2

/**
 * Answers under a name that nobody has. A hint: a server of one model may answer under any name and be honest. Where the
 * reference does the same, it is the way of these servers.
 */
function unknownModel({ subject, reference }: Sides): Finding {
  const of = (side: Side, isMeant: (outcome: OutcomeClass) => boolean): readonly Asked[] =>
    [...side.asked.values()].filter(
      ({ question, outcome }) => question.modelId !== undefined && isMeant(outcome),
    )
  const answered = of(subject, (outcome) => outcome === 'ok')
  const refused = of(subject, (outcome) => refusals.has(outcome))
  const usual = reference !== undefined && of(reference, (outcome) => outcome === 'ok').length > 0
  const n = answered.length + refused.length
  const shown = !usual && answered.length >= fewestStray
  return {
    code: 'parameters.unknown-model',
    grounds: { kind: 'hint', shown, enough: answered.length === 0 && refused.length >= fewestStray },
    effect: countEffect(words.unknownEffect, answered.length),
    n,
    invalid: of(subject, () => true).length - n,
    probeIds: probeIdsOf(answered),
    say: (verdict) => words.unknown(verdict, String(answered.length), String(n), usual),
  }
}
