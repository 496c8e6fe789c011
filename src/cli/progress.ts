import type { Ora } from 'ora'
import { costsAnything } from '../core/budget.ts'
import { now } from '../core/clock.ts'
import type { JournalRecord } from '../core/journal.ts'
import { type Plan, storedPrefix } from '../core/plan.ts'
import { dollars } from '../report/figures.ts'
import { cliWords } from '../words/cli.ts'
import type { Terminal } from './terminal.ts'

/** CI logs get a line this often; a terminal is redrawn faster. */
const plainLineMs = 5_000
const redrawMs = 200

/** Tells on stderr how far a run is: a spinner on a terminal, lines elsewhere. */
export class Progress {
  readonly #terminal: Terminal
  readonly #total: number | undefined
  readonly #startedAt = now()
  #spinner: Ora | undefined
  readonly #timer: NodeJS.Timeout
  #done = 0
  #tokens = 0
  #spentUsd: number
  readonly #capUsd: number | undefined

  /**
   * @param finished probes that earlier sessions finished
   * @param spentUsd what they spent
   */
  constructor(terminal: Terminal, plan: Plan, finished: number, spentUsd = 0) {
    this.#terminal = terminal
    const { rounds, warmupRounds } = plan.load
    this.#total = rounds === undefined ? undefined : plan.cells.length * (rounds + warmupRounds) - finished
    this.#spentUsd = spentUsd
    if (plan.budget && costsAnything(plan.budget)) this.#capUsd = plan.budget.capUsd
    this.#timer = setInterval(() => this.#show(), terminal.errorIsTty ? redrawMs : plainLineMs)
    this.#timer.unref()
  }

  /** Begins to show it; where lines will do, no spinner is loaded. */
  async start(): Promise<void> {
    if (!this.#terminal.errorIsTty) return
    const { default: ora } = await import('ora')
    this.#spinner = ora({
      text: this.#line(),
      stream: process.stderr,
      discardStdin: false,
      ...(!this.#terminal.errorColor && { color: false }),
    }).start()
  }

  seen(record: JournalRecord): void {
    if (record.type === 'observation' || record.type === 'protocols') this.#spentUsd += record.costUsd ?? 0
    if (record.type !== 'observation' || record.retry !== undefined) return
    if (record.cellId.startsWith(storedPrefix)) return // an earlier run's
    this.#done++
    const { inputTokens = 0, outputTokens = 0 } = record.reply.usage ?? {}
    this.#tokens += inputTokens + outputTokens
  }

  stop(): void {
    clearInterval(this.#timer)
    this.#spinner?.stop()
  }

  #show(): void {
    if (this.#spinner) this.#spinner.text = this.#line()
    else this.#terminal.error(this.#line())
  }

  #line(): string {
    const elapsed = (now() - this.#startedAt) / 1000
    const rate = this.#done / Math.max(elapsed, 0.001)
    const left = this.#total === undefined || rate === 0 ? undefined : (this.#total - this.#done) / rate
    const cost =
      this.#capUsd === undefined
        ? []
        : [this.#terminal.say(cliWords.progressCost(dollars(this.#spentUsd), dollars(this.#capUsd)))]
    const probes = this.#terminal.say(
      cliWords.progress(
        String(this.#done),
        this.#total === undefined ? '?' : String(this.#total),
        rate.toFixed(1),
        duration(elapsed),
        left === undefined ? '?' : duration(left),
        String(this.#tokens),
      ),
    )
    return [probes, ...cost].join(' · ')
  }
}

/** Seconds as people write them: 45s, 3m20s, 1h05m. */
function duration(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds))
  if (whole < 60) return `${whole}s`
  const minutes = Math.floor(whole / 60)
  if (minutes < 60) return `${minutes}m${String(whole % 60).padStart(2, '0')}s`
  return `${Math.floor(minutes / 60)}h${String(minutes % 60).padStart(2, '0')}m`
}
