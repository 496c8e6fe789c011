import { describe, expect, test } from 'vitest'
import { anytimeShare } from '../../src/statistics/any-time.ts'
import { atLeast, atMost } from '../../src/statistics/binomial-tail.ts'
import { clopperPearson } from '../../src/statistics/clopper-pearson.ts'
import { EProcess } from '../../src/statistics/e-process.ts'
import { mannWhitney } from '../../src/statistics/mann-whitney.ts'
import { benjaminiHochberg, holm } from '../../src/statistics/multiple.ts'
import { detectableChance, probesForPromise, probesToDetect } from '../../src/statistics/needed.ts'
import { intervalRanks } from '../../src/statistics/quantile-interval.ts'
import { rankSumP, unpairedRatio } from '../../src/statistics/rank-sum.ts'
import type { Ratio } from '../../src/statistics/ratio.ts'
import {
  boschloo,
  fisherExact,
  mcnemar,
  shareDifference,
  type Trials,
} from '../../src/statistics/share-difference.ts'
import { pairedRatio, signedRankP } from '../../src/statistics/signed-rank.ts'
import { wilson } from '../../src/statistics/wilson.ts'
import byR from './r-values.json' with { type: 'json' }
import rows from './reference-values.json' with { type: 'json' }

/** Of R, scipy, statsmodels, tables or exact arithmetic, as `source` says; reference-values.py and r-values.R wrote them down. */
interface Reference {
  readonly function: string
  readonly arguments: readonly unknown[]
  readonly expected: Expected
  readonly source: string
  /** Decimals of a published value; all others agree to 1e-9 of themselves. */
  readonly digits?: number
}

type Expected = number | null | readonly (number | null)[]

const ends = ({ low, high }: { low: number | null; high: number | null }) => [low, high]
const trials = ([successes, n]: readonly [number, number]): Trials => ({ successes, n })
type Pair = readonly [number, number]
const array = (values: readonly number[]): Float64Array => Float64Array.from(values)
const withEnds = ({ ratio, low, high }: Ratio) => [ratio, low, high]

/** The arguments come out of a file, each row with those of its function: their types are not known here. */
const functions: Record<string, (...given: never[]) => Expected> = {
  wilson: (k: number, n: number, confidence: number) => ends(wilson(k, n, confidence)),
  clopperPearson: (k: number, n: number, confidence: number) => ends(clopperPearson(k, n, confidence)),
  anytimeShare: (k: number, n: number, alpha: number) => ends(anytimeShare(k, n, alpha)),
  shareDifference: (a: Pair, b: Pair, confidence: number) =>
    ends(shareDifference(trials(a), trials(b), confidence)),
  fisherExact: (a: Pair, b: Pair) => fisherExact(trials(a), trials(b)),
  boschloo: (a: Pair, b: Pair) => boschloo(trials(a), trials(b)),
  logEvidence: (allowed: number, nights: readonly Pair[]) =>
    nights.reduce((process, night) => process.seen(...night), EProcess.against(allowed)).logEvidence,
  rankSumP: (a: readonly number[], b: readonly number[]) => rankSumP(array(a), array(b)),
  mannWhitneyP: (a: readonly number[], b: readonly number[]) =>
    mannWhitney(array(a).sort(), array(b).sort())?.p ?? null,
  signedRankP: (differences: readonly number[]) => signedRankP(differences),
  unpairedRatio: (a: readonly number[], b: readonly number[]) => withEnds(unpairedRatio(array(a), array(b))),
  pairedRatio: (pairs: readonly Pair[]) => withEnds(pairedRatio(pairs)),
  mcnemar,
  atLeast,
  atMost,
  holm,
  benjaminiHochberg,
  intervalRanks,
  probesForPromise,
  probesToDetect,
  detectableChance,
}

/** So many of the value's own size, or of its last printed digit. */
function isClose(mine: number, theirs: number, digits: number | undefined): boolean {
  const allowed = digits === undefined ? 1e-9 * Math.abs(theirs) : 0.5001 * 10 ** -digits
  return Math.abs(mine - theirs) <= allowed
}

const references: readonly Reference[] = [...rows, ...byR]

describe.each(Object.keys(functions))('%s', (name) => {
  const mine = references.filter((row) => row.function === name)
  const of = functions[name]

  test.each(mine)('of $arguments is $expected ($source)', ({ arguments: given, expected, digits }) => {
    const value = of?.(...(given as never[]))
    const [found, wanted] = [[value].flat(), [expected].flat()]
    expect(found).toHaveLength(wanted.length)
    for (const [i, theirs] of wanted.entries())
      expect(found[i], `${found[i]}, not ${theirs}`).toSatisfy((x: number) =>
        isClose(x, theirs ?? Number.NaN, digits),
      )
  })
})

test('every value is for a function that is checked', () => {
  expect(references.filter((row) => !(row.function in functions))).toEqual([])
  expect(Object.keys(functions).filter((name) => !references.some((row) => row.function === name))).toEqual(
    [],
  )
})
