import type { Cell } from '../core/plan.ts'
import type { ReportCell } from '../schema/report.ts'
import type { Evidence } from './evidence.ts'

/** Whether the number of probes hung on what they showed: ordinary intervals would then miss too often. */
export const isAnytime = ({ header }: Pick<Evidence, 'header'>): boolean =>
  header.plan.load.until !== undefined || header.plan.load.dropLosers !== undefined

/** What ended a cell: the rule that its record names, or that its probes were spent before it was precise. */
export function earlyStop(
  { id }: Cell,
  sent: number,
  { header, cellStops }: Pick<Evidence, 'header' | 'cellStops'>,
): ReportCell['stoppedBy'] {
  const stop = cellStops.get(id)
  const { until, rounds } = header.plan.load
  if (!stop) return until && rounds !== undefined && sent >= rounds ? { reason: 'cap' } : null
  switch (stop.reason) {
    case 'precise':
      return { reason: 'precise', n: stop.n, shown: stop.shown.map((each) => ({ ...each })) }
    case 'dropped': {
      const { n, shown, better } = stop
      return {
        reason: 'dropped',
        n,
        shown: { ...shown },
        better: { cell: better.cellId, shown: { ...better.shown } },
      }
    }
  }
}
