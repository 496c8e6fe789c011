import { groupBy } from '../../core/group.ts'
import type { SlaDay, SlaRelay } from '../../schema/sla.ts'
import type { StripPart, TableCell } from '../view.ts'

/** A sign for a day, in ASCII: it says the same without colour, and takes one column in every terminal. */
export const daySigns = { all: 'o', some: '-', many: '!', most: 'X', none: '.' } as const

/** A row for each month, a sign for each day, the first of the month in the first place. */
export function calendarStrip({ calendar }: SlaRelay): StripPart {
  const months = groupBy(calendar, ({ day }) => day.slice(0, 7))
  return {
    type: 'strip',
    rows: [...months].map(([month, days]) => ({
      label: month,
      signs: [...daysBefore(days[0]), ...days.map(signOf)],
    })),
  }
}

/** The days of a month before the first that is shown. */
const daysBefore = (first: SlaDay | undefined): TableCell[] =>
  Array.from({ length: Number(first?.day.slice(8) ?? 1) - 1 }, () => ({ text: ' ' }))

function signOf({ probes, failed }: SlaDay): TableCell {
  if (probes === 0) return { text: daySigns.none, tone: 'faint' }
  const share = failed / probes
  if (share === 0) return { text: daySigns.all, tone: 'best' }
  if (share <= 0.05) return { text: daySigns.some }
  return share <= 0.5 ? { text: daySigns.many, tone: 'warning' } : { text: daySigns.most, tone: 'warning' }
}
