import type { Report, ReportCell } from '../schema/report.ts'
import { isAnytime } from './early-stops.ts'
import type { Evidence } from './evidence.ts'

/** Sums over all cells, and the time that all sessions took together. */
export function reportTotals(
  cells: readonly ReportCell[],
  { header, sessions, asked }: Evidence,
): Report['totals'] {
  const { rounds } = header.plan.load
  const sum = (of: (cell: ReportCell) => number): number => cells.reduce((total, cell) => total + of(cell), 0)
  return {
    sent: sum((cell) => cell.sent) + (asked?.sum.requests ?? 0),
    ok: sum((cell) => cell.ok) + (asked?.sum.ok ?? 0),
    planned:
      rounds === undefined || asked || isAnytime({ header }) ? null : rounds * header.plan.cells.length,
    inputTokens: sum((cell) => cell.tokens.input) + (asked?.sum.inputTokens ?? 0),
    outputTokens: sum((cell) => cell.tokens.output) + (asked?.sum.outputTokens ?? 0),
    elapsedMs:
      sessions.size === 0
        ? null
        : [...sessions.values()].reduce((total, { lastStampMs }) => total + lastStampMs, 0),
  }
}

/** How the last session ended; a session that wrote no end is running, or was killed. */
export function reportState({ sessions }: Evidence): Report['state'] {
  const [last] = [...sessions].toSorted(([a], [b]) => b - a)
  return last?.[1].end ?? 'running'
}
