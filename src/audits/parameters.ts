import { drawsFrom } from '../core/draws.ts'
import type { OutcomeClass } from '../metrics/outcomes.ts'
import { clopperPearson } from '../statistics/clopper-pearson.ts'
import { firstIsBetter, pairedAnswers } from '../statistics/mcnemar.ts'
import { parametersWords as words } from '../words/audits/parameters.ts'
import type { Asked, Audit, Evidence, Finding, Question, Setting, Side } from './audit.ts'
import { countEffect, probeIdsOf, shareEffect } from './finding.ts'
import { referenceOf } from './pairs.ts'
import { type Trial, trials } from './request-trials.ts'

const unknownModels = 3
const strayName = 'no-such-model'

/**
 * Whether what a request sets is obeyed, and whether a model that does not exist is refused. Each is tried on reference
 * and relay alike, and only what the one obeys and the other does not counts.
 */
export const parameters: Audit = {
  id: 'parameters',
  revision: 1,
  title: words.title,
  tests: trials.length,
  questions,
  judge,
}

function questions(setting: Setting): readonly Question[] {
  const most = Math.max(...trials.map(({ tries }) => tries[setting.depth]))
  return Array.from({ length: most }, (_, nth) => [
    ...trials.flatMap((trial) => (nth < trial.tries[setting.depth] ? trial.questions(setting, nth) : [])),
    // Apart from each other: some relays refuse them as they refuse a key, and several in a row would end the run.
    ...(nth % 4 === 1 && nth < 4 * unknownModels ? [unknown(setting, nth)] : []),
  ]).flat()
}

const unknown = ({ seed, thinkingTokens }: Setting, nth: number): Question => ({
  key: `unknown ${nth}`,
  modelId: `${strayName}-${drawsFrom(`unknown ${seed} ${nth}`).below(1_000_000)}`,
  ask: { prompt: 'What do bees make?', maxOutputTokens: 16 + thinkingTokens, stream: false },
  isRefused: true,
  expectedOutputTokens: 0,
})

// --- what is found

interface Sides {
  readonly subject: Side
  readonly reference: Side | undefined
}

function judge(evidence: Evidence): readonly Finding[] {
  const { subject } = evidence
  const sides = { subject, reference: referenceOf(evidence) }
  const tried = trials.filter(({ tries }) => tries[subject.setting.depth] > 0)
  return [...tried.map((trial) => compared(trial, sides)), unknownModel(sides)]
}

function compared({ code, tries, tried }: Trial, { subject, reference }: Sides): Finding {
  const planned = tries[subject.setting.depth]
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
