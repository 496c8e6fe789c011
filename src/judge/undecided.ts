import type { ReportCell } from '../schema/report.ts'
import { mannWhitney, ordered } from '../statistics/mann-whitney.ts'
import { normalQuantile } from '../statistics/normal.ts'
import { median } from '../statistics/quantile.ts'
import { type Contender, type Differences, differenceLevel } from './differences.ts'

/** Below so many answers a cell may not lead: one lucky answer must not head a table. */
const fewestAnswers = 10

export const isThin = ({ cell }: Contender): boolean => cell.ok < fewestAnswers

/** Smaller differences than these would matter to nobody: those that show none larger are taken for alike. */
const noticeable = { availability: 0.02, ratio: 1.1 } as const

/**
 * Whether a cell shares its rank for lack of evidence: it and the first of its place were seen to differ noticeably, or
 * one has too few answers, and nothing was shown. Of the first, the same beside the next such cell. Absent when a cell
 * stands alone, or when they look alike.
 */
export function undecided(
  each: Contender,
  [first, ...others]: readonly Contender[],
  differences: Differences,
): Pick<ReportCell, 'rankUndecided'> {
  const rivals = each === first ? others : first ? [first] : []
  for (const rival of rivals) {
    const found = lacking(each, rival, differences)
    if (found) return { rankUndecided: { beside: rival.cell.id, needed: found.needed } }
  }
  return {}
}

function lacking(
  a: Contender,
  b: Contender,
  { questions }: Differences,
): { readonly needed: number | null } | undefined {
  const z = -normalQuantile(differenceLevel / Math.max(1, questions) / 2)
  const needed = [availabilityNeeds(a, b, z), speedNeeds(a, b, z)].filter((n) => n !== null)
  if (needed.length === 0 && !isThin(a) && !isThin(b)) return undefined
  return { needed: moreOf(needed, a, b) }
}

/** About how many probes more of each; null in runs that stop by themselves, whose intervals follow other rules. */
function moreOf(needed: readonly number[], { cell: a }: Contender, { cell: b }: Contender): number | null {
  if (a.anytime || b.anytime) return null
  const fewest = Math.min(a.availability.n, b.availability.n)
  const enough = needed.length > 0 ? Math.min(...needed) : 0
  return Math.max(1, Math.ceil(Math.max(enough, fewestAnswers) - fewest))
}

/** Probes of each with which shares such as these differ by z standard errors. */
function availabilityNeeds({ cell: a }: Contender, { cell: b }: Contender, z: number): number | null {
  const [p, q] = [a.availability.value ?? 0, b.availability.value ?? 0]
  const difference = Math.abs(p - q)
  if (difference < noticeable.availability) return null
  const middle = (p + q) / 2
  return (2 * middle * (1 - middle) * z ** 2) / difference ** 2
}

/**
 * Answers of each with which speeds such as these differ by z standard errors of the rank sum, √(1 / 6n) of its pairs.
 * @see Noether, "Sample size determination for some common nonparametric tests", JASA 82 (1987)
 */
function speedNeeds(a: Contender, b: Contender, z: number): number | null {
  const ranks = mannWhitney(ordered(a.speed), ordered(b.speed))
  const [x, y] = [median(a.speed), median(b.speed)]
  if (!ranks || x === null || y === null) return null
  const ratio = Math.max(x, y) / Math.min(x, y)
  const surplus = Math.abs(ranks.below - 0.5)
  if (!(ratio >= noticeable.ratio) || surplus === 0) return null
  return z ** 2 / (6 * surplus ** 2)
}
