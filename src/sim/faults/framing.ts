import { z } from 'zod'
import type { Random } from '../random.ts'
import { isWrite, type Step, type WriteStep, write } from '../script.ts'
import { type Fault, fault } from './fault.ts'

/** Something to send every so often until a reply has its first byte. */
function* keptAlive(steps: Iterable<Step>, everyMs: number, text: string): Generator<Step> {
  let begun = false
  for (const step of steps) {
    if (!begun && step.do !== 'hang') {
      begun = true
      for (let atMs = 0; atMs < step.atMs; atMs += everyMs) yield write('comment', text, atMs)
    }
    yield step
  }
}

/** One more write, together with the first. */
function* preceded(steps: Iterable<Step>, text: string): Generator<Step> {
  let begun = false
  for (const step of steps) {
    if (!begun && isWrite(step)) yield write('comment', text, step.atMs)
    begun = true
    yield step
  }
}

function* roleFirst(steps: Iterable<Step>): Generator<Step> {
  let leading = true
  for (const step of steps) {
    if (leading && isWrite(step) && step.part === 'start') yield { ...step, atMs: 0 }
    else {
      leading = false
      yield step
    }
  }
}

/** Other line ends. JSON escapes its own, so every line feed is one of framing. */
const lineEnds = (name: string, lineEnd: string): Fault =>
  fault(name, `Lines of a stream end with ${JSON.stringify(lineEnd)}.`, {}, (script, { ask }) =>
    ask.shape === 'whole'
      ? script
      : { ...script, steps: mapWrites(script.steps, (step) => replaced(step, lineEnd)) },
  )

function* mapWrites(steps: Iterable<Step>, change: (step: WriteStep) => WriteStep): Generator<Step> {
  for (const step of steps) yield isWrite(step) ? change(step) : step
}

/** latin1 keeps every byte as it is. */
const replaced = (step: WriteStep, lineEnd: string): WriteStep => ({
  ...step,
  bytes: Buffer.from(Buffer.from(step.bytes).toString('latin1').replaceAll(/\r?\n/g, lineEnd), 'latin1'),
})

/** Pieces keep their order: one that is late makes the following steps late. */
function* dribbled(steps: Iterable<Step>, random: Random, maxBytes: number, gapMs: number): Generator<Step> {
  let late = 0
  for (const step of steps) {
    if (step.do === 'hang') yield step
    else if (!isWrite(step)) yield { ...step, atMs: Math.max(step.atMs, late) }
    else
      for (let from = 0; from < step.bytes.length; ) {
        const to = from + 1 + random.below(maxBytes)
        late = Math.max(step.atMs, late + gapMs)
        yield { ...step, atMs: late, bytes: step.bytes.subarray(from, to) }
        from = to
      }
  }
}

/** Habits of framing: the answer is what it would have been. */
export const framingHabits: readonly Fault[] = [
  fault(
    'keepalive-first',
    'Comments before the first token; blank lines before a whole answer.',
    { every_ms: z.number().min(1).default(50), text: z.string().default(': PING') },
    (script, { ask }, { every_ms, text }) => ({
      ...script,
      steps: keptAlive(script.steps, every_ms, ask.shape === 'stream' ? `${text}\n\n` : '\n'),
    }),
  ),
  fault('role-late', 'The role-only delta comes at once, the first token as late as ever.', {}, (script) => ({
    ...script,
    steps: roleFirst(script.steps),
  })),
  lineEnds('crlf', '\r\n'),
  lineEnds('bare-cr', '\r'),
  fault('bom', 'A byte order mark before the stream.', {}, (script) => ({
    ...script,
    steps: preceded(script.steps, '\ufeff'),
  })),
  fault(
    'byte-dribble',
    'Writes split at random byte boundaries, inside characters too.',
    { max_bytes: z.int().min(1).default(24), gap_ms: z.number().min(0).default(0) },
    (script, { random }, { max_bytes, gap_ms }) => ({
      ...script,
      steps: dribbled(script.steps, random, max_bytes, gap_ms),
    }),
  ),
]
