import type { FailOn } from '../core/objective.ts'
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
  budgetAlarm: 7,
  defect: 70,
  interrupted: 130,
} as const

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes]

/** Outcomes that say that this machine, not a relay, was the trouble. */
const ours: ReadonlySet<string> = new Set(['no-route', 'proxy', 'client-stalled'])

/** The code that a finished or broken-off run deserves. */
export function exitCodeOf(report: Report, failOn: FailOn = 'broken'): ExitCode {
  if (report.state === 'interrupted') return exitCodes.interrupted
  if (report.state === 'disk-full') return exitCodes.disk
  if (report.totals.ok > 0) {
    const code = exitCodeOfLimits(report, failOn)
    return code === exitCodes.ok && warnsOfSpend(report) ? exitCodes.budgetAlarm : code
  }
  const outcomes = [...report.cells, ...(report.audit?.answered ?? [])].flatMap((cell) =>
    Object.keys(cell.outcomes),
  )
  return outcomes.length > 0 && outcomes.every((outcome) => ours.has(outcome))
    ? exitCodes.ownNetwork
    : exitCodes.nothingMeasured
}

const warnsOfSpend = ({ notices }: Report): boolean => notices.some(({ code }) => code === 'budget-alarm')

/** A limit of severity `warn` is shown, and never makes the code. */
function exitCodeOfLimits({ objectives }: Report, failOn: FailOn): ExitCode {
  return exitCodeOfVerdicts(
    objectives.filter(({ severity }) => severity === 'fail').map(({ verdict }) => verdict),
    failOn,
  )
}

/** The code of limits, or of promises, by what came of them. */
export function exitCodeOfVerdicts(verdicts: readonly string[], failOn: FailOn): ExitCode {
  if (failOn === 'never') return exitCodes.ok
  if (verdicts.includes('broken')) return exitCodes.limitBroken
  return failOn === 'undecided' && verdicts.includes('undecided') ? exitCodes.limitUndecided : exitCodes.ok
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
