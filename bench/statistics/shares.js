/** Exact coverage of the intervals of one share: nothing is drawn, every number of successes is weighed. */
import { anytimeShare } from '../../dist/statistics/any-time.js'
import { binomialMass } from '../../dist/statistics/binomial.js'
import { clopperPearson } from '../../dist/statistics/clopper-pearson.js'
import { wilson } from '../../dist/statistics/wilson.js'
import { sizes } from './setting.js'
import { count, markdown, percent } from './text.js'

const chances = Array.from({ length: 999 }, (_, i) => (i + 1) / 1000)

/** P(the interval holds the chance), where all n trials have it. */
function coverage(intervals, n, chance) {
  const { first, mass } = binomialMass(n, chance)
  return mass.reduce((sum, w, i) => {
    const { low, high } = intervals[first + i]
    return low <= chance && chance <= high ? sum + w : sum
  }, 0)
}

function row(name, interval, n) {
  const intervals = Array.from({ length: n + 1 }, (_, s) => interval(s, n))
  const all = chances.map((chance) => coverage(intervals, n, chance))
  const worst = Math.min(...all)
  const mean = all.reduce((sum, each) => sum + each, 0) / all.length
  return [name, count(n), '95 %', percent(mean), percent(worst), chances[all.indexOf(worst)]]
}

export const sharesTable = () =>
  markdown(
    ['interval', 'n', 'nominal', 'mean', 'worst', 'worst at a share of'],
    [
      ['Clopper-Pearson', clopperPearson],
      ['Wilson', wilson],
      ['any-time share, looked at once', anytimeShare],
    ].flatMap(([name, interval]) => sizes.map((n) => row(name, interval, n))),
  )
