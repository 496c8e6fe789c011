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

/** What one of them gives: a value, or several. */
export type Values = number | null | readonly (number | null)[]

const ends = ({ low, high }: { low: number | null; high: number | null }) => [low, high]
const trials = ([successes, n]: readonly [number, number]): Trials => ({ successes, n })
type Pair = readonly [number, number]
const array = (values: readonly number[]): Float64Array => Float64Array.from(values)
const withEnds = ({ ratio, low, high }: Ratio) => [ratio, low, high]

/** Functions of which others' values are known. Their arguments come out of files: their types are not known here. */
export const functions: Readonly<Record<string, (...given: never[]) => Values>> = {
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
