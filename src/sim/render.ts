import type { Answer } from './answer.ts'
import type { Ask, Dialect, Shape } from './dialects/dialect.ts'
import { bytesOf, isWrite, jsonReply, type Script, type Step, type WriteStep } from './script.ts'

/** An answer as a healthy relay sends it. */
export function render(dialect: Dialect, answer: Answer, ask: Ask, shape: Shape): Script {
  const script = shape === 'stream' ? streamed(dialect, answer, ask) : wholeAnswer(dialect, answer, ask)
  return { ...script, headers: { ...script.headers, 'x-oneapi-request-id': answer.id } }
}

const streamed = (dialect: Dialect, answer: Answer, ask: Ask): Script => ({
  status: 200,
  headers: { 'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'no-cache' },
  steps: thenEnd(dialect.stream(answer, ask)),
})

function* thenEnd(frames: Iterable<WriteStep>): Generator<Step> {
  let atMs = 0
  for (const frame of frames) {
    atMs = frame.atMs
    yield frame
  }
  yield { do: 'end', atMs }
}

/** A whole answer is ready when the last token of a stream would have been. */
function wholeAnswer(dialect: Dialect, answer: Answer, ask: Ask): Script {
  const chunks = [...answer.chunks]
  return jsonReply(200, dialect.whole({ ...answer, chunks }, ask), chunks.at(-1)?.atMs ?? answer.ttftMs)
}

/** Stands for bytes that no encoder would let through: ASCII, so it survives JSON, and found nowhere else. */
const mark = '<<here>>'

/**
 * The reply to an answer that says in its middle what can't be written as text: `insert` gives the bytes
 * that take its place inside the content, whatever the dialect wraps around it. A call has content before it then:
 * its arguments must stay JSON.
 */
export function renderAround(
  rendered: (answer: Answer) => Script,
  answer: Answer,
  insert: (atMs: number) => Iterable<Uint8Array>,
): Script {
  const chunks = [...answer.chunks]
  const called = chunks.findIndex(({ kind }) => kind === 'tool')
  const middle = called === -1 ? Math.floor(chunks.length / 2) : called
  const atMs = chunks[middle]?.atMs ?? answer.ttftMs
  const marked = { kind: 'content', text: mark, tokens: 0, atMs } as const
  const script = rendered({ ...answer, chunks: chunks.toSpliced(middle, 0, marked) })
  return { ...script, steps: replacingMark(script.steps, insert) }
}

function* replacingMark(
  steps: Iterable<Step>,
  insert: (atMs: number) => Iterable<Uint8Array>,
): Generator<Step> {
  for (const step of steps) {
    const at = isWrite(step) ? Buffer.from(step.bytes).indexOf(mark) : -1
    if (!isWrite(step) || at === -1) {
      yield step
      continue
    }
    yield { ...step, bytes: step.bytes.subarray(0, at) }
    for (const bytes of insert(step.atMs)) yield { ...step, bytes }
    yield { ...step, bytes: step.bytes.subarray(at + bytesOf(mark).length) }
  }
}
