import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { JsonArrayDecoder } from '../../src/transport/json-array.ts'
import { SseLimit } from '../../src/transport/sse.ts'

function decode(chunks: readonly Uint8Array[], eventBytes = 1 << 20): readonly string[] {
  const elements: string[] = []
  const decoder = new JsonArrayDecoder({ element: (text) => elements.push(text) }, { eventBytes })
  for (const chunk of chunks) decoder.push(Buffer.from(chunk))
  return elements
}

const bytewise = (text: string): readonly Buffer[] =>
  [...Buffer.from(text)].map((byte) => Buffer.from([byte]))

describe('elements', () => {
  test.each([
    ['[]', []],
    ['[{"a":1},{"b":[2,{"c":3}]}]', ['{"a":1}', '{"b":[2,{"c":3}]}']],
    ['\ufeff [ {"a" : 1}\r\n,\r\n{"b":2}\n]\n', ['{"a" : 1}', '{"b":2}']],
    ['[{"a":"]}\\"[{"},"x,]\\\\",[1,2]]', ['{"a":"]}\\"[{"}', '"x,]\\\\"', '[1,2]']],
    ['[1, null ,true\n,-2.5]', ['1', 'null', 'true', '-2.5']],
    ['[{"a":"好🙂"}]', ['{"a":"好🙂"}']],
    ['[{"a":1}] {"b":2} [3]', ['{"a":1}']],
  ])('%j', (text, elements) => {
    expect(decode([Buffer.from(text)])).toEqual(elements)
    expect(decode(bytewise(text))).toEqual(elements)
  })

  test('an element is given with its last byte, not with the comma after it', () => {
    const elements: string[] = []
    const decoder = new JsonArrayDecoder({ element: (text) => elements.push(text) }, { eventBytes: 100 })
    decoder.push(Buffer.from('[{"a":1'))
    expect(elements).toEqual([])
    decoder.push(Buffer.from('}'))
    expect(elements).toEqual(['{"a":1}'])
  })

  test('one that was cut is not given', () => {
    expect(decode([Buffer.from('[{"a":1},{"b":')])).toEqual(['{"a":1}'])
  })
})

describe('what is held is bounded', () => {
  test.each([
    ['one endless element', '{"a":"xxxxxxxx'],
    ['nesting without end', '[[[[[[[['],
    ['a scalar without end', '11111111'],
  ])('%s', (_name, piece) => {
    expect(() => decode([Buffer.from('['), ...Array(200).fill(Buffer.from(piece))], 1_000)).toThrow(SseLimit)
  })

  test('an element in one piece has the same limit', () => {
    expect(() => decode([Buffer.from(`[{"a":"${'x'.repeat(2_000)}"}]`)], 1_000)).toThrow(SseLimit)
  })

  test('any number of small elements is fine', () => {
    const many = Array(5_000).fill('{"a":1}').join(',')
    expect(decode([Buffer.from(`[${many}]`)], 1_000)).toHaveLength(5_000)
  })
})

describe('properties', () => {
  const cut = (bytes: Buffer, at: readonly number[]): readonly Buffer[] => {
    const cuts = [0, ...at.map((n) => n % (bytes.length + 1)).sort((a, b) => a - b), bytes.length]
    return cuts.slice(1).map((end, i) => bytes.subarray(cuts[i], end))
  }

  test('an array that is cut anywhere comes out as its values', () => {
    fc.assert(
      fc.property(
        fc.array(fc.jsonValue()),
        fc.nat({ max: 2 }),
        fc.array(fc.nat()),
        (values, indent, cuts) => {
          const bytes = Buffer.from(JSON.stringify(values, null, indent))
          expect(decode(cut(bytes, cuts)).map((text) => JSON.parse(text))).toEqual(
            JSON.parse(JSON.stringify(values)),
          )
        },
      ),
      { seed: 1, numRuns: 1_000 },
    )
  })

  test('where any bytes are cut never changes what comes out', () => {
    const bytes = fc
      .array(fc.oneof(fc.constantFrom('[', ']', '{', '}', '"', '\\', ',', ' ', '1'), fc.string()))
      .map((pieces) => Buffer.from(pieces.join('')))
    fc.assert(
      fc.property(bytes, fc.array(fc.nat()), (body, cuts) => {
        expect(decode(cut(body, cuts))).toEqual(decode([body]))
      }),
      { seed: 1, numRuns: 1_000 },
    )
  })
})
