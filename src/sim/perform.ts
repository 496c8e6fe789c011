import { once } from 'node:events'
import type { ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import { setImmediate, setTimeout } from 'node:timers/promises'
import { type Ms, now } from '../core/clock.ts'
import type { Script, Step } from './script.ts'

/**
 * Plays a script on a connection. Each step waits for its own due time, counted from `startedAt`, so a late timer
 * doesn't delay the rest. Stops when `gone` is aborted: the client left or the relay closes.
 * @returns whether the HTTP message came to its end.
 */
export async function perform(
  script: Script,
  response: ServerResponse,
  startedAt: Ms,
  gone: AbortSignal,
): Promise<boolean> {
  const wire = script.dawdle ? await dawdling(script, response, gone) : httpWire(script, response)
  for (const step of script.steps) {
    await (step.do === 'hang' ? aborted(gone) : until(startedAt + step.atMs, gone))
    if (gone.aborted || !wire) return false
    if (await play(step, wire, gone)) return step.do === 'end'
  }
  return false
}

/** @returns whether it was the last step. */
async function play(step: Step, wire: Wire, gone: AbortSignal): Promise<boolean> {
  switch (step.do) {
    case 'write':
      if (!wire.write(step.bytes)) await drained(wire, gone)
      return false
    case 'end':
      wire.end()
      return true
    case 'reset':
      wire.reset()
      return true
    case 'hang':
      return true
  }
}

interface Wire {
  readonly out: ServerResponse | Socket
  /** @returns false when the client reads too slowly. */
  write(bytes: Uint8Array): boolean
  end(): void
  reset(): void
}

/** Headers go out with the first write, as relays send them. */
function httpWire(script: Script, response: ServerResponse): Wire {
  const begin = () => {
    if (!response.headersSent) response.writeHead(script.status, script.headers)
  }
  return {
    out: response,
    write(bytes) {
      begin()
      return response.write(bytes)
    },
    end() {
      begin()
      response.end()
    },
    reset: () => response.socket?.resetAndDestroy(),
  }
}

/** Writes the header section by hand, a line at a time; the body then ends with the connection. */
async function dawdling(
  script: Script,
  response: ServerResponse,
  gone: AbortSignal,
): Promise<Wire | undefined> {
  const { socket } = response
  if (!socket || !script.dawdle) return undefined
  const begunAt = now()
  socket.write(`HTTP/1.1 ${script.status} Slow\r\n`)
  for (let line = 0; line < script.dawdle.lines; line++) {
    await until(begunAt + line * script.dawdle.everyMs, gone)
    if (gone.aborted) return undefined
    socket.write(`x-slow-${line}: ${line}\r\n`)
  }
  for (const [name, value] of Object.entries({ ...script.headers, connection: 'close' }))
    socket.write(`${name}: ${value}\r\n`)
  socket.write('\r\n')
  return {
    out: socket,
    write: (bytes) => socket.write(bytes),
    end: () => socket.end(),
    reset: () => socket.resetAndDestroy(),
  }
}

/** Waits until a time of the monotonic clock, or until `gone`; always lets other work and other writes happen. */
async function until(due: Ms, gone: AbortSignal): Promise<void> {
  await setImmediate()
  for (let left = due - now(); left > 0 && !gone.aborted; left = due - now())
    await setTimeout(Math.ceil(left), undefined, { signal: gone }).catch(() => {})
}

const drained = (wire: Wire, gone: AbortSignal) => once(wire.out, 'drain', { signal: gone }).catch(() => {})

const aborted = async (gone: AbortSignal) => {
  if (!gone.aborted) await once(gone, 'abort')
}
