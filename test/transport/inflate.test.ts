import { deflateSync, gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { packingOf, Unpacker, UnpackLimit } from '../../src/transport/inflate.ts'

const body = Buffer.from('data: {"choices":[{"delta":{"content":"你好🙂"}}]}\n\n'.repeat(200))

function unpack(chunks: readonly Uint8Array[], limitBytes = 1 << 20): Buffer {
  const pieces: Buffer[] = []
  const unpacker = new Unpacker(limitBytes, Number.POSITIVE_INFINITY)
  for (const chunk of chunks) unpacker.push(chunk, (piece) => pieces.push(Buffer.from(piece)))
  return Buffer.concat(pieces)
}

const inPieces = (bytes: Buffer, size: number): readonly Buffer[] =>
  Array.from({ length: Math.ceil(bytes.length / size) }, (_, i) => bytes.subarray(i * size, (i + 1) * size))

describe('how a body is packed', () => {
  test.each([
    ['gzip, said or not', gzipSync('x'), undefined, 'gzip'],
    ['gzip whose first read is one byte', gzipSync('x').subarray(0, 1), undefined, 'gzip'],
    ['text that is said to be gzip', Buffer.from('data: x'), 'gzip', 'plain'],
    ['text', Buffer.from('{"a":1}'), undefined, 'plain'],
    ['deflate', deflateSync('x'), 'deflate', 'zlib'],
    ['nothing', Buffer.alloc(0), undefined, 'plain'],
  ])('%s', (_what, first, header, packing) => {
    expect(packingOf(first, header)).toBe(packing)
  })
})

describe('unpacking', () => {
  test.each([1, 7, 1_000, 1 << 20])('in pieces of %i bytes gives the same', (size) => {
    expect(unpack(inPieces(gzipSync(body), size))).toEqual(body)
    expect(unpack(inPieces(deflateSync(body), size))).toEqual(body)
  })

  test('gives what a read brought within that read', () => {
    const packed = gzipSync(body)
    const half = unpack([packed.subarray(0, packed.length / 2)])
    expect(half.length).toBeGreaterThan(0)
    expect(body.subarray(0, half.length)).toEqual(half)
  })

  test('gives at most the limit, and never holds more', () => {
    let given = 0
    const unpacker = new Unpacker(100_000, Number.POSITIVE_INFINITY)
    expect(() =>
      unpacker.push(gzipSync(Buffer.alloc(50_000_000)), (piece) => {
        given += piece.length
      }),
    ).toThrow(UnpackLimit)
    expect(given).toBeLessThanOrEqual(100_000)
    expect(given).toBeGreaterThan(50_000)
  })

  test('gives at most so many times what was packed, once it is much', () => {
    const bomb = gzipSync(Buffer.alloc(50_000_000))
    const given = (ratio: number): number => {
      let bytes = 0
      const unpacker = new Unpacker(Number.POSITIVE_INFINITY, ratio)
      expect(() => unpacker.push(bomb, (piece) => (bytes += piece.length))).toThrow(UnpackLimit)
      return bytes
    }
    expect(given(100)).toBeLessThanOrEqual(bomb.length * 100)
    expect(given(1)).toBeGreaterThan(1_000_000)
    expect(given(1)).toBeLessThanOrEqual(1024 * 1024)
  })

  test('passes on what the taker throws', () => {
    const stop = new Error('enough')
    expect(() =>
      new Unpacker(1 << 20, Number.POSITIVE_INFINITY).push(gzipSync(body), () => {
        throw stop
      }),
    ).toThrow(stop)
  })

  test.each([
    ['garbage after the header', Buffer.from('1f8b0800000000000003ffffffffff', 'hex')],
    ['a wrong checksum', Buffer.concat([gzipSync(body).subarray(0, -8), Buffer.alloc(8, 7)])],
  ])('%s is damage', (_what, bytes) => {
    expect(() => unpack([bytes])).toThrow(/damaged/)
  })
})
