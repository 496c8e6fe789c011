import type { OnReadOpts, Socket } from 'node:net'
import { now } from '../core/clock.ts'
import { queueRead, settleReads } from './read-queue.ts'

/** As much as one read can bring. All sockets share it: what a read brought is copied before the next one. */
const shared = Buffer.allocUnsafeSlow(65_536)

/** A socket's reads, on their way to whoever listens for "readable". */
export interface DirectReads {
  /** For `net.connect` and `tls.connect`. */
  readonly onread: OnReadOpts
  /** To be called with the socket that it gave. */
  attach(socket: Socket): void
}

/**
 * Takes bytes from a socket without the machinery of streams, which allocates 64 KiB a read and costs as much as the
 * read itself. Every read is stamped at once and waits in the queue of reads for its turn. Whoever reads must use the
 * bytes at once, or copy them. Not for sockets that are read by "data" events.
 */
export function directReads(): DirectReads {
  let socket: Socket | undefined
  let pending: Buffer | null = null
  const deliver = (bytes: Buffer): void => {
    if (!socket || socket.destroyed) return
    // Nobody wanted what came before, on a connection that waits for its first request.
    pending = pending === null ? bytes : Buffer.concat([pending, bytes])
    socket.emit('readable')
    if (pending !== null) pending = Buffer.from(pending)
  }
  const callback = (length: number): boolean => {
    queueRead(deliver, shared, length, now())
    // Only a server that speaks before it is asked gets here: no more is read than it may hold.
    return pending === null
  }
  return {
    onread: { buffer: shared, callback },
    attach(opened) {
      socket = opened
      const { read, push, destroy } = opened
      opened.read = (size?: number) => {
        const bytes = pending
        if (size === 0 || bytes === null) return read.call(opened, size)
        pending = null
        return bytes
      }
      // What was read before the end, or before the connection broke, comes before it.
      opened.push = (...parameters) => {
        settleReads()
        return push.apply(opened, parameters)
      }
      opened.destroy = (error?: Error) => {
        settleReads()
        return destroy.call(opened, error)
      }
    },
  }
}
