import { pick } from '../core/registry.ts'
import type { Language, Text } from '../core/text.ts'
import type { Failover, FailoverResult } from '../schema/failover.ts'
import { failoverWords as words } from '../words/failover.ts'
import { comparisonWords, joints } from '../words/report.ts'
import { count, dollars, milliseconds, missing, percent, percentInterval, threeDigits } from './figures.ts'
import { type Line, linesPart, type Section, type TablePart, type View } from './view.ts'
import { type Format, viewFormats } from './view-formats.ts'

const { table, markdown, json, html } = viewFormats<readonly Failover[]>(view)

/** @throws UserError when there is no such format. */
export const failoverFormat = (id: string): Format<readonly Failover[]> =>
  pick([table, json, markdown, html], id, words.formatKind)

const arrow = ' → '

function view(all: readonly Failover[], language: Language): View {
  const sections = all.map((each, i) => section(each, i, language))
  const legend = linesPart([{ text: words.legend[language], tone: 'faint' }])
  return sections.map((each, i) =>
    i < sections.length - 1 ? each : { ...each, parts: [...each.parts, legend] },
  )
}

function section(failover: Failover, i: number, language: Language): Section {
  const { chain, alone, search, model, mode } = failover
  const rows = [
    ...(search ? [{ name: words.heldOut(search.chosen.join(arrow))[language], result: search.heldOut }] : []),
    ...(failover.live
      ? [{ name: words.liveRow(chain.relays.join(arrow))[language], result: failover.live.result }]
      : []),
    ...[chain, ...alone].map(({ relays, result }) => ({ name: relays.join(arrow), result })),
  ]
  return {
    title: words.title(chain.relays.join(arrow), model, comparisonWords.mode[mode][language])[language],
    level: i === 0 ? 1 : 2,
    parts: [
      linesPart(before(failover, language)),
      resultTable(rows, language),
      linesPart(after(failover, language)),
    ],
  }
}

function heldLine({ live }: Failover, language: Language): readonly Text[] {
  if (!live) return []
  const said = (Object.entries(live.held) as [keyof typeof words.names, boolean | null][]).flatMap(
    ([name, held]) => {
      if (held === null) return []
      const shown = words.names[name][language]
      return (held ? words.within(shown) : words.outside(shown))[language]
    },
  )
  return said.length === 0 ? [] : [words.held(said.join(joints.list[language]))]
}

function before({ rounds, medianSpacingMs, search, policy }: Failover, language: Language): readonly Line[] {
  const texts = [
    words.head(count(rounds), milliseconds(medianSpacingMs)),
    words.policy(count(policy.attempts), policy.hedgeMs === undefined ? '' : milliseconds(policy.hedgeMs)),
    ...(search
      ? [words.search(search.chosen.join(arrow), count(search.tried), count(search.trainRounds))]
      : []),
  ]
  return texts.map((text) => ({ text: text[language] }))
}

function after(failover: Failover, language: Language): readonly Line[] {
  const { together, flat30sCuts, chain } = failover
  const cuts = named(chain.result.cuts, language)
  const texts = [
    ...heldLine(failover, language),
    ...(together
      ? [
          words.together(
            count(together.both),
            count(together.rounds),
            together.expected === null ? missing : together.expected.toFixed(1),
          ),
        ]
      : []),
    words.flat(count(flat30sCuts.cut), count(flat30sCuts.answers)),
    ...(cuts === '' ? [] : [words.cuts(cuts)]),
  ]
  return texts.map((text) => ({ text: text[language] }))
}

const named = (counts: Readonly<Record<string, number>>, language: Language): string =>
  Object.entries(counts)
    .map(([name, n]) => words.times(name === '' ? words.nobodyAnswered[language] : name, count(n))[language])
    .join(joints.list[language])

const usdOr = (usd: number | null): string => (usd === null ? missing : dollars(usd))

const interval = (
  { value, low, high }: FailoverResult['firstMs']['p50'],
  show: (value: number | null) => string,
): string => (value === null || (low === null && high === null) ? missing : `[${show(low)}, ${show(high)}]`)

type ResultColumn = readonly [
  id: keyof typeof words.columns,
  align: 'left' | 'right',
  show: (row: { readonly name: string; readonly result: FailoverResult }, language: Language) => string,
]

const columns: readonly ResultColumn[] = [
  ['chain', 'left', ({ name }) => name],
  ['availability', 'right', ({ result }) => percent(result.availability.value)],
  [
    'availabilityInterval',
    'right',
    ({ result: { availability } }) => percentInterval(availability.low, availability.high),
  ],
  ['p50', 'right', ({ result }) => milliseconds(result.firstMs.p50.value)],
  ['p50Interval', 'right', ({ result }) => interval(result.firstMs.p50, milliseconds)],
  ['p95', 'right', ({ result }) => milliseconds(result.firstMs.p95.value)],
  ['p95Interval', 'right', ({ result }) => interval(result.firstMs.p95, milliseconds)],
  ['p99', 'right', ({ result }) => milliseconds(result.firstMs.p99.value)],
  ['p99Interval', 'right', ({ result }) => interval(result.firstMs.p99, milliseconds)],
  ['usd', 'right', ({ result }) => usdOr(result.usdPer1000?.value ?? null)],
  [
    'usdInterval',
    'right',
    ({ result }) => (result.usdPer1000 ? interval(result.usdPer1000, usdOr) : missing),
  ],
  [
    'attempts',
    'right',
    ({ result }) => (result.attemptsPerRequest === null ? missing : threeDigits(result.attemptsPerRequest)),
  ],
  ['by', 'left', ({ result }, language) => named(result.by, language)],
]

function resultTable(
  rows: readonly { readonly name: string; readonly result: FailoverResult }[],
  language: Language,
): TablePart {
  return {
    type: 'table',
    columns: columns.map(([id, align]) => ({
      id,
      head: words.columns[id][language],
      align,
      ...((id === 'chain' || id === 'by') && { wrapsFrom: 14 }),
    })),
    rows: rows.map((row) => columns.map(([, , show]) => ({ text: show(row, language) }))),
    dropOrder: ['usdInterval', 'p50Interval', 'p95Interval', 'by', 'attempts', 'p99Interval', 'usd', 'p50'],
    whenDropped: {},
  }
}
