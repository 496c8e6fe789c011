import { ttftMs } from '../metrics/latency.ts'
import { atLeast } from '../statistics/binomial-tail.ts'
import { clopperPearson } from '../statistics/clopper-pearson.ts'
import { firstIsBetter, pairedAnswers } from '../statistics/mcnemar.ts'
import { pairedRatio } from '../statistics/signed-rank.ts'
import { cacheWords as words } from '../words/audits/cache.ts'
import type { Asked, Audit, Evidence, Finding, Setting, Side } from './audit.ts'
import { countEffect, figureOf, percentOf, probeIdsOf, shareEffect } from './finding.ts'
import { referenceOf } from './pairs.ts'
import {
  cachedIn,
  firstReadings,
  isHit,
  type Prefix,
  prefixes,
  prefixesOf,
  prefixQuestions,
  reachesWords,
} from './prefixes.ts'
import { sameTwice, wholeAnswers } from './whole-answers.ts'

/**
 * Whether a prompt that was read before is cheaper the second time, as the reference's is, and whether that is told as it
 * is. Every prefix is of random words that nobody has sent before, so nothing of it can be in a cache.
 */
export const cache: Audit = {
  id: 'cache',
  revision: 1,
  title: words.title,
  tests: 3,
  questions: (setting: Setting) => [...prefixQuestions(setting), ...sameTwice(setting)],
  judge,
}

/** Part of the prefixes that has to be there before anything is called consistent. */
const enough = 0.7

function judge(evidence: Evidence): readonly Finding[] {
  const { subject } = evidence
  if (prefixes[subject.setting.depth] === 0) return []
  const reference = referenceOf(evidence)
  return [
    hits(subject, reference),
    uncredited(subject, reference),
    neverSeen(subject, reference),
    wholeAnswers(subject, reference),
  ]
}

const isThere = <Each>(each: Each | undefined): each is Each => each !== undefined

/** How often a prefix was found again, beside the reference. */
function hits(subject: Side, reference: Side | undefined): Finding {
  const [mine, theirs] = [prefixesOf(subject), reference ? prefixesOf(reference) : []]
  const own = mine.filter(isThere)
  const share = clopperPearson(own.filter(({ warm }) => isHit(warm)).length, own.length)
  const both = mine.flatMap((prefix, nth) => {
    const other = theirs[nth]
    return prefix && other ? [[isHit(other.warm), isHit(prefix.warm)] as const] : []
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
      enough: both.length >= enough * mine.length && referenceHits >= both.length / 2,
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
 * A second reading that is quicker than a first one beside it, and is counted in full. Without a cache either of the two is
 * as likely to be the quicker one, since their order was drawn; the signed-rank test is exact then. Where the reference
 * credits nothing either, it is the way of the model's servers: many keep prefixes and have no price for them.
 */
function uncredited(subject: Side, reference: Side | undefined): Finding {
  const planned = prefixes[subject.setting.depth]
  const all = prefixesOf(subject).filter(isThere)
  const uncounted = all.filter(({ warm }) => cachedIn(warm) === 0)
  const times = uncounted.flatMap(timesOf)
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
  const credited = all.length - uncounted.length
  if (credited > planned / 2)
    return {
      ...base,
      invalid: 0,
      grounds: { kind: 'not-applicable' },
      say: () => words.credited(String(credited)),
    }
  const isEnough = times.length >= enough * planned
  return {
    ...base,
    grounds: credits(reference)
      ? { kind: 'test', p, enough: isEnough }
      : { kind: 'hint', shown: p <= alone, enough: isEnough },
    say: (verdict) => words.uncredited(verdict, figureOf(ratio.ratio), String(times.length)),
  }
}

/** Time to the first token of what nobody has sent before, and of what was sent again. */
function timesOf({ warm, control }: Prefix): readonly (readonly [number, number])[] {
  const [first, second] = [ttftMs(control.observation), ttftMs(warm.observation)]
  return first !== undefined && second !== undefined && first > 0 && second > 0 ? [[first, second]] : []
}

/** p-value at which a hint is given. */
const alone = 0.01

const credits = (reference: Side | undefined): boolean => {
  const all = reference ? prefixesOf(reference).filter(isThere) : []
  return all.length > 0 && all.filter(({ warm }) => isHit(warm)).length >= all.length / 2
}

/**
 * Cached tokens that reach into words which nobody has sent before, more often than at the reference (McNemar's test), and
 * than in a tenth of the prompts (binomial test): the larger p-value counts. A few are no evidence: what the relay itself sends again, after an error of its upstream, was truly read before.
 */
function neverSeen(subject: Side, reference: Side | undefined): Finding {
  const [mine, theirs] = [firstReadings(subject), reference ? firstReadings(reference) : []]
  const own = mine.filter(isThere)
  const impossible = own.filter(reachesWords)
  const both = mine.flatMap((asked, nth) => {
    const other = theirs[nth]
    return asked && other ? [[!reachesWords(other), !reachesWords(asked)] as const] : []
  })
  return {
    code: 'cache.never-seen',
    grounds: reference
      ? {
          kind: 'test',
          p: Math.max(
            firstIsBetter(pairedAnswers(both)),
            atLeast(impossible.length, own.length, innocentShare),
          ),
          enough: both.length >= enough * mine.length && isRare(impossible, own),
        }
      : { kind: 'hint', shown: !isRare(impossible, own), enough: own.length >= enough * mine.length },
    effect: countEffect(words.neverSeenEffect, impossible.length),
    n: reference ? both.length : own.length,
    invalid: mine.length - own.length,
    probeIds: probeIdsOf(impossible),
    say: (verdict) => words.neverSeen(verdict, String(impossible.length), String(own.length)),
  }
}

/** More than a relay sends again by itself, of an upstream that fails often. */
const innocentShare = 0.1

const isRare = (impossible: readonly Asked[], all: readonly Asked[]): boolean =>
  impossible.length <= innocentShare * all.length
