/**
 * Looking after every probe and stopping as soon as the truth is left: the exact chance to do so within n probes, for
 * the intervals that are made for it and for those that are not.
 */
import { anytimeRanks, anytimeShare } from '../../dist/statistics/any-time.js'
import { intervalRanks } from '../../dist/statistics/quantile-interval.js'
import { wilson } from '../../dist/statistics/wilson.js'
import { sizes } from './setting.js'
import { count, markdown, percent } from './text.js'

const last = Math.max(...sizes)

/** All paths at once; those that leave are taken out. @returns the chance to have left, at each of the sizes */
function chanceToLeave(chance, keeps) {
  let inside = new Float64Array([1])
  let left = 0
  const atSizes = []
  for (let n = 1; n <= last; n++) {
    const next = new Float64Array(n + 1)
    for (let s = 0; s <= n; s++) {
      const mass = (s > 0 ? inside[s - 1] * chance : 0) + (s < n ? inside[s] * (1 - chance) : 0)
      if (mass > 0 && !keeps(s, n)) left += mass
      else next[s] = mass
    }
    inside = next
    if (sizes.includes(n)) atSizes.push(left)
  }
  return atSizes
}

const shareKeeps = (interval, chance) => (s, n) => {
  const { low, high } = interval(s, n)
  return low <= chance && chance <= high
}

/** Ranks depend on n alone: asked for once. */
function ranksKeep(ranks, p) {
  let known = 0
  let ends = [null, null]
  return (s, n) => {
    if (n !== known) ends = ranks(n, p)
    known = n
    return s >= (ends[0] ?? 0) && s < (ends[1] ?? Number.POSITIVE_INFINITY)
  }
}

const row = (what, name, keeps, chance) => [
  what,
  name,
  '5 %',
  ...chanceToLeave(chance, keeps).map((left) => percent(left)),
]

export const looksTable = () =>
  markdown(
    ['truth', 'interval', 'promised at most', ...sizes.map((n) => `missed by n = ${count(n)}`)],
    [
      ...[0.5, 0.9, 0.99, 0.999].flatMap((chance) => [
        row(`share ${percent(chance)}`, 'any-time share', shareKeeps(anytimeShare, chance), chance),
        row(`share ${percent(chance)}`, 'Wilson', shareKeeps(wilson, chance), chance),
      ]),
      ...[0.5, 0.9, 0.95, 0.99].flatMap((p) => [
        row(`p${100 * p}`, 'any-time ranks', ranksKeep(anytimeRanks, p), p),
        row(`p${100 * p}`, 'order statistics', ranksKeep(intervalRanks, p), p),
      ]),
    ],
  )
