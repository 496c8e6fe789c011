import { leaveNow } from './exit.ts'

export interface Interrupts {
  readonly stop: AbortSignal
  readonly abort: AbortSignal
  close(): void
}

/** Ctrl-C: once to stop sending, twice to break off, three times to leave at once. */
export function listenForInterrupts(onFirst: () => void): Interrupts {
  const stop = new AbortController()
  const abort = new AbortController()
  const heard = () => {
    if (abort.signal.aborted) leaveNow()
    if (stop.signal.aborted) return abort.abort()
    onFirst()
    stop.abort()
  }
  process.on('SIGINT', heard)
  process.on('SIGTERM', heard)
  return {
    stop: stop.signal,
    abort: abort.signal,
    close: () => {
      process.off('SIGINT', heard)
      process.off('SIGTERM', heard)
    },
  }
}
