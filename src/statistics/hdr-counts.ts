import { LogLinear } from './log-linear.ts'

/** The body of an HDR histogram in the V2 format: 40 bytes of head, then counts, runs of zeros as one number. */

const cookie = 0x1c849303
const wordBits = 0x10
const headBytes = 40
const ourDigits = 3

/** Two days in µs, beyond any time limit that a profile can state: the stated range of all histograms that fit in it. */
const usualRange = 172_800_000_000

/** A larger range ends with the octave of the largest value. */
function rangeFor(largest: number): number {
  if (largest <= usualRange) return usualRange
  let range = 2 ** 38 - 1
  while (range < largest) range = range * 2 + 1
  return range
}

/** The layout of counts: what differs between histograms is their number of digits and their smallest unit. */
interface Layout {
  readonly unitBits: number
  /** Binary logarithm of the steps in an octave. */
  readonly stepBits: number
}

/** Steps in the first two octaves: the power of two that is at least 2 · 10^digits; an octave has half of them. */
const layoutOf = (digits: number, unit: number): Layout => ({
  unitBits: Math.floor(Math.log2(unit)),
  stepBits: Math.ceil(Math.log2(2 * 10 ** digits)) - 1,
})

/** Steps as an HDR histogram orders them: 2^(stepBits + 1) of the unit's width, then 2^stepBits of twice the width, … */
function lastOfStep(index: number, { unitBits, stepBits }: Layout): number {
  const perOctave = 2 ** stepBits
  const octave = Math.max(0, Math.floor(index / perOctave) - 1)
  return (index - octave * perOctave + 1) * 2 ** (octave + unitBits) - 1
}

/** {@link LogLinear} numbers its steps as an HDR histogram of three digits from 1 on does. */
export function encodeCounts(counted: LogLinear): Buffer {
  const bytes: number[] = []
  let next = 0
  // The end of a step, since that is all that remains of a value when it is read again.
  let largest = 0
  for (const { index, last, count } of counted.steps()) {
    const zeros = index - next
    // A single zero is written as the count that it is.
    if (zeros === 1) putNumber(bytes, 0)
    else if (zeros > 1) putNumber(bytes, -zeros)
    putNumber(bytes, count)
    next = index + 1
    largest = last
  }
  // An empty histogram has one count, of the value 0.
  if (next === 0) putNumber(bytes, 0)
  return Buffer.concat([head(bytes.length, rangeFor(largest)), Buffer.from(bytes)])
}

function head(payloadBytes: number, range: number): Buffer {
  const bytes = Buffer.alloc(headBytes)
  bytes.writeInt32BE(cookie | wordBits, 0)
  bytes.writeInt32BE(payloadBytes, 4)
  // At 8 an offset that says where another implementation keeps its counts in memory: 0, and passed over when read.
  bytes.writeInt32BE(ourDigits, 12)
  bytes.writeBigInt64BE(1n, 16)
  bytes.writeBigInt64BE(BigInt(range), 24)
  bytes.writeDoubleBE(1, 32)
  return bytes
}

/**
 * Reads what any implementation wrote. Counts of a coarser histogram go to the upper end of their steps, as its own
 * quantiles do.
 * @throws RangeError when it is no such body.
 */
export function decodeCounts(body: Buffer): LogLinear {
  if ((body.readInt32BE(0) & ~0xf0) !== cookie) throw new RangeError('another format')
  const end = headBytes + body.readInt32BE(4)
  const digits = body.readInt32BE(12)
  const unit = Number(body.readBigInt64BE(16))
  if (end > body.length || digits < 0 || digits > 5 || unit < 1) throw new RangeError('bad head')
  return readCounts(body.subarray(headBytes, end), layoutOf(digits, unit))
}

function readCounts(body: Buffer, layout: Layout): LogLinear {
  const counted = new LogLinear()
  let index = 0
  for (let at = 0; at < body.length; ) {
    const { value, next } = takeNumber(body, at)
    if (value > 0) counted.add(lastOfStep(index, layout), value)
    index += value < 0 ? -value : 1
    at = next
  }
  return counted
}

/** Seven bits a byte, lowest first, the sign in the lowest bit: ZigZag LEB128. */
function putNumber(bytes: number[], value: number): void {
  let rest = value < 0 ? -2 * value - 1 : 2 * value
  for (; rest >= 0x80; rest = Math.floor(rest / 0x80)) bytes.push((rest % 0x80) + 0x80)
  bytes.push(rest)
}

const longestNumber = 8

/** @throws RangeError when the number is cut off, or larger than 2^53. */
function takeNumber(body: Buffer, from: number): { readonly value: number; readonly next: number } {
  let zigzag = 0
  for (let i = 0; i < longestNumber; i++) {
    const byte = body.readUInt8(from + i)
    zigzag += (byte % 0x80) * 2 ** (7 * i)
    if (byte < 0x80) {
      const value = zigzag % 2 === 0 ? zigzag / 2 : -(zigzag + 1) / 2
      return { value, next: from + i + 1 }
    }
  }
  throw new RangeError('too large a count')
}
