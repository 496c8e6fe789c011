import { drawsFrom } from '../core/draws.ts'
import type { Depth } from '../core/plan.ts'
import { TwoSampleBet } from '../statistics/two-sample-bet.ts'
import { wilson } from '../statistics/wilson.ts'
import { identityWords as words } from '../words/audits/identity.ts'
import type { Audit, Evidence, Finding, Grounds, Setting, Side } from './audit.ts'
import { withNonce } from './nonce.ts'
import { pairsOf } from './pairs.ts'
import { oneWord } from './reply-text.ts'

/** Questions and pairs of answers by depth. */
const sizes: Readonly<Record<Depth, { readonly prompts: number; readonly pairs: number }>> = {
  quick: { prompts: 6, pairs: 60 },
  standard: { prompts: 6, pairs: 240 },
  deep: { prompts: 8, pairs: 640 },
}

/** Share of answers that may come from elsewhere without a word about it: other hardware, another serving stack. */
const tolerance = 0.05
/** With fewer pairs even another model is missed too often for "consistent" to mean anything. */
const fewestPairs = 40

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
  isDecided: (evidence) => {
    const [reference] = evidence.references
    return reference === undefined || betOn(evidence.subject, reference).bet.pValue <= evidence.level
  },
  judge,
}

function questions({ depth, seed, thinkingTokens }: Setting) {
  const { prompts, pairs } = sizes[depth]
  const draws = drawsFrom(`identity ${seed}`)
  const things = draws.shuffled(kinds).slice(0, prompts)
  const openings = things.map((thing) => `${draws.pick(requests)(thing, draws.pick(settings))} ${manner}`)
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

const manner = 'Answer with one English word in lower case and nothing else.'

const kinds = (
  'animal fruit vegetable tree bird flower colour instrument tool sport profession insect fish spice metal fabric ' +
  'dish drink vehicle toy planet gemstone hobby emotion virtue season city country river mountain mineral herb ' +
  'furniture building weapon dance dessert cheese berry nut shape verb adjective'
).split(' ')

const settings = (
  'a rainy morning|an old photograph|a long train journey|a village market|a winter evening|a school play|a quiet harbour|' +
  'a museum shop|a birthday party|a mountain hut|a crowded station|an empty beach|a garden in spring|a night shift'
).split('|')

const requests: readonly ((kind: string, place: string) => string)[] = [
  (kind, place) => `Think of ${place}. Name any ${kind} that comes to mind.`,
  (kind, place) => `A story begins with ${place}. Which ${kind} appears in it first?`,
  (kind, place) => `Pick a random ${kind}, perhaps one that goes with ${place}.`,
  (kind, place) => `You see ${place} in a dream. Which ${kind} is in it?`,
]

/** The bet on two sides; what is no single word on either of them is left out, and no evidence. */
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
  if (!reference) return [abstained(words.noReference)]
  const { bet, tried } = betOn(subject, reference)
  const { right, of } = bet.guesses
  const share = wilson(right, of)
  return [
    {
      code: 'identity.answers',
      grounds: groundsOf(bet, second && betOn(reference, second).bet.pValue <= level),
      effect: { name: words.effect, unit: 'share', value: share.value, low: share.low, high: share.high },
      n: bet.pairs,
      invalid: tried - bet.pairs,
      say: (verdict) => words.verdict(verdict, String(bet.pairs)),
    },
  ]
}

/** @param unsteady whether two references differ from each other: then a difference says nothing about a relay */
function groundsOf(bet: TwoSampleBet, unsteady = false): Grounds {
  return unsteady
    ? { kind: 'test', p: 1, enough: false }
    : { kind: 'test', p: bet.pValue, enough: bet.pairs >= fewestPairs }
}

const abstained = (why: typeof words.noReference): Finding => ({
  code: 'identity.answers',
  grounds: { kind: 'not-applicable' },
  n: 0,
  invalid: 0,
  say: () => why,
})
