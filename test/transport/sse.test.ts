import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { SseDecoder, type SseEvent, SseLimit } from '../../src/transport/sse.ts'
import { corpusFolder } from '../interop/corpus.ts'

const limits = { lineBytes: 1 << 20, eventBytes: 1 << 20 }

function decode(chunks: readonly Uint8Array[], { flush = false } = {}) {
  const events: SseEvent[] = []
  const strays: string[] = []
  let comments = 0
  const decoder = new SseDecoder(
    { event: (event) => events.push(event), comment: () => comments++, stray: (line) => strays.push(line) },
    limits,
  )
  for (const chunk of chunks) decoder.push(Buffer.from(chunk))
  if (flush) decoder.end()
  return { events, strays, comments }
}

const cut = (bytes: Buffer, at: readonly number[]): readonly Buffer[] => {
  const cuts = [0, ...[...at].map((n) => n % (bytes.length + 1)).sort((a, b) => a - b), bytes.length]
  return cuts.slice(1).map((end, i) => bytes.subarray(cuts[i], end))
}

interface ConformanceCase {
  readonly id: string
  readonly chunks: readonly string[]
  readonly expected: readonly { readonly event?: string; readonly data: string }[]
}

const folder = corpusFolder()
const file = folder === undefined ? '' : join(folder, 'sse-conformance.jsonl')

describe('the published conformance cases', () => {
  const cases: readonly ConformanceCase[] = existsSync(file)
    ? readFileSync(file, 'utf8')
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line))
    : []

  test.skipIf(cases.length === 0)(`all are there (skipped when the corpora folder is absent)`, () => {
    expect(cases.length).toBe(127)
  })

  test.each(cases.map((one) => [one.id, one] as const))('%s', (_id, { chunks, expected }) => {
    const { events } = decode(chunks.map((chunk) => Buffer.from(chunk, 'base64')))
    const got = events.map(({ event = 'message', data }) => ({ event, data }))
    expect(got).toEqual(expected.map(({ event = 'message', data }) => ({ event, data })))
  })
})

describe('what relays add to the standard', () => {
  test('a last event without its blank line is given at the end of the body', () => {
    expect(decode([Buffer.from('data: a\n\ndata: b')], { flush: true }).events).toEqual([
      { data: 'a' },
      { data: 'b' },
    ])
  })

  test('a comment is counted, a bare JSON line is handed over', () => {
    const { comments, strays, events } = decode([Buffer.from(': PING\n\n{"error":1}\n\ndata:x\n\n')])
    expect({ comments, strays, events }).toEqual({
      comments: 1,
      strays: ['{"error":1}'],
      events: [{ data: 'x' }],
    })
  })

  test('U+2028 and U+0085 end no line', () => {
    expect(decode([Buffer.from('data: a\u2028b\u0085c\n\n')]).events).toEqual([{ data: 'a\u2028b\u0085c' }])
  })

  test.each([
    ['a line that never ends', 'data: '.padEnd(2_000, 'x')],
    ['an event of many lines', 'data: x\n'.repeat(400)],
  ])('%s stops at its limit', (_name, text) => {
    const small = { lineBytes: 1_000, eventBytes: 500 }
    const decoder = new SseDecoder({ event: () => {}, comment: () => {}, stray: () => {} }, small)
    expect(() => {
      for (let i = 0; i < 10; i++) decoder.push(Buffer.from(text))
    }).toThrow(SseLimit)
  })
})

describe('at a limit', () => {
  const small = { lineBytes: 100, eventBytes: 100 }
  const collect = () => {
    const events: SseEvent[] = []
    const sink = { event: (event: SseEvent) => events.push(event), comment: () => {}, stray: () => {} }
    return { events, decoder: new SseDecoder(sink, small) }
  }

  test('the end of a body never throws, and what was too long is not given', () => {
    const { events, decoder } = collect()
    decoder.push(Buffer.from(`data: ${'x'.repeat(60)}\ndata: ${'y'.repeat(60)}`))
    decoder.end()
    expect(events).toEqual([])
  })

  test('a decoder that passed one is spent', () => {
    const { events, decoder } = collect()
    expect(() => decoder.push(Buffer.from(`data: whole\n\ndata: ${'x'.repeat(200)}`))).toThrow(SseLimit)
    decoder.end()
    expect(events).toEqual([{ data: 'whole' }])
  })

  test('counts a line that comes byte by byte', () => {
    const { decoder } = collect()
    const crumbs = () => {
      for (let i = 0; i < 101; i++) decoder.push(Buffer.from('a'))
    }
    expect(crumbs).toThrow(SseLimit)
  })
})

describe('properties', () => {
  const line = fc.oneof(
    fc.constantFrom(
      'data: a',
      'data:b',
      'data',
      ': c',
      'event: e',
      'id: 1',
      'retry: 5',
      '',
      '{"x":1}',
      'data: 你好🙂',
    ),
    fc.string({ unit: 'binary' }),
  )
  const ending = fc.constantFrom('\n', '\r', '\r\n')
  const body = fc
    .array(fc.tuple(line, ending))
    .map((lines) => Buffer.from(lines.map(([text, end]) => text + end).join('')))

  test('where a body is cut never changes what it says', () => {
    fc.assert(
      fc.property(body, fc.array(fc.nat()), (bytes, cuts) => {
        expect(decode(cut(bytes, cuts), { flush: true })).toEqual(decode([bytes], { flush: true }))
      }),
      { seed: 1, numRuns: 500 },
    )
  })

  test('any bytes are decoded without an exception', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), fc.array(fc.nat()), (bytes, cuts) => {
        expect(decode(cut(Buffer.from(bytes), cuts), { flush: true })).toEqual(
          decode([bytes], { flush: true }),
        )
      }),
      { seed: 1, numRuns: 500 },
    )
  })
})
