import type { Ms } from '../core/clock.ts'
import type { EndRecord } from '../core/journal.ts'

/** How long a session went on, and how it ended. */
interface SessionEvidence {
  readonly lastStampMs: Ms
  readonly end?: EndRecord['how']
}

/** The sessions of a run, by number. */
export class Sessions extends Map<number, SessionEvidence> {
  /** A session has come to this moment, and perhaps to its end. */
  reached(session: number, stampMs: Ms, end?: EndRecord['how']): void {
    const known = this.get(session)
    this.set(session, {
      ...known,
      lastStampMs: Math.max(stampMs, known?.lastStampMs ?? 0),
      ...(end && { end }),
    })
  }
}
