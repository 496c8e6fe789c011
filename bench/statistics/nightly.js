/** A promise of 99.9 % looked at every night, by the e-process and by tests that are made for one look. */
import { atLeast } from '../../dist/statistics/binomial-tail.js'
import { EProcess } from '../../dist/statistics/e-process.js'
import { drawsOf } from './setting.js'
import { count, markdown, percent, simulated } from './text.js'

const allowed = 0.001
const alpha = 0.05
const nights = 365
const probesANight = [20, 100, 500]
const years = 2_000

/** The number of failures of a night, by one draw from its distribution. */
function failuresDrawn(random, n, chance) {
  let left = random.unit()
  let mass = (1 - chance) ** n
  let k = 0
  for (; left >= mass && k < n; k++) {
    left -= mass
    mass *= ((n - k) * chance) / ((k + 1) * (1 - chance))
  }
  return k
}

/** The fewest failures that a test at alpha calls too many. */
function tooMany(n) {
  let k = 1
  while (atLeast(k, n, allowed) > alpha) k++
  return k
}

function falseAlarms(n, table) {
  const limitSoFar = Array.from({ length: nights }, (_, night) => tooMany((night + 1) * n))
  const limitOfNight = tooMany(n)
  const alarms = { eProcess: 0, soFar: 0, eachNight: 0 }
  for (let year = 0; year < years; year++) {
    const random = drawsOf(table, year)
    let process = EProcess.against(allowed, alpha)
    let [sum, soFar, eachNight] = [0, false, false]
    for (let night = 0; night < nights; night++) {
      const failures = failuresDrawn(random, n, allowed)
      process = process.seen(n - failures, failures)
      sum += failures
      soFar ||= sum >= limitSoFar[night]
      eachNight ||= failures >= limitOfNight
    }
    if (process.crossedAt !== null) alarms.eProcess++
    if (soFar) alarms.soFar++
    if (eachNight) alarms.eachNight++
  }
  return alarms
}

export const alarmsTable = () =>
  markdown(
    ['probes a night', 'promised at most', 'e-process', 'test of all so far', 'test of each night'],
    probesANight.map((n, nth) => {
      const { eProcess, soFar, eachNight } = falseAlarms(n, 50 + nth)
      return [count(n), '5 %', ...[eProcess, soFar, eachNight].map((alarms) => simulated(alarms, years))]
    }),
  )

/** Nights from the drop to the alarm; null where it came before the drop, +∞ where it did not come in a year. */
function nightsToAlarm(random, n, chance, goodNights) {
  let process = EProcess.against(allowed, alpha)
  for (let night = 1; night <= goodNights + nights; night++) {
    const failures = failuresDrawn(random, n, night <= goodNights ? allowed : chance)
    process = process.seen(n - failures, failures)
    if (process.crossedAt !== null) return night <= goodNights ? null : night - goodNights
  }
  return Number.POSITIVE_INFINITY
}

const quantile = (sorted, p) => {
  const value = sorted[Math.ceil(p * sorted.length) - 1]
  return value === Number.POSITIVE_INFINITY ? `> ${nights}` : value
}

export const detectionTable = () =>
  markdown(
    [
      'probes a night',
      'availability falls to',
      'after good nights',
      'median nights',
      '90 % within',
      'not in a year',
      'alarm before the drop',
    ],
    probesANight.flatMap((n, nth) =>
      [
        [0.01, 0],
        [0.01, 90],
        [0.003, 0],
        [0.003, 90],
      ].map(([chance, goodNights], which) => {
        const found = Array.from({ length: years }, (_, run) =>
          nightsToAlarm(drawsOf(60 + 10 * nth + which, run), n, chance, goodNights),
        )
        const sorted = found.filter((each) => each !== null).sort((a, b) => a - b)
        const never = sorted.filter((each) => each === Number.POSITIVE_INFINITY).length
        return [
          count(n),
          percent(1 - chance),
          goodNights,
          quantile(sorted, 0.5),
          quantile(sorted, 0.9),
          percent(never / sorted.length),
          percent((years - sorted.length) / years),
        ]
      }),
    ),
  )
