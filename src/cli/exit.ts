import type { OutcomeClass } from '../metrics/outcomes.ts'
import type { Report } from '../schema/report.ts'

/** What the process tells its caller. `docs/exit-codes.md` explains each. */
export const exitCodes = {
  ok: 0,
  limitBroken: 1,
  badInput: 2,
  nothingMeasured: 3,
  ownNetwork: 4,
  disk: 5,
  limitUndecided: 6,
  defect: 70,
  interrupted: 130,
} as const

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes]

/** Outcomes that say that this machine, not a relay, was the trouble. */
const ours: ReadonlySet<string> = new Set(['no-route', 'proxy', 'client-stalled'])

/** The code that a finished or broken-off run deserves. */
export function exitCodeOf(report: Report): ExitCode {
  if (report.state === 'interrupted') return exitCodes.interrupted
  if (report.state === 'disk-full') return exitCodes.disk
  if (report.totals.ok > 0) {
    const broken = report.objectives.some(({ verdict }) => verdict === 'broken')
    return broken ? exitCodes.limitBroken : exitCodes.ok
  }
  const outcomes = report.cells.flatMap((cell) => Object.keys(cell.outcomes))
  return outcomes.length > 0 && outcomes.every((outcome) => ours.has(outcome))
    ? exitCodes.ownNetwork
    : exitCodes.nothingMeasured
}

/** The code that a single probe deserves. */
export function exitCodeOfProbe(outcome: OutcomeClass): ExitCode {
  if (outcome === 'ok') return exitCodes.ok
  if (outcome === 'cancelled') return exitCodes.interrupted
  return ours.has(outcome) ? exitCodes.ownNetwork : exitCodes.nothingMeasured
}

/** The one place that sets the exit code. The process ends by itself when nothing is left to do, so no output is lost. */
export function leaveWith(code: ExitCode): void {
  process.exitCode = code
}

/** The one place that ends the process at once: a third Ctrl-C. */
export function leaveNow(): never {
  process.exit(exitCodes.interrupted)
}
