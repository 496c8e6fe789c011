/**
 * The truth server in a process of its own, so that its work and ours do not wait for each other. Tells its parent where
 * it listens, and ends when the parent lets go of it or dies.
 */
import { listenForTruth } from './truth-server.ts'

// Ctrl-C goes to all processes of a terminal; this one leaves with its parent.
process.on('SIGINT', () => undefined)
listenForTruth().then(({ url, close }) => {
  process.on('disconnect', close)
  process.send?.(url)
})
