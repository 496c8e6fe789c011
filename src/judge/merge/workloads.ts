import type { Mergeable } from '../../schema/mergeable.ts'

/** Prompts of one text differ by the words that make each unlike any other: by fewer bytes than this. */
const nonceBytes = 96

/** What was asked, and how fast, in words that are the same only where figures may be joined. */
export function workloadsOf(reports: readonly Mergeable[]): readonly string[] {
  // Reports without cells have no workload: they only tell of listings.
  const measured = reports.filter(({ cells }) => cells.length > 0)
  const sizes = clusters(measured.map(promptBytesOf))
  return [...new Set(measured.map((report) => described(report, sizes)))].sort()
}

const promptBytesOf = ({ plan }: Mergeable): number => plan.workload?.promptBytes ?? 0

function described({ plan, ...report }: Mergeable, sizes: ReadonlyMap<number, number>): string {
  const { workload, load } = plan
  const concurrency = [...new Set(Object.values(load?.concurrency ?? {}))].sort((a, b) => a - b)
  return [
    `${workload?.name ?? '?'} (about ${sizes.get(promptBytesOf({ plan, ...report })) ?? 0} B)`,
    `max ${workload?.maxOutputTokens ?? '?'} tokens`,
    load?.shape?.type ?? 'closed',
    `concurrency ${concurrency.join('/') || '?'}`,
  ].join(', ')
}

/** Each size with the smallest of those that lie close together. */
function clusters(sizes: readonly number[]): ReadonlyMap<number, number> {
  const least = new Map<number, number>()
  let first = Number.NEGATIVE_INFINITY
  for (const size of [...new Set(sizes)].sort((a, b) => a - b)) {
    if (size - first > nonceBytes) first = size
    least.set(size, first)
  }
  return least
}
