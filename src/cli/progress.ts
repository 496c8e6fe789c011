import { costsAnything } from '../core/budget.ts'
import { now } from '../core/clock.ts'
import type { JournalRecord } from '../core/journal.ts'
import type { Plan } from '../core/plan.ts'
import { dollars } from '../report/figures.ts'
import { cliWords } from '../words/cli.ts'
import type { Screen } from './live/screen.ts'
import { LiveTally } from './live/tally.ts'
import type { Terminal } from './terminal.ts'

/** CI logs get a line this often; a terminal is redrawn faster. */
const plainLineMs = 5_000
const redrawMs = 250
/** Drawing takes at most this share of the time: what is drawn must not disturb what is measured. */
const drawingShare = 0.01

/** What earlier sessions of a run have done. */
export interface Earlier {
  readonly finished: ReadonlySet<string>
  readonly spentUsd: number
}

/** Tells on stderr how far a run is: a table of relays on a terminal, lines elsewhere. */
export class Progress {
  readonly #terminal: Terminal
  readonly #tally: LiveTally
  readonly #startedAt = now()
  readonly #capUsd: number | undefined
  #screen: Screen | undefined
  #draw: ((screen: Screen) => void) | undefined
  #timer: NodeJS.Timeout | undefined

  constructor(terminal: Terminal, plan: Plan, { finished, spentUsd }: Earlier) {
    this.#terminal = terminal
    this.#tally = new LiveTally(plan, finished, spentUsd)
    if (plan.budget && costsAnything(plan.budget)) this.#capUsd = plan.budget.capUsd
  }

  /** Begins to show it; where lines will do, nothing to draw with is loaded. */
  async start(): Promise<void> {
    if (this.#terminal.errorIsTty) await this.#openScreen()
    this.#next(this.#screen ? redrawMs : plainLineMs)
  }

  seen(record: JournalRecord): void {
    this.#tally.add(record)
  }

  /** Says something that is to stay. */
  say(text: string): void {
    if (this.#screen) this.#screen.above(text)
    else this.#terminal.error(text)
  }

  stop(): void {
    clearTimeout(this.#timer)
    this.#screen?.close()
    this.#screen = undefined
  }

  async #openScreen(): Promise<void> {
    const [{ createLogUpdate }, { openScreen }, { liveText }] = await Promise.all([
      import('log-update'),
      import('./live/screen.ts'),
      import('../report/live.ts'),
    ])
    const { language, errorColor: color } = this.#terminal
    this.#draw = (screen) => {
      const { columns: width, rows } = process.stderr
      const state = { relays: this.#tally.relays, metric: this.#tally.metric, summary: this.#line() }
      screen.draw(liveText(state, { width, rows, language, color }))
    }
    this.#screen = openScreen(createLogUpdate, process.stderr)
    this.#draw(this.#screen)
  }

  #next(inMs: number): void {
    this.#timer = setTimeout(() => this.#show(), inMs)
    this.#timer.unref()
  }

  #show(): void {
    if (!this.#screen) {
      this.#terminal.error(this.#line())
      return this.#next(plainLineMs)
    }
    const began = now()
    this.#draw?.(this.#screen)
    this.#next(Math.max(redrawMs, (now() - began) / drawingShare))
  }

  #line(): string {
    const { done, planned, tokens, spentUsd } = this.#tally
    const elapsed = (now() - this.#startedAt) / 1000
    const rate = done / Math.max(elapsed, 0.001)
    const left = planned === undefined || rate === 0 ? undefined : (planned - done) / rate
    const counted = planned === undefined ? String(done) : `${done}/${planned}`
    const parts = [
      cliWords.progress(counted, rate.toFixed(1), duration(elapsed)),
      ...(left === undefined ? [] : [cliWords.progressLeft(duration(left))]),
      cliWords.progressTokens(String(tokens)),
      ...(this.#capUsd === undefined
        ? []
        : [cliWords.progressCost(dollars(spentUsd), dollars(this.#capUsd))]),
    ]
    return parts.map((part) => this.#terminal.say(part)).join(' · ')
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
