import { type Ms, now } from '../core/clock.ts'

/** Work is put off after so long, so that what has arrived meanwhile is read and stamped first. */
const sliceMs = 0.3
/** What waits is copied into blocks of this size, which are used again. */
const blockBytes = 256 * 1024
/** When so much waits, all of it is worked on before anything more is read. */
const mostBlocks = 64
const longestPast = 4_096

interface Block {
  readonly bytes: Buffer
  filled: number
  /** Reads in it that are not worked on yet. */
  waiting: number
}

type Job =
  | {
      readonly deliver: (bytes: Buffer) => void
      readonly block: Block
      readonly start: number
      readonly end: number
      readonly at: Ms
    }
  | { readonly resume: () => void }

const spare: Block[] = []
let blocks = 0
let current: Block | undefined
let queue: Job[] = []
let next = 0
let scheduled = false
let working = false
let yielded = false
let readAt: Ms | undefined

/**
 * Reading has precedence over what reads bring about: parsing, judging, sending the next request. Hundreds of sockets
 * may be ready at once; each is read and stamped first, and worked on later, in slices. So a stamp waits for other
 * reads at most, and not for the work of others.
 * @param deliver gets the bytes when their turn has come; they are to be used at once
 * @param bytes its first `length` bytes are copied here
 */
export function queueRead(deliver: (bytes: Buffer) => void, bytes: Buffer, length: number, at: Ms): void {
  const block = blockFor(length)
  const start = block.filled
  bytes.copy(block.bytes, start, 0, length)
  block.filled += length
  block.waiting++
  add({ deliver, block, start, end: block.filled, at })
}

/** Waits until everything that was read before has been worked on, and what has arrived since has been read. */
export const giveWay = (): Promise<void> => new Promise((resume) => add({ resume }))

/** Works on all reads that wait. */
export function settleReads(): void {
  if (working) return
  while (next < queue.length) work()
  empty()
}

/** When the socket read happened that is being worked on; outside of one, now. */
export const readStamp = (): Ms => readAt ?? now()

/** Ends the present slice: what follows from it, as promises resolve, is work too. */
export function yieldReads(): void {
  yielded = true
}

function add(job: Job): void {
  queue.push(job)
  schedule()
}

function schedule(): void {
  if (scheduled) return
  scheduled = true
  setImmediate(slice)
}

function slice(): void {
  scheduled = false
  yielded = false
  const until = now() + sliceMs
  while (next < queue.length && !yielded && now() < until) work()
  if (next === queue.length) return empty()
  if (next > longestPast) forgetPast()
  schedule()
}

/** While work never ends, what is over is dropped from time to time. */
function forgetPast(): void {
  queue = queue.slice(next)
  next = 0
}

function work(): void {
  const job = queue[next++]
  if (!job) return
  if ('resume' in job) {
    yielded = true
    return job.resume()
  }
  working = true
  readAt = job.at
  try {
    job.deliver(job.block.bytes.subarray(job.start, job.end))
  } finally {
    working = false
    readAt = undefined
    release(job.block)
  }
}

function empty(): void {
  queue = []
  next = 0
}

function blockFor(length: number): Block {
  if (current && current.filled + length <= blockBytes) return current
  if (blocks >= mostBlocks && spare.length === 0) settleReads()
  current = spare.pop() ?? makeBlock()
  return current
}

function makeBlock(): Block {
  blocks++
  return { bytes: Buffer.allocUnsafeSlow(blockBytes), filled: 0, waiting: 0 }
}

function release(block: Block): void {
  block.waiting--
  if (block.waiting > 0) return
  block.filled = 0
  if (block !== current) spare.push(block)
}
