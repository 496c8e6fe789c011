import { type Ms, now } from '../core/clock.ts'

/** What waits is copied here. When it is full, all of it is worked on before anything more is read. */
const heldBytes = 1024 * 1024
/** Work is put off after so long, so that what has arrived meanwhile is read and stamped first. */
const sliceMs = 0.3

interface QueuedRead {
  readonly deliver: (bytes: Buffer) => void
  readonly start: number
  readonly end: number
  readonly at: Ms
}

let held: Buffer | undefined
let filled = 0
let queue: QueuedRead[] = []
let next = 0
let waiting = false
let working = false
let yielded = false
let workedOn: QueuedRead | undefined

/**
 * Reading has precedence over what reads bring about: parsing, judging, sending the next request. Hundreds of sockets
 * may be ready at once; each is read and stamped first, and worked on later, in slices. So a stamp waits for other
 * reads at most, and not for the work of others.
 * @param deliver gets the bytes when their turn has come; they are to be used at once
 * @param bytes holds them; copied here
 */
export function queueRead(deliver: (bytes: Buffer) => void, bytes: Buffer, length: number, at: Ms): void {
  if (filled + length > heldBytes) settleReads()
  held ??= Buffer.allocUnsafeSlow(heldBytes)
  bytes.copy(held, filled, 0, length)
  queue.push({ deliver, start: filled, end: filled + length, at })
  filled += length
  schedule()
}

/** Works on everything that waits. */
export function settleReads(): void {
  if (working) return
  while (next < queue.length) work()
  clear()
}

/** When the socket read happened that is being worked on; outside of one, now. */
export const readStamp = (): Ms => workedOn?.at ?? now()

/** Ends the present slice: what follows from it, as promises resolve, is work too. */
export function yieldReads(): void {
  yielded = true
}

function schedule(): void {
  if (waiting) return
  waiting = true
  setImmediate(slice)
}

function slice(): void {
  waiting = false
  yielded = false
  const until = now() + sliceMs
  while (next < queue.length && !yielded && now() < until) work()
  if (next < queue.length) schedule()
  else clear()
}

function work(): void {
  const read = queue[next++]
  if (!read || !held) return
  working = true
  workedOn = read
  try {
    read.deliver(held.subarray(read.start, read.end))
  } finally {
    working = false
    workedOn = undefined
  }
}

function clear(): void {
  queue = []
  next = 0
  filled = 0
}
