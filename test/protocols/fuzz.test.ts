import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { classify } from '../../src/metrics/classify.ts'
import { protocols } from '../../src/protocols/index.ts'
import type { Protocol } from '../../src/protocols/protocol.ts'
import { AnswerReader } from '../../src/run/answer-reader.ts'
import { defaultSizeLimits } from '../../src/transport/limits.ts'

/** `npm run test:fuzz` runs many; `npm test` enough to notice a slip. */
const numRuns = process.env['MODE'] === 'fuzz' ? 25_000 : 150
/** The long search looks somewhere else each time. */
const seed = process.env['MODE'] === 'fuzz' ? {} : { seed: 1 }
const timeout = process.env['MODE'] === 'fuzz' ? 3_600_000 : 180_000

/** Pieces of the wire formats, so that random bodies get past the first byte and into the readers. */
const words = [
  'data: ',
  'data:',
  'event: error\n',
  'event: message_start\n',
  ': PING\n',
  'id: 1\n',
  '\n\n',
  '\r\n\r\n',
  '\r',
  '[DONE]',
  '{"choices":[{"index":0,"delta":{"content":"Hi"}}]}',
  '{"choices":[{"delta":{},"finish_reason":"stop"}]}',
  '{"choices":[],"usage":{"prompt_tokens":9,"completion_tokens":2}}',
  '{"choices":[{"delta":{"tool_calls":[{"id":"a","function":{"name":"f","arguments":"{"}}]}}]}',
  '{"type":"response.output_text.delta","delta":"Hi"}',
  '{"type":"response.completed","response":{"status":"completed","usage":{"input_tokens":1}}}',
  '{"type":"message_start","message":{"content":[],"usage":{"input_tokens":9}}}',
  '{"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"你好🙂"}}',
  '{"type":"message_delta","delta":{"stop_reason":"end_turn"},"usage":{"output_tokens":2}}',
  '{"type":"message_stop"}',
  '{"candidates":[{"content":{"parts":[{"text":"Hi"}]},"finishReason":"STOP"}],"usageMetadata":{"promptTokenCount":9}}',
  '{"error":{"message":"no","code":429}}',
  '{"error":"no"}',
  '{"error":',
  '[',
  ',',
  ']',
  '{',
  '}',
  '"',
  '\\',
  '<html>',
  '<think>',
  '</think>',
  '\ufeff',
  'null',
]

const piece = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(...words).map((word) => Buffer.from(word)) },
  { weight: 2, arbitrary: fc.json({ maxDepth: 3 }).map((text) => Buffer.from(text)) },
  { weight: 1, arbitrary: fc.uint8Array({ maxLength: 12 }).map((bytes) => Buffer.from(bytes)) },
)
const body = fc.array(piece, { maxLength: 24 }).map((pieces) => Buffer.concat(pieces))

/** Reads a body cut at these places, and gives all that is concluded from it but the stamps. */
function conclude(protocol: Protocol, bytes: Buffer, cuts: readonly number[], status: number) {
  const answer = new AnswerReader(protocol.openReader(), defaultSizeLimits)
  const ends = [...cuts.map((cut) => cut % (bytes.length + 1)).sort((a, b) => a - b), bytes.length]
  let from = 0
  for (const end of ends) {
    if (end > from) answer.bytes(bytes.subarray(from, end), 1)
    from = end
  }
  const reply = answer.finish({ type: 'complete' }, status, Number.POSITIVE_INFINITY)
  const { frames, comments } = answer.draft.streamFacts(bytes.length, 1, 0)
  const outcome = classify({
    ...{
      type: 'observation',
      probeId: 'r1.c1',
      attempt: 1,
      cellId: 'c1',
      round: 1,
      warmup: false,
      session: 1,
    },
    ...{
      modelId: 'm',
      adjustments: [],
      streaming: true,
      timeline: { due: 0, started: 0, end: 1 },
      loopStallMs: 0,
    },
    ending: { type: 'complete' },
    http: { status, headers: {} },
    reply,
    stream: { bytes: bytes.length, reads: 1, frames, comments, tokenReadsUs: [], tokenReadChars: [] },
  })
  return { reply, frames, comments, outcome, saved: JSON.stringify(reply) }
}

describe.each(protocols.map((protocol) => [protocol.id, protocol] as const))('%s', (_id, protocol) => {
  test(
    'any bytes in any pieces: no exception, and the pieces change nothing',
    () => {
      fc.assert(
        fc.property(
          body,
          fc.array(fc.nat(), { maxLength: 12 }),
          fc.constantFrom(200, 200, 429, 500),
          (bytes, cuts, status) => {
            expect(conclude(protocol, bytes, cuts, status)).toEqual(conclude(protocol, bytes, [], status))
          },
        ),
        { numRuns, ...seed },
      )
    },
    timeout,
  )
})
