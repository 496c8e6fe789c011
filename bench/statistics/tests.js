/** How often tests at 5 % say "different" where nothing is. */
import { binomialMass } from '../../dist/statistics/binomial.js'
import { mannWhitney } from '../../dist/statistics/mann-whitney.js'
import { holm } from '../../dist/statistics/multiple.js'
import { permutationTest } from '../../dist/statistics/permutation.js'
import { rankSumP } from '../../dist/statistics/rank-sum.js'
import { boschloo, fisherExact, mcnemar } from '../../dist/statistics/share-difference.js'
import { signedRankP } from '../../dist/statistics/signed-rank.js'
import { binomialDraw, drawsOf, latencies, sizes } from './setting.js'
import { count, markdown, percent, simulated } from './text.js'

const alpha = 0.05
const chances = [0.5, 0.7, 0.9, 0.95, 0.98, 0.99, 0.995, 0.999]
const mostExact = 100

const trials = (successes, n) => ({ successes, n })

/**
 * Boschloo's p-value grows with Fisher's: from which of Fisher's on it is above alpha is found by halving, since it is
 * slow to work out. @param tables [a, b, Fisher's p]
 */
function boschlooLimit(tables, n) {
  const ordered = tables.toSorted((one, other) => one[2] - other[2])
  let [yes, no] = [-1, ordered.length]
  while (no - yes > 1) {
    const middle = Math.floor((yes + no) / 2)
    const [a, b] = ordered[middle]
    if (boschloo(trials(a, n), trials(b, n)) <= alpha) yes = middle
    else no = middle
  }
  return yes < 0 ? -1 : ordered[yes][2]
}

function exactShares(n) {
  const tables = []
  for (let a = 0; a <= n; a++)
    for (let b = 0; b <= n; b++) tables.push([a, b, fisherExact(trials(a, n), trials(b, n))])
  const limits = { fisher: alpha, boschloo: boschlooLimit(tables, n) }
  const rate = (limit) =>
    chances.map((chance) => {
      const { first, mass } = binomialMass(n, chance)
      const at = (k) => mass[k - first] ?? 0
      return tables.reduce((sum, [a, b, p]) => (p <= limit ? sum + at(a) * at(b) : sum), 0)
    })
  return ['fisher', 'boschloo'].map((test) => percent(Math.max(...rate(limits[test]))))
}

const shareRuns = 2_000

/** The highest of the rates, with its own error. */
function simulatedShares(n) {
  const drawn = chances.map((chance, nth) =>
    Array.from({ length: shareRuns }, (_, run) => {
      const random = drawsOf(30 + nth, run)
      const [a, b] = [binomialDraw(random, n, chance), binomialDraw(random, n, chance)]
      return [a, b, fisherExact(trials(a, n), trials(b, n))]
    }),
  )
  const limits = [alpha, boschlooLimit(drawn.flat(), n)]
  return limits.map((limit) => {
    const hits = drawn.map((tables) => tables.filter(([, , p]) => p <= limit).length)
    return simulated(Math.max(...hits), shareRuns)
  })
}

/** Exact: of n pairs so many differ, and each side has half of those. */
function mcnemarRate(n) {
  const rate = (discordant) => {
    const pairs = binomialMass(n, discordant)
    return pairs.mass.reduce((sum, weight, i) => {
      const differ = pairs.first + i
      const sides = binomialMass(Math.max(1, differ), 0.5)
      const shown = sides.mass.reduce(
        (total, w, j) => (mcnemar(sides.first + j, differ - sides.first - j) <= alpha ? total + w : total),
        0,
      )
      return differ === 0 ? sum : sum + weight * shown
    }, 0)
  }
  return percent(Math.max(...[0.01, 0.05, 0.1, 0.2, 0.5, 0.9].map(rate)))
}

const runs = 2_000

function rate(table, n, isShown) {
  let shown = 0
  for (let run = 0; run < runs; run++) if (isShown(drawsOf(table, run), n)) shown++
  return simulated(shown, runs)
}

const rankSum = (random, n) => rankSumP(latencies(random, n), latencies(random, n)) <= alpha

const ranksInReports = (random, n) =>
  mannWhitney(latencies(random, n).sort(), latencies(random, n).sort()).p <= alpha

function signedRank(random, n) {
  const [a, b] = [latencies(random, n), latencies(random, n)]
  return signedRankP(a.map((ms, i) => Math.log(b[i] / ms))) <= alpha
}

const draws = 199
const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length

/** Two strata, one twice as slow. */
function permutation(random, n) {
  const strata = [600, 1200].map((typical) => ({
    a: [...latencies(random, n / 2, typical)],
    b: [...latencies(random, n / 2, typical)],
  }))
  const distance = (all) => Math.abs(all.reduce((sum, { a, b }) => sum + mean(a) - mean(b), 0))
  return permutationTest(strata, distance, random, draws) <= alpha
}

const family = 10

/** Ten relays, all held against the same one: the questions depend on each other. */
function anyByHolm(random, n) {
  const baseline = latencies(random, n)
  return holm(Array.from({ length: family }, () => rankSumP(baseline, latencies(random, n)))).some(
    (p) => p <= alpha,
  )
}

export function testsTable() {
  const shares = sizes.map((n) => (n <= mostExact ? exactShares(n) : simulatedShares(n)))
  const row = (name, cells) => [name, '5 %', ...cells]
  const drawn = (name, table, isShown, upTo = Number.POSITIVE_INFINITY) =>
    row(
      name,
      sizes.map((n) => (n <= upTo ? rate(table, n, isShown) : '')),
    )
  return markdown(
    ['test', 'promised at most', ...sizes.map((n) => `n = ${count(n)}`)],
    [
      row(
        'Fisher, worst of eight shares',
        shares.map(([fisher]) => fisher),
      ),
      row(
        'Boschloo, worst of eight shares',
        shares.map(([, boschlooRate]) => boschlooRate),
      ),
      row('McNemar, worst of six shares of unlike pairs', sizes.map(mcnemarRate)),
      drawn('rank sum, as `compare` does it', 40, rankSum),
      drawn('rank sum, as ranks in a report', 41, ranksInReports),
      drawn('signed rank', 42, signedRank),
      drawn(`permutation in two strata, ${draws} draws`, 43, permutation, 100),
      drawn(`any of ${family} questions after Holm`, 44, anyByHolm, 100),
    ],
  )
}
