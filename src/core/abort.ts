const waiting = new WeakMap<AbortSignal, Set<() => void>>()

/**
 * Calls `act` once when the signal aborts; at once when it has. A signal looks through all its listeners whenever one
 * is added, which costs seconds with thousands of requests in flight; here they share one, and a set.
 * @returns a function that takes the call back.
 */
export function whenAborted(signal: AbortSignal, act: () => void): () => void {
  if (signal.aborted) {
    act()
    return () => {}
  }
  const acts = waiting.get(signal) ?? listen(signal)
  acts.add(act)
  return () => acts.delete(act)
}

function listen(signal: AbortSignal): Set<() => void> {
  const acts = new Set<() => void>()
  waiting.set(signal, acts)
  signal.addEventListener(
    'abort',
    () => {
      for (const act of [...acts]) act()
    },
    { once: true },
  )
  return acts
}
