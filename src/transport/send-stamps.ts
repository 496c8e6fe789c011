import { subscribe } from 'node:diagnostics_channel'
import type { Socket } from 'node:net'
import { now } from '../core/clock.ts'

/** Told when a request meets its socket and when it has been handed over. */
export interface SendListener {
  /** Headers are about to be written to this socket. */
  onSocket(socket: Socket): void
  /** Head and body were given to the socket. */
  onSent(at: number): void
}

const listeners = new WeakMap<object, SendListener>()
let creating: SendListener | undefined

interface RequestMessage {
  readonly request: object
  readonly socket?: Socket
}

// undici's handler hooks do not fire for string bodies; its diagnostics channels do, for every body.
subscribe('undici:request:create', (message) => {
  if (creating) listeners.set((message as RequestMessage).request, creating)
})
subscribe('undici:client:sendHeaders', (message) => {
  const { request, socket } = message as RequestMessage
  if (socket) listeners.get(request)?.onSocket(socket)
})
subscribe('undici:request:bodySent', (message) => {
  listeners.get((message as RequestMessage).request)?.onSent(now())
})

/** Runs `dispatch`, which must create one undici request synchronously, and reports that request to `listener`. */
export function withSendListener(listener: SendListener, dispatch: () => void): void {
  creating = listener
  try {
    dispatch()
  } finally {
    creating = undefined
  }
}
