import { drawsFrom } from '../core/draws.ts'
import type { Depth } from '../core/plan.ts'
import { TwoSampleBet } from '../statistics/two-sample-bet.ts'
import { wilson } from '../statistics/wilson.ts'
import { identityWords as words } from '../words/audits/identity.ts'
import type { Audit, Evidence, Finding, Grounds, Setting, Side } from './audit.ts'
import { notApplicable, shareEffect } from './finding.ts'
import { withNonce } from './nonce.ts'
import { kinds, openQuestion } from './open-question.ts'
import { pairsOf } from './pairs.ts'
import { oneWord } from './reply-text.ts'

const code = 'identity.answers'

/** Questions and pairs of answers by depth. */
const sizes: Readonly<Record<Depth, { readonly prompts: number; readonly pairs: number }>> = {
  quick: { prompts: 6, pairs: 60 },
  standard: { prompts: 6, pairs: 240 },
  deep: { prompts: 8, pairs: 640 },
}

/**
 * How often a relay was found whose every second answer is another model's, by pairs: 200 simulated relays (seeds from
 * 31,000,000 on), this test alone at 1 %. One whose every answer is: 99.5 % with 40 pairs; every fourth: 98 % with 640.
 */
const foundHalves: readonly (readonly [pairs: number, share: number])[] = [
  [240, 1],
  [120, 0.75],
  [60, 0.115],
  [40, 0.01],
]

/** Share of answers that may come from elsewhere without a word about it: other hardware, another serving stack. */
const tolerance = 0.05
/** With fewer pairs even another model is missed too often for "consistent" to mean anything. */
const fewestPairs = 40
/** Evidence of ten to one for a difference is too much for "consistent", and too little for "differs". */
const doubtful = 0.1

/**
 * Whether the same model answers as at the reference: the answers to open questions of one word are spread in a way
 * that is each model's own. The questions are drawn anew for every run, so no relay can know them.
 * @see "One Token Is Enough", arXiv:2607.10252: one word tells models apart
 */
export const identity: Audit = {
  id: 'identity',
  revision: 1,
  title: words.title,
  tests: 1,
  questions,
  isWanted: (_, { subject, references, level }) => {
    const [reference, second] = references
    // Whether two references agree is known only once both were asked everything.
    if (second) return true
    return reference !== undefined && betOn(subject, reference).bet.pValue > level
  },
  judge,
}

function questions({ depth, seed, thinkingTokens }: Setting) {
  const { prompts, pairs } = sizes[depth]
  const draws = drawsFrom(`identity ${seed}`)
  const things = draws.shuffled(kinds).slice(0, prompts)
  const openings = things.map((thing) => openQuestion(draws, thing))
  return Array.from({ length: pairs }, (_, n) => {
    const prompt = n % prompts
    return {
      key: `${things[prompt]} ${Math.floor(n / prompts) + 1}`,
      ask: {
        prompt: withNonce(`${seed} identity ${n}`, openings[prompt] ?? ''),
        maxOutputTokens: 16 + thinkingTokens,
        stream: false,
      },
      expectedOutputTokens: 1,
    }
  })
}

/** The bet on two sides; where either of them said nothing or declined, the pair is no evidence. */
function betOn(a: Side, b: Side): { readonly bet: TwoSampleBet; readonly tried: number } {
  const bet = new TwoSampleBet(tolerance)
  const { prompts } = sizes[a.setting.depth]
  const pairs = pairsOf(a, b)
  for (const { subject, reference } of pairs) {
    const [mine, theirs] = [oneWord(subject.observation.reply), oneWord(reference.observation.reply)]
    if (mine !== undefined && theirs !== undefined) bet.add(String(subject.number % prompts), mine, theirs)
  }
  return { bet, tried: a.asked.size }
}

function judge({ subject, references, level }: Evidence): readonly Finding[] {
  const [reference, second] = references
  if (!reference) return [notApplicable(code, words.noReference)]
  const { bet, tried } = betOn(subject, reference)
  const { right, of } = bet.guesses
  return [
    {
      code,
      grounds: groundsOf(bet, second && betOn(reference, second).bet.pValue <= level),
      effect: shareEffect(words.effect, wilson(right, of)),
      n: bet.pairs,
      invalid: tried - bet.pairs,
      power: { share: foundHalves.find(([pairs]) => bet.pairs >= pairs)?.[1] ?? 0, against: words.half },
      say: (verdict) => words.verdict(verdict, String(bet.pairs)),
    },
  ]
}

/** @param unsteady whether two references differ from each other: then a difference says nothing about a relay */
function groundsOf(bet: TwoSampleBet, unsteady = false): Grounds {
  return unsteady
    ? { kind: 'test', p: 1, enough: false }
    : { kind: 'test', p: bet.pValue, enough: bet.pairs >= fewestPairs && bet.pValue > doubtful }
}
