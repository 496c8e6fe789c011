import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64'
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus'
import { changesOf } from '../../../src/statistics/drift.ts'
import {
  evidenceOfBreach,
  evidenceOfKeeping,
  isEnough,
  type PromiseEvidence,
} from '../../../src/statistics/promise-evidence.ts'

/**
 * Many years of nightly counts, cheaply: how often a verdict is false, and how soon a true one comes. Year `seed` of a
 * simulation is the same on every machine; callers count all the seeds that they name.
 */

const nightsOfYear = 365
const probesOfNight = 20

type Unit = () => number

/** Draws by which this generator forgets a small seed: the very first is next to 1 for every one of them. */
const forgotten = 64

/** Uniform draws in [0, 1). */
export function unitOf(seed: number): Unit {
  const generator = xoroshiro128plus(seed)
  for (let draw = 0; draw < forgotten; draw++) uniformFloat64(generator)
  return () => uniformFloat64(generator)
}

/** How many of n probes fail. */
type Fails = (n: number, night: number, unit: Unit) => number

/** Every probe by itself. */
export const oneByOne =
  (chanceOn: (night: number) => number): Fails =>
  (n, night, unit) => {
    let failed = 0
    for (let probe = 0; probe < n; probe++) if (unit() < chanceOn(night)) failed++
    return failed
  }

/** Outages alone: a night is lost as a whole, or not at all. */
export const byNights =
  (chanceOn: (night: number) => number): Fails =>
  (n, night, unit) =>
    unit() < chanceOn(night) ? n : 0

/** The night, from 1 on, in which the evidence was first enough; Infinity when it never was. */
function nightsUntil(evidence: PromiseEvidence, fails: Fails, seed: number, nights: number): number {
  const unit = unitOf(seed)
  let so = evidence
  for (let night = 1; night <= nights; night++) {
    so = so.night(probesOfNight, fails(probesOfNight, night, unit))
    if (isEnough(so)) return night
  }
  return Number.POSITIVE_INFINITY
}

/** Years 1…years in which a promise that is just kept is called broken. */
export const falseBroken = (years: number, allowed: number, fails: Fails): number =>
  countOf(years, (seed) => nightsUntil(evidenceOfBreach(allowed), fails, seed, nightsOfYear))

/** Years 1…years in which a promise that is just not kept is called met. */
export const falseMet = (years: number, allowed: number, fails: Fails): number =>
  countOf(years, (seed) => nightsUntil(evidenceOfKeeping(allowed), fails, seed, nightsOfYear))

/** Nights until a promise is called broken, of years 1…years, shortest first; counted from after the good ones. */
export const nightsToBroken = (years: number, allowed: number, chance: number, goodNights = 0): number[] =>
  sortedOf(
    years,
    (seed) =>
      nightsUntil(
        evidenceOfBreach(allowed),
        oneByOne((night) => (night <= goodNights ? allowed : chance)),
        seed,
        goodNights + nightsOfYear,
      ) - goodNights,
  )

/** Nights until a promise is called met, of years 1…years, shortest first. */
export const nightsToMet = (years: number, allowed: number, chance: number): number[] =>
  sortedOf(years, (seed) =>
    nightsUntil(
      evidenceOfKeeping(allowed),
      oneByOne(() => chance),
      seed,
      10 * nightsOfYear,
    ),
  )

/** How TTFT is spread, as natural logarithms: from answer to answer, and from night to night. */
const spreadOfAnswer = 0.4
const spreadOfNight = 0.1

/** Medians of TTFT of nights 0…nights − 1 in ms, each of 20 answers, times the ratio that holds on it. */
export function nightlyMedians(
  seed: number,
  nights: number,
  ratioOn: (night: number) => number,
): Float64Array {
  const unit = unitOf(seed)
  const normal = () => Math.sqrt(-2 * Math.log(1 - unit())) * Math.cos(2 * Math.PI * unit())
  return Float64Array.from({ length: nights }, (_, night) => {
    const usual = 800 * ratioOn(night) * Math.exp(spreadOfNight * normal())
    const answers = Float64Array.from(
      { length: probesOfNight },
      () => usual * Math.exp(spreadOfAnswer * normal()),
    )
    return answers.sort()[probesOfNight / 2 - 1] ?? 0
  })
}

/** Years 1…years in which a latency that never changed is said to have. */
export const falseChange = (years: number): number =>
  countOf(years, (seed) => {
    const [first] = changesOf(nightlyMedians(seed, nightsOfYear, () => 1))
    return first ? first.seenAt : Number.POSITIVE_INFINITY
  })

/** Nights from a lasting change of TTFT until it is named, of years 1…years, shortest first. */
export const nightsToChange = (years: number, ratio: number, goodNights: number): number[] =>
  sortedOf(years, (seed) => {
    const medians = nightlyMedians(seed, goodNights + nightsOfYear, (night) =>
      night < goodNights ? 1 : ratio,
    )
    const found = changesOf(medians).find(({ seenAt }) => seenAt >= goodNights)
    return found ? found.seenAt + 1 - goodNights : Number.POSITIVE_INFINITY
  })

const seedsOf = (years: number): number[] => Array.from({ length: years }, (_, i) => i + 1)

const countOf = (years: number, nightsOf: (seed: number) => number): number =>
  seedsOf(years).filter((seed) => Number.isFinite(nightsOf(seed))).length

const sortedOf = (years: number, nightsOf: (seed: number) => number): number[] =>
  seedsOf(years)
    .map(nightsOf)
    .sort((a, b) => a - b)
