import type { Ms } from '../core/clock.ts'
import type { CalibrationRecord, ControlRecord } from '../core/journal.ts'
import { startTruth, type Truth } from '../sim/index.ts'
import { calibrate } from './calibration.ts'
import { control } from './control.ts'
import type { OpenLane } from './lane-set.ts'
import type { SelfCheckOptions } from './run-options.ts'

interface SelfCheckSetting {
  readonly session: number
  readonly openLane: OpenLane
  readonly record: (record: CalibrationRecord | ControlRecord) => void
  readonly stop: AbortSignal
}

/** The loopback relay of a run: asked before the first probe, and through the run where that is wanted. */
export class SelfCheck {
  readonly #setting: SelfCheckSetting
  readonly #truth: Truth | undefined
  readonly #over = new AbortController()
  #controlling: Promise<void> | undefined

  private constructor(setting: SelfCheckSetting, truth: Truth | undefined) {
    this.#setting = setting
    this.#truth = truth
  }

  /** Calibrates, when that is wanted. A loopback relay that does not start is recorded; the run goes on without it. */
  static async begin(wanted: SelfCheckOptions, setting: SelfCheckSetting): Promise<SelfCheck> {
    if (!wanted.calibrate && !wanted.control) return new SelfCheck(setting, undefined)
    const { session, openLane, record, stop } = setting
    let truth: Truth
    try {
      truth = await startTruth()
    } catch (error) {
      const failure = error instanceof Error ? error.message : String(error)
      record({ type: 'calibration', session, concurrency: 0, n: 0, tookMs: 0, failure })
      return new SelfCheck(setting, undefined)
    }
    if (wanted.calibrate) record(await calibrate(truth.url, session, openLane, stop))
    if (wanted.control) return new SelfCheck(setting, truth)
    await truth.close()
    return new SelfCheck(setting, undefined)
  }

  /** @param origin zero of the session's stamps */
  watch(origin: Ms): void {
    if (!this.#truth) return
    const setting = { ...this.#setting, url: this.#truth.url, origin }
    this.#controlling = control(setting, this.#over.signal)
  }

  async end(): Promise<void> {
    this.#over.abort()
    await this.#controlling
    await this.#truth?.close()
  }
}
