import { UserError } from '../../core/text.ts'
import type { Comparison, ComparisonCell, ComparisonQuestion } from '../../schema/comparison.ts'
import { holm } from '../../statistics/multiple.ts'
import { compareWords as words } from '../../words/compare.ts'
import { howToMatch, type Match, type MatchedBy, matchCells } from './match.ts'
import { comparisonNotices } from './notices.ts'
import { type Measured, questionsOf } from './questions.ts'
import type { ComparedCell, Side } from './side.ts'
import { askedDifferently } from './workload.ts'

export interface CompareOptions {
  /** Chance of any false "worse" or "better", 0…1. */
  readonly alpha: number
  /** Share by which a time may be worse without being a regression. */
  readonly tolerance: number
  readonly version: string
  /** Absent: found out from the names. */
  readonly matchedBy?: MatchedBy
}

/**
 * Compares each side with the first. All questions of all cells are one family: the chance that any of them is answered
 * "worse" or "better" where there is no difference is at most alpha (Holm). Pure.
 * @throws UserError when the sides have nothing in common, or were asked different things.
 */
export function compareSides(sides: readonly Side[], options: CompareOptions): Comparison {
  const [baseline, ...others] = sides
  if (!baseline || others.length === 0) throw new UserError(words.needsTwo, words.needsTwoHint)
  const matchedBy = options.matchedBy ?? howToMatch(baseline, others)
  const matched = others.map((side) => ({ side, ...matchCells(baseline, side, matchedBy) }))
  for (const { side, matches } of matched) refuseUnlike(baseline, side, matches)
  const measured = matched.flatMap(({ matches }, index) =>
    matches.map((match) => ({ side: index + 1, match, questions: questionsOf(match) })),
  )
  const judge = judgeOf(
    measured.flatMap(({ questions }) => questions),
    options,
  )
  return {
    schema: 'relaybench.comparison/1',
    version: options.version,
    design: measured.every(({ match }) => match.baseline.rounds && match.candidate.rounds)
      ? 'paired'
      : 'independent',
    matchedBy,
    alpha: options.alpha,
    tolerance: options.tolerance,
    sides: sides.map(described),
    notices: comparisonNotices(baseline, matched),
    judged: measured.flatMap(({ questions }) => questions).filter(({ pValue }) => pValue !== null).length,
    cells: measured.map(({ side, match, questions }) => ({
      side,
      ...nameOf(match),
      questions: questions.map(judge),
    })),
  }
}

function refuseUnlike(baseline: Side, side: Side, matches: readonly Match[]): void {
  if (matches.length === 0)
    throw new UserError(words.nothingShared(baseline.label, side.label), words.nothingSharedHint)
  for (const { baseline: a, candidate: b } of matches) {
    const [first, ...rest] = [...a.asked, ...b.asked]
    const what = first && rest.map((asked) => askedDifferently(first, asked)).find((text) => text !== null)
    if (what) throw new UserError(words.askedDifferently(baseline.label, side.label, what), words.askAlike)
  }
}

const described = ({ label, reports }: Side): Comparison['sides'][number] => ({
  label,
  runs: reports.length,
  startedAt: reports.map(({ startedAt }) => startedAt),
  profileName: reports[0]?.profileName ?? '',
  vantage: reports[0]?.vantage ?? '',
})

function nameOf({ baseline, candidate }: Match): Omit<ComparisonCell, 'side' | 'questions'> {
  const { relay, line, model, protocol, mode }: ComparedCell = candidate
  return { baselineRelay: baseline.relay, relay, line, model, protocol, mode }
}

/** Verdicts of questions, each in the light of all. */
function judgeOf(
  all: readonly Measured[],
  { alpha, tolerance }: CompareOptions,
): (measured: Measured) => ComparisonQuestion {
  const asked = all.filter(({ pValue }) => pValue !== null)
  const adjusted = holm(asked.map(({ pValue }) => pValue ?? 1))
  const adjustedOf = new Map(asked.map((measured, index) => [measured, adjusted[index] ?? 1]))
  const level = alpha / Math.max(1, asked.length)
  return (measured) => {
    if (measured.reason !== null)
      return {
        ...measured,
        ...{ adjustedP: null, verdict: 'not-comparable', detectable: null, regression: false },
      }
    const adjustedP = adjustedOf.get(measured) ?? 1
    const verdict = verdictOf(measured, adjustedP <= alpha)
    return {
      ...measured,
      adjustedP,
      verdict,
      detectable: verdict === 'no-difference-shown' ? measured.detectable(level) : null,
      regression: verdict === 'worse' && isBeyond(measured, tolerance),
    }
  }
}

/** A ratio without a finite value: failures outweigh on the candidate's side. */
function verdictOf({ unit, estimate }: Measured, shown: boolean): ComparisonQuestion['verdict'] {
  const worsening = unit === 'ratio' ? (estimate ?? Number.POSITIVE_INFINITY) - 1 : -(estimate ?? 0)
  return !shown || worsening === 0 ? 'no-difference-shown' : worsening > 0 ? 'worse' : 'better'
}

/** A drop of availability that is large enough to be shown is never tolerated. */
const isBeyond = ({ unit, estimate }: Measured, tolerance: number): boolean =>
  unit === 'difference' || estimate === null || estimate > 1 + tolerance
