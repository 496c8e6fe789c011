import { join } from 'node:path'
import { now, wallClock } from '../../core/clock.ts'
import type { Plan } from '../../core/plan.ts'
import { UserError } from '../../core/text.ts'
import { planRun } from '../../plan/plan.ts'
import { msOf } from '../../plan/settings.ts'
import type { LoadedProfile } from '../../profile/parse.ts'
import { dollars } from '../../report/figures.ts'
import { render } from '../../report/index.ts'
import { watchPage } from '../../report/watch.ts'
import { withCap } from '../../run/resume-spending.ts'
import { sleepUntil } from '../../run/sleep.ts'
import { JournalWriter } from '../../store/journal-file.ts'
import { openPrometheus, type PrometheusPage, prometheusType } from '../../telemetry/prometheus.ts'
import { type PageOf, type PageServer, servePages } from '../../transport/page-server.ts'
import { watchWords as words } from '../../words/watch.ts'
import { type ExitCode, exitCodeOf, exitCodes } from '../exit.ts'
import { type Interrupts, listenForInterrupts } from '../interrupts.ts'
import { type Measured, type MeasureFlags, measure } from '../measure.ts'
import { describeProblem } from '../problems.ts'
import { newRunDirectory } from '../run-directory.ts'
import { failOnFlag, finiteNumber, type ProfileFlags, profileFrom } from '../settings.ts'
import type { Terminal } from '../terminal.ts'
import { Rounds } from '../watch/rounds.ts'

export interface WatchFlags extends ProfileFlags, MeasureFlags {
  readonly every?: string
  readonly listen?: string
  readonly rounds?: string
  readonly out?: string
}

interface Watch {
  readonly loaded: LoadedProfile
  readonly flags: WatchFlags
  readonly terminal: Terminal
  readonly rounds: Rounds
  readonly metrics: PrometheusPage
  readonly interrupts: Interrupts
  readonly directory: string
}

/**
 * `relaybench watch`: one run after another, each in a folder of its own, and pages that tell of them. Ctrl-C is its usual
 * end, so the exit code is that of the rounds that were finished.
 */
export async function watchCommand(path: string, flags: WatchFlags, terminal: Terminal): Promise<ExitCode> {
  const every = everyFlag(flags.every ?? '5m')
  const most = roundsFlag(flags.rounds)
  const address = listenFlag(flags.listen ?? '127.0.0.1:9464')
  failOnFlag(flags)
  const loaded = await profileFrom(path, flags, terminal)
  const plan = planRun(loaded)
  const rounds = new Rounds({ profile: loaded.name, every: flags.every ?? '5m' }, plan)
  const metrics = openPrometheus()
  const server = await serve(address, pagesOf(rounds, metrics, terminal))
  const interrupts = listenForInterrupts(() => terminal.error(terminal.say(words.stopping)))
  const directory = newRunDirectory(flags.out, `${loaded.name}-watch`)
  terminal.error(terminal.say(words.listening(server.url)))
  try {
    return await keepProbing(
      { loaded, flags, terminal, rounds, metrics, interrupts, directory },
      plan,
      every,
      most,
    )
  } finally {
    interrupts.close()
    await server.close()
    terminal.error(terminal.say(words.kept(directory)))
  }
}

async function keepProbing(watch: Watch, first: Plan, everyMs: number, most: number): Promise<ExitCode> {
  const { rounds, interrupts, terminal, loaded } = watch
  let code: ExitCode = exitCodes.ok
  let next: number = now()
  for (let plan = first; ; plan = planRun(loaded)) {
    const { report, unwritten } = await round(watch, plan)
    if (code === exitCodes.ok) code = unwritten ? exitCodes.disk : codeOf(report, watch)
    if (unwritten) {
      terminal.error(describeProblem(unwritten, terminal))
      return code
    }
    // Whoever has set no key learns it from the first round, not from a page.
    if (plan.cells.length === 0) {
      terminal.out(render(report, 'table', terminal))
      return code
    }
    if (interrupts.stop.aborted || rounds.count >= most) return code
    if (!rounds.maySpend) {
      terminal.error(terminal.say(words.noMoney))
      await sleepUntil(Number.POSITIVE_INFINITY, interrupts.stop)
      return code
    }
    // A round that takes longer is followed at once: none is made up for.
    next = Math.max(next + everyMs, now())
    await sleepUntil(next, interrupts.stop)
    if (interrupts.stop.aborted) return code
  }
}

