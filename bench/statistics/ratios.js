/** Coverage of the intervals of a ratio of latencies, the truth being 1.3, without failures and with 3 % on both sides. */
import { unpairedRatio } from '../../dist/statistics/rank-sum.js'
import { pairedRatio } from '../../dist/statistics/signed-rank.js'
import { drawsOf, sizes, withFailures } from './setting.js'
import { count, markdown, simulated } from './text.js'

const truth = 1.3
const runs = 2_000

const unpaired = (random, n, failureShare) =>
  unpairedRatio(withFailures(random, n, failureShare), withFailures(random, n, failureShare, 600 * truth))

/** Rounds slow down both alike: what pairing is for. */
function paired(random, n, failureShare) {
  const a = withFailures(random, n, failureShare)
  const b = withFailures(random, n, failureShare, 600 * truth)
  return pairedRatio(
    Array.from(a, (ms, i) => {
      const round = Math.exp(0.5 * random.normal())
      return [ms * round, b[i] * round]
    }),
  )
}

function hits(ratioOf, n, failureShare, nth) {
  let held = 0
  for (let run = 0; run < runs; run++) {
    const { low, high } = ratioOf(drawsOf(nth, run), n, failureShare)
    if ((low ?? 0) <= truth && truth <= (high ?? Number.POSITIVE_INFINITY)) held++
  }
  return held
}

export const ratiosTable = () =>
  markdown(
    ['interval', 'n each', 'nominal', 'no failures', '3 % failures'],
    [
      ['rank sum (two samples)', unpaired, 20],
      ['signed rank (pairs)', paired, 21],
    ].flatMap(([name, ratioOf, nth]) =>
      sizes.map((n) => [
        name,
        count(n),
        '95 %',
        simulated(hits(ratioOf, n, 0, nth), runs),
        simulated(hits(ratioOf, n, 0.03, nth), runs),
      ]),
    ),
  )
