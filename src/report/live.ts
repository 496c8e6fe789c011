import { Chalk, type ChalkInstance } from 'chalk'
import { inert } from '../core/inert.ts'
import type { Language } from '../core/text.ts'
import { liveWords as words } from '../words/live.ts'
import { count, milliseconds } from './figures.ts'
import { gap, layout } from './grid.ts'
import { failureCounts } from './labels.ts'
import { toned } from './terminal.ts'
import type { Column, TableCell, TablePart } from './view.ts'
import { clip, widthOf } from './wrap.ts'

/** How one relay does in a run that is under way. */
export interface LiveRelay {
  readonly relay: string
  readonly done: number
  /** Undefined where time bounds the run, or answers decide what is asked. */
  readonly planned: number | undefined
  readonly ok: number
  /** Of the last answers; a quantile is null where so few do not support it. */
  readonly recent: { readonly p50: number | null; readonly p99: number | null; readonly n: number }
  /** By outcome class. */
  readonly outcomes: Readonly<Record<string, number>>
}

export interface LiveState {
  readonly relays: readonly LiveRelay[]
  /** Which time `recent` is of: TTFT wherever anything is streamed. */
  readonly metric: 'ttft' | 'e2e'
  /** Progress of the whole run, already in words. */
  readonly summary: string
}

export interface LiveRoom {
  readonly width: number
  /** Lines of the terminal. */
  readonly rows: number
  readonly language: Language
  readonly color: boolean
}

/**
 * A table of relays with the progress of the whole run below, a line each, none wider than the terminal. Drawn by hand: it
 * is drawn while others are measured, and what tables in reports take would make the event loop stand still.
 */
export function liveText(
  { relays, metric, summary }: LiveState,
  { width, rows, language, color }: LiveRoom,
): string {
  // Head, rule and summary take three lines, and the cursor stands on a fourth.
  const room = Math.max(1, rows - 4)
  const shown = relays.length <= room ? relays : relays.slice(0, Math.max(1, room - 1))
  const hidden = relays.length - shown.length
  const chalk = new Chalk({ level: color ? 1 : 0 })
  return [
    ...tableLines(table(shown, metric, language), width, chalk),
    ...(hidden > 0 ? [clip(words.more(count(hidden))[language], width)] : []),
    clip(summary, width),
  ].join('\n')
}

function tableLines(part: TablePart, width: number, chalk: ChalkInstance): readonly string[] {
  const { columns } = layout(part, width)
  const line = (cells: readonly TableCell[]): string =>
    columns
      .map(({ column, index, width: wide }) => {
        const { text = '', tone } = cells[index] ?? {}
        const shown = clip(inert(text), wide)
        const blanks = ' '.repeat(Math.max(0, wide - widthOf(shown)))
        return column.align === 'right'
          ? blanks + toned(shown, tone, chalk)
          : toned(shown, tone, chalk) + blanks
      })
      .join(' '.repeat(gap))
      .trimEnd()
  const full = columns.reduce((sum, column) => sum + column.width + gap, -gap)
  return [
    line(part.columns.map(({ head }) => ({ text: head }))),
    '-'.repeat(Math.max(0, Math.min(width, full))),
    ...part.rows.map(line),
  ]
}

type LiveColumn = readonly [
  id: keyof typeof words.columns,
  align: Column['align'],
  show: (relay: LiveRelay, language: Language) => TableCell,
]

const columns = (metric: LiveState['metric']): readonly LiveColumn[] => [
  ['relay', 'left', ({ relay }) => ({ text: relay })],
  ['bar', 'left', (relay) => ({ text: bar(relay), tone: 'faint' })],
  [
    'done',
    'right',
    ({ done, planned }) => ({ text: planned === undefined ? count(done) : `${done}/${planned}` }),
  ],
  ['ok', 'right', ({ ok }) => ({ text: count(ok) })],
  [`${metric}P50`, 'right', ({ recent }) => ({ text: milliseconds(recent.p50) })],
  [`${metric}P99`, 'right', ({ recent }) => ({ text: milliseconds(recent.p99) })],
  ['n', 'right', ({ recent }) => ({ text: count(recent.n) })],
  [
    'failures',
    'left',
    (relay, language) => ({
      text: clip(failureCounts(relay, language), widestFailures),
      tone: 'warning',
    }),
  ],
]

function table(relays: readonly LiveRelay[], metric: LiveState['metric'], language: Language): TablePart {
  const drawn = columns(metric)
  return {
    type: 'table',
    columns: drawn.map(([id, align]) => ({
      id,
      head: words.columns[id][language],
      align,
      ...((id === 'relay' || id === 'failures') && { wrapsFrom: 8 }),
    })),
    rows: relays.map((relay) => drawn.map(([, , show]) => show(relay, language))),
    dropOrder: ['bar', 'n', 'ok', 'failures', `${metric}P99`],
    whenDropped: {},
  }
}

/** Longer lists are cut: a row is a line. */
const widestFailures = 36

const barWidth = 10

/** "####......"; blank where nobody knows how much there is to do. */
function bar({ done, planned }: LiveRelay): string {
  if (planned === undefined || planned === 0) return ''
  const full = Math.min(barWidth, Math.floor((done / planned) * barWidth))
  return '#'.repeat(full) + '.'.repeat(barWidth - full)
}
