import { leaveNow } from './exit.ts'

/** Ctrl-C: once to stop sending, twice to break off, three times to leave at once. */
export function listenForInterrupts(onFirst: () => void): {
  readonly stop: AbortSignal
  readonly abort: AbortSignal
  close(): void
} {
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
