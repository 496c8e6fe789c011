import type { OnReadOpts, Socket } from 'node:net'
import { type Ms, now } from '../core/clock.ts'

/** As much as a read can bring. All sockets share it: what a read brought is used up before the next one. */
const shared = Buffer.allocUnsafeSlow(65_536)

let readAt: Ms | undefined

/** When the socket read happened that is being worked on; outside of one, now. */
export const readStamp = (): Ms => readAt ?? now()

/** A socket's reads, handed to whoever listens for "readable" at once. */
export interface DirectReads {
  /** For `net.connect` and `tls.connect`. */
  readonly onread: OnReadOpts
  /** To be called with the socket that they gave. */
  attach(socket: Socket): void
}

/**
 * Takes bytes from a socket without the machinery of streams, which allocates 64 KiB a read and puts off its delivery:
 * half of the cost of a read, and most of the garbage. Stamps every read before anything else is done with it. The
 * reader must use bytes at once, or copy them. Not for sockets that are read by "data" events.
 */
export function directReads(): DirectReads {
  let socket: Socket | undefined
  let pending: Buffer | null = null
  const callback = (bytes: number): boolean => {
    readAt = now()
    pending = shared.subarray(0, bytes)
    socket?.emit('readable')
    readAt = undefined
    if (pending === null) return true
    // Nobody wants them yet: kept, and nothing more is read until somebody does.
    pending = Buffer.from(pending)
    return false
  }
  return {
    onread: { buffer: shared, callback },
    attach(opened) {
      socket = opened
      const read = opened.read
      opened.read = (size?: number) => {
        const bytes = pending
        if (size === 0 || bytes === null) return read.call(opened, size)
        pending = null
        return bytes
      }
    },
  }
}
