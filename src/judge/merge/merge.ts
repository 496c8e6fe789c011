import { groupBy } from '../../core/group.ts'
import { UserError } from '../../core/text.ts'
import type { Mergeable } from '../../schema/mergeable.ts'
import type { Merged, MergedPath } from '../../schema/merged.ts'
import type { Skipped } from '../../schema/nightly.ts'
import { mergeWords as words } from '../../words/merge.ts'
import { mergedRows } from './rows.ts'
import { workloadsOf } from './workloads.ts'

/** A report and where it was read. */
export interface MergeInput {
  readonly path: string
  readonly atMs: number
  readonly report: Mergeable
}

export interface MergeOptions {
  readonly version: string
  /** Whether reports of different workloads may stand in one row. */
  readonly mixed: boolean
  readonly skipped: readonly Skipped[]
}

/**
 * Reports as one: counts are added, histograms joined, rows kept for each vantage point. The order of reports changes
 * nothing. Of the same run in two states the longer one is taken.
 * @returns undefined when there is no report
 * @throws UserError when workloads differ and mixing them was not asked for
 */
export function mergeReports(inputs: readonly MergeInput[], options: MergeOptions): Merged | undefined {
  const { kept, duplicates } = distinctRuns(inputs)
  const workloads = workloadsOf(kept.map(({ report }) => report))
  if (workloads.length > 1 && !options.mixed)
    throw new UserError(words.mixed(workloads.slice(0, 4).join('; ')), words.mixedHint)
  const [first] = kept
  const last = kept.at(-1)
  if (!first || !last) return undefined
  const anytime = kept.some(({ report }) => report.cells.some((cell) => cell.anytime))
  return {
    schema: 'relaybench.merged/1',
    version: options.version,
    reports: kept.length,
    first: first.report.startedAt,
    last: last.report.startedAt,
    vantages: [...groupBy(kept, ({ report }) => report.vantage)]
      .map(([vantage, all]) => ({
        vantage,
        reports: all.length,
        sent: all.reduce((sum, { report }) => sum + report.cells.reduce((n, { sent }) => n + sent, 0), 0),
      }))
      .sort((a, b) => byText(a.vantage, b.vantage)),
    workloads: [...workloads],
    anytime,
    rows: [
      ...mergedRows(
        kept.map(({ report }) => report),
        anytime,
      ),
    ],
    paths: pathsOf(kept.map(({ report }) => report)),
    duplicates,
    skipped: options.skipped.toSorted((a, b) => byText(a.path, b.path)).map((each) => ({ ...each })),
  }
}

const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

/** In the order of their beginnings; of several reports of one run the one with most probes. */
function distinctRuns(inputs: readonly MergeInput[]) {
  const runs = groupBy(inputs, ({ report }) => identityOf(report))
  const duplicates: Merged['duplicates'] = []
  const kept = [...runs.values()].flatMap((same) => {
    const [best, ...others] = same.toSorted((a, b) => sentIn(b) - sentIn(a) || byText(a.path, b.path))
    if (!best) return []
    duplicates.push(...others.map(({ path }) => ({ path, sameAs: best.path })))
    return [best]
  })
  kept.sort((a, b) => a.atMs - b.atMs || byText(identityOf(a.report), identityOf(b.report)))
  return { kept, duplicates: duplicates.sort((a, b) => byText(a.path, b.path)) }
}

const sentIn = ({ report }: MergeInput): number => report.cells.reduce((sum, { sent }) => sum + sent, 0)

/** The same for every report of one run, and of no other. */
const identityOf = ({ plan, startedAt, vantage, profileName }: Mergeable): string =>
  JSON.stringify(plan.runId === undefined ? [startedAt, vantage, profileName] : [plan.runId, startedAt])

type Network = Mergeable['relays'][number]['network']

/** What was seen of the way to each relay, from each vantage point. */
function pathsOf(reports: readonly Mergeable[]): MergedPath[] {
  const found = reports.flatMap(({ vantage, relays }) => relays.map((relay) => ({ vantage, ...relay })))
  const groups = groupBy(found, ({ vantage, relay, line }) => JSON.stringify([vantage, relay, line]))
  return [...groups]
    .sort(([a], [b]) => byText(a, b))
    .flatMap(([, group]) => {
      const [some] = group
      if (!some) return []
      const { vantage, relay, line } = some
      const all = (of: (network: Network) => readonly (string | null)[]): string[] =>
        [...new Set(group.flatMap(({ network }) => of(network).filter((each) => each !== null)))].sort()
      return [
        {
          ...{ vantage, relay, line },
          addresses: all(({ remoteAddress, addresses }) => [
            remoteAddress,
            ...addresses.map(({ address }) => address),
          ]),
          edges: all(({ edge }) => [edge]),
          certificates: all(({ certificate }) => [
            certificate && `${certificate.issuer} – ${certificate.validTo.slice(0, 10)}`,
          ]),
        },
      ]
    })
}