/** An end by Ctrl-C is none of the relays' doing. */
const codeOf = (report: Measured['report'], { flags, loaded, interrupts }: Watch): ExitCode =>
  interrupts.stop.aborted
    ? exitCodes.ok
    : exitCodeOf(report, failOnFlag(flags) ?? loaded.profile.fail_on ?? 'broken')

async function round(
  { loaded, flags, terminal, rounds, metrics, interrupts, directory }: Watch,
  plan: Plan,
): Promise<Measured> {
  const stamp = wallClock().slice(0, 19).replace(/[-:]/g, '')
  const own = join(directory, `${stamp}-${String(rounds.count + 1).padStart(5, '0')}`)
  const prepared = {
    loaded,
    plan: withCap(plan, rounds.leftUsd),
    directory: own,
    open: () => JournalWriter.create(own),
  }
  const measured = await measure(prepared, { ...flags, quiet: true }, terminal, {
    interrupts,
    onRecord: (record) => metrics.telemetry.add(record),
  })
  rounds.add(measured.report)
  metrics.telemetry.report(measured.report)
  if (!flags.quiet) terminal.error(terminal.say(roundLine(measured.report, rounds)))
  return measured
}

function roundLine({ totals }: Measured['report'], { count, spentUsd, capUsd }: Rounds) {
  const spent = capUsd === undefined ? { en: '', zh: '' } : words.spent(dollars(spentUsd), dollars(capUsd))
  const line = (of: string) => words.round(String(count), String(totals.ok), String(totals.sent), of)
  return { en: line(spent.en).en, zh: line(spent.zh).zh }
}

const pagesOf =
  (rounds: Rounds, metrics: PrometheusPage, { language }: Terminal): PageOf =>
  async (path) => {
    switch (path) {
      case '/':
        return { type: 'text/html; charset=utf-8', body: watchPage(rounds.state, language) }
      case '/metrics':
        return { type: prometheusType, body: await metrics.text() }
      case '/report.json':
        return (
          rounds.last && {
            type: 'application/json',
            body: render(rounds.last, 'json', { language, width: 80, color: false }),
          }
        )
      case '/healthz':
        return { type: 'text/plain; charset=utf-8', body: 'ok\n' }
      default:
        return undefined
    }
  }

/** @throws UserError when the address cannot be taken */
async function serve(
  address: { readonly host: string; readonly port: number },
  pages: PageOf,
): Promise<PageServer> {
  try {
    return await servePages(address, pages)
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    throw new UserError(words.cannotListen(`${address.host}:${address.port}`, why), words.badListenHint)
  }
}

/** @throws UserError when it is no time of at least a second */
function everyFlag(value: string): number {
  const ms = /^\d+(\.\d+)?[smh]$/.test(value) ? msOf(value) : 0
  if (ms >= 1_000) return ms
  throw new UserError(words.badEvery(value), words.badEveryHint)
}

/** @throws UserError when it is no address */
function listenFlag(value: string): { readonly host: string; readonly port: number } {
  const [, bracketed, plain, digits = ''] = /^(?:\[([\da-f:]+)\]|([\w.-]+)):(\d{1,5})$/i.exec(value) ?? []
  const host = bracketed ?? plain
  const port = Number(digits)
  if (host !== undefined && port <= 65_535) return { host, port }
  throw new UserError(words.badListen(value), words.badListenHint)
}

/** @throws UserError when it is no whole number from 1 */
function roundsFlag(value: string | undefined): number {
  if (value === undefined) return Number.POSITIVE_INFINITY
  const number = finiteNumber('--rounds', value)
  if (Number.isInteger(number) && number >= 1) return number
  throw new UserError(words.badRounds(value))
}
