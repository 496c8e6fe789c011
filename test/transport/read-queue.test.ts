import { setImmediate as nextTurn } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import { giveWay, queueRead, readStamp, settleReads } from '../../src/transport/read-queue.ts'

interface Delivered {
  readonly text: string
  readonly at: number
}

/** Queues reads and keeps what is delivered, with the stamp that stood then. */
function reader(): { delivered: Delivered[]; read(text: string, at: number): void } {
  const delivered: Delivered[] = []
  const deliver = (bytes: Buffer) => delivered.push({ text: bytes.toString('latin1'), at: readStamp() })
  return { delivered, read: (text, at) => queueRead(deliver, Buffer.from(text), text.length, at) }
}

describe('reads', () => {
  test('wait for their turn, keep their order and the stamp of their arrival', async () => {
    const { delivered, read } = reader()
    read('a', 1)
    read('b', 2)
    read('c', 2)
    expect(delivered).toEqual([])
    await giveWay()
    expect(delivered).toEqual([
      { text: 'a', at: 1 },
      { text: 'b', at: 2 },
      { text: 'c', at: 2 },
    ])
  })

  test('are copies: the buffer that brought them may be used again', async () => {
    const delivered: string[] = []
    const shared = Buffer.from('first')
    queueRead((bytes) => delivered.push(bytes.toString()), shared, 5, 0)
    shared.write('other')
    await giveWay()
    expect(delivered).toEqual(['first'])
  })

  test('come through whole however much waits, again and again', async () => {
    const { delivered, read } = reader()
    const pieces = Array.from({ length: 40 }, (_, i) => String.fromCharCode(65 + (i % 26)).repeat(60_000))
    for (let turn = 0; turn < 3; turn++) {
      for (const piece of pieces) read(piece, turn)
      await giveWay()
    }
    expect(delivered.map(({ text }) => text).join('')).toBe(pieces.join('').repeat(3))
  })

  test('are worked on at once when more waits than may be held', () => {
    const { delivered, read } = reader()
    const piece = 'x'.repeat(65_536)
    for (let i = 0; i < 400; i++) read(piece, i)
    expect(delivered.length).toBeGreaterThan(200)
    settleReads()
    expect(delivered.map(({ at }) => at)).toEqual(Array.from({ length: 400 }, (_, i) => i))
  })

  test('that were queued by a delivery come after it', async () => {
    const seen: string[] = []
    const note = (bytes: Buffer) => seen.push(bytes.toString())
    queueRead(
      (bytes) => {
        queueRead(note, Buffer.from('inner'), 5, 0)
        settleReads()
        note(bytes)
      },
      Buffer.from('outer'),
      5,
      0,
    )
    await giveWay()
    await giveWay()
    expect(seen).toEqual(['outer', 'inner'])
  })
})

test('who gives way goes on after what was read before, in the order of asking', async () => {
  const seen: string[] = []
  queueRead((bytes) => seen.push(bytes.toString()), Buffer.from('read'), 4, 0)
  const both = ['first', 'second'].map(async (name) => {
    await giveWay()
    seen.push(name)
  })
  await Promise.all(both)
  expect(seen).toEqual(['read', 'first', 'second'])
})

test('outside of a delivery the stamp is now', async () => {
  const { read } = reader()
  read('x', 5)
  settleReads()
  const before = performance.now()
  await nextTurn()
  expect(readStamp()).toBeGreaterThanOrEqual(before)
})
