import v8 from 'node:v8'
import vm from 'node:vm'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { HeldBytes } from '../../src/transport/held-bytes.ts'

const pieces = fc.array(fc.uint8Array({ maxLength: 3_000 }), { maxLength: 30 })

test('what was held comes out as it went in, once', () => {
  fc.assert(
    fc.property(pieces, fc.uint8Array({ maxLength: 50 }), (parts, tail) => {
      const held = new HeldBytes()
      for (const part of parts) held.push(part)
      expect(held.length).toBe(parts.reduce((sum, { length }) => sum + length, 0))
      expect(held.take(tail)).toEqual(Buffer.concat([...parts, tail]))
      expect([held.length, held.take().length]).toEqual([0, 0])
    }),
    { seed: 1 },
  )
})

test('a piece is copied: its buffer may be used again', () => {
  const held = new HeldBytes()
  const piece = Buffer.from('abc')
  held.push(piece)
  piece.fill('x')
  expect(held.take().toString()).toBe('abc')
})

test('large and tiny pieces may alternate', () => {
  const held = new HeldBytes()
  const parts = Array.from({ length: 50 }, (_, i) => Buffer.alloc(i % 2 ? 1 : 70_000, String(i % 10)))
  for (const part of parts) held.push(part)
  expect(held.take().equals(Buffer.concat(parts))).toBe(true)
})

test('a million single bytes take a few million bytes', async () => {
  v8.setFlagsFromString('--expose-gc')
  const gc: () => void = vm.runInNewContext('gc')
  const inUse = () => {
    gc()
    const { heapUsed, arrayBuffers } = process.memoryUsage()
    return heapUsed + arrayBuffers
  }
  const before = inUse()
  const held = new HeldBytes()
  for (let i = 0; i < 1_000_000; i++) held.push(Buffer.from('a'))
  // Polled: what was collected is given back by another thread, in its own time.
  await expect.poll(() => inUse() - before).toBeLessThan(8_000_000)
  expect(held.take().length).toBe(1_000_000)
})
