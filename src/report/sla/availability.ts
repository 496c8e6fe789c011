import type { SlaHours, SlaModel, SlaPromise, SlaRelay, SlaWindow } from '../../schema/sla.ts'
import { slaWords as words } from '../../words/sla.ts'
import {
  count,
  millisecondInterval,
  milliseconds,
  missing,
  percent,
  percentInterval,
  threeDigits,
} from '../figures.ts'
import type { Column, TableCell, TablePart } from '../view.ts'
import type { Voice } from './times.ts'

const { columns: heads } = words

/** A table of which no column is given up; the first one wraps. */
export const tableOf = (
  columns: readonly (readonly [id: keyof typeof heads, align: Column['align']])[],
  rows: readonly (readonly TableCell[])[],
  { language }: Voice,
  dropOrder: readonly (keyof typeof heads)[] = [],
): TablePart => ({
  type: 'table',
  columns: columns.map(([id, align], place) => ({
    id,
    head: heads[id][language],
    align,
    ...(place === 0 && { wrapsFrom: 12 }),
    ...(id === 'verdict' && { wrapsFrom: 16 }),
  })),
  rows,
  dropOrder,
  whenDropped: {},
})

/** Every model over every window that holds more than the one before. */
export function availabilityTable({ models }: SlaRelay, voice: Voice): TablePart {
  const rows = models.flatMap((model) =>
    model.windows
      .filter((window, i, all) => window.nights > (all[i - 1]?.nights ?? 0))
      .map((window, i) => availabilityRow(i === 0 ? model.model : '', window, voice)),
  )
  return tableOf(
    [
      ['model', 'left'],
      ['window', 'left'],
      ['nights', 'right'],
      ['n', 'right'],
      ['answered', 'right'],
      ['interval', 'right'],
      ['without429', 'right'],
      ['burn', 'right'],
    ],
    rows,
    voice,
    ['nights', 'without429'],
  )
}

function availabilityRow(model: string, window: SlaWindow, { language }: Voice): readonly TableCell[] {
  const { hours, nights, availability, availabilityWithout429, burn } = window
  const over = burn !== null && (burn.rate === null || burn.rate > 1)
  const length = new Map(Object.entries(words.windows)).get(String(hours ?? 'all'))
  return [
    { text: model },
    { text: length?.[language] ?? missing },
    { text: count(nights) },
    { text: count(availability.n) },
    { text: percent(availability.value) },
    { text: percentInterval(availability.low, availability.high) },
    { text: percent(availabilityWithout429.value) },
    { text: burn ? burnText(burn) : missing, ...(over && { tone: 'warning' as const }) },
  ]
}

/** "3/2.4 ×1.25": failures seen of those allowed. */
const burnText = ({ failed, allowed, rate }: NonNullable<SlaWindow['burn']>): string => {
  const used = `${count(failed)}/${allowed < 100 ? Number(allowed.toFixed(2)) : count(Math.round(allowed))}`
  return rate === null || rate === 0 ? used : `${used} ×${threeDigits(rate)}`
}

/** What was promised of each model, and what came of it. */
export function promiseTable({ models }: SlaRelay, voice: Voice): readonly TablePart[] {
  const rows = models.flatMap(({ model, promise }) => (promise ? [promiseRow(model, promise, voice)] : []))
  if (rows.length === 0) return []
  const columns = [
    ['model', 'left'],
    ['promised', 'left'],
    ['nights', 'right'],
    ['verdict', 'left'],
  ] as const
  return [tableOf(columns, rows, voice)]
}

const promiseRow = (model: string, promise: SlaPromise, voice: Voice): readonly TableCell[] => [
  { text: model },
  { text: words.promise(percent(promise.promised), words.source[promise.source])[voice.language] },
  { text: count(promise.nights) },
  promiseCell(promise, voice),
]

function promiseCell({ verdict, since, needed }: SlaPromise, { language, day }: Voice): TableCell {
  switch (verdict) {
    case 'met':
      return { text: words.met(day(since ?? missing))[language], tone: 'best' }
    case 'broken':
      return { text: words.broken(day(since ?? missing))[language], tone: 'warning' }
    case 'undecided':
      return { text: (needed === null ? words.undecided : words.needed(count(needed)))[language] }
  }
}

/** The evening apart from the rest of the day; nothing where only one of them was ever measured. */
export function hoursTable({ models }: SlaRelay, voice: Voice): readonly TablePart[] {
  const both = models.filter(({ peak, offPeak }) => peak.nights > 0 && offPeak.nights > 0)
  if (both.length === 0) return []
  const columns = [
    ['model', 'left'],
    ['hours', 'left'],
    ['n', 'right'],
    ['answered', 'right'],
    ['interval', 'right'],
    ['nights', 'right'],
    ['ttft', 'right'],
    ['interval', 'right'],
  ] as const
  return [
    tableOf(
      columns,
      both.flatMap((model) => hoursRows(model, voice)),
      voice,
    ),
  ]
}

const hoursRows = ({ model, peak, offPeak }: SlaModel, { language }: Voice): readonly TableCell[][] => [
  [{ text: model }, { text: words.peak[language] }, ...hoursCells(peak)],
  [{ text: '' }, { text: words.offPeak[language] }, ...hoursCells(offPeak)],
]

const hoursCells = ({ availability, ttftMs }: SlaHours): readonly TableCell[] =>
  [
    count(availability.n),
    percent(availability.value),
    percentInterval(availability.low, availability.high),
    count(ttftMs.n),
    milliseconds(ttftMs.p50),
    millisecondInterval(ttftMs.p50, [ttftMs.low, ttftMs.high]),
  ].map((text) => ({ text }))
