import { distinctNotices, type Notice } from '../../core/text.ts'
import { compareWords as words } from '../../words/compare.ts'
import type { Matched } from './match.ts'
import type { ComparedCell, Side } from './side.ts'

/** What must be known before the verdicts are believed, about the sides and about what could not be matched. */
export function comparisonNotices(
  baseline: Side,
  matched: readonly (Matched & { readonly side: Side })[],
): Notice[] {
  const sides = [baseline, ...matched.map(({ side }) => side)]
  return distinctNotices([
    ...sides.flatMap(aboutSide),
    ...differing('vantage', sides, ({ vantage }) => vantage),
    ...differing('version', sides, ({ version }) => version),
    ...matched.flatMap(({ side, alone }) => [
      ...missing(alone.baseline, side),
      ...missing(alone.candidate, baseline),
    ]),
    ...matched.flatMap(({ matches }) =>
      matches.some(({ baseline: a, candidate: b }) => a.anytime || b.anytime)
        ? [{ code: 'stopped-early', message: words.anytime }]
        : [],
    ),
  ])
}

const aboutSide = ({ label, reports }: Side): readonly Notice[] => [
  ...(reports.some(({ state }) => state !== 'finished')
    ? [{ code: 'unfinished', message: words.unfinished(label) }]
    : []),
  ...(reports.length > 1 ? [{ code: 'pooled', message: words.pooled(label, String(reports.length)) }] : []),
]

function differing(
  what: 'vantage' | 'version',
  sides: readonly Side[],
  of: (report: Side['reports'][number]) => string,
): readonly Notice[] {
  const values = [...new Set(sides.flatMap(({ reports }) => reports.map(of)))]
  return values.length > 1 ? [{ code: what, message: words.differing[what](values.join(', ')) }] : []
}

/** Named up to here; beyond, they are counted. */
const mostNamed = 5

function missing(cells: readonly ComparedCell[], from: Side): readonly Notice[] {
  const names = [...new Set(cells.map(({ relay, model }) => `${relay} ${model}`))]
  if (names.length === 0) return []
  const more = names.length > mostNamed ? ` +${names.length - mostNamed}` : ''
  const message = words.missing(from.label, `${names.slice(0, mostNamed).join(', ')}${more}`)
  return [{ code: 'missing', message }]
}
