import { z } from 'zod'
import { isWrite, type Script, type Step, type WriteStep, write } from '../script.ts'
import { type Exchange, type Fault, fault } from './fault.ts'

const at = z
  .number()
  .min(0)
  .max(1)
  .default(0.5)
  .describe('How far the answer gets, as a share of its content.')

const carriesText = (step: Step): boolean =>
  isWrite(step) && ['content', 'reasoning', 'tool'].includes(step.part)

/** The beginning of a reply: a share of its content frames, or of the bytes of a whole body. */
function beginning(steps: readonly Step[], share: number): WriteStep[] {
  const wanted = Math.ceil(steps.filter(carriesText).length * share)
  const kept: WriteStep[] = []
  let seen = 0
  for (const step of steps.filter(isWrite)) {
    if (step.part === 'body') {
      kept.push({ ...step, bytes: step.bytes.subarray(0, Math.ceil(step.bytes.length * share)) })
    } else if (carriesText(step)) {
      if (seen++ === wanted) break
      kept.push(step)
    } else if (step.part === 'start') kept.push(step)
  }
  return kept
}

/** A fault that lets an answer begin and then does something else. */
const breaksOff = (
  name: string,
  description: string,
  ending: (atMs: number, steps: readonly Step[], exchange: Exchange) => readonly Step[],
): Fault =>
  fault(name, description, { at }, (script, exchange, args) => {
    const steps = [...script.steps]
    const kept = beginning(steps, args.at)
    return { ...script, steps: [...kept, ...ending(kept.at(-1)?.atMs ?? 0, steps, exchange)] }
  })

const end = (atMs: number): Step => ({ do: 'end', atMs })

/** What the stream says when it breaks: the usual words of a gateway whose upstream hung up. */
const midway = {
  status: 502,
  message: 'upstream connection reset while streaming',
  type: 'upstream_error',
  code: 'stream_read_failed',
}

/** A whole body without its last byte, then blanks: valid so far, and never complete. */
function* endlessSpace(steps: Iterable<Step>, everyMs: number): Generator<Step> {
  for (const step of steps) {
    if (!isWrite(step)) break
    yield { ...step, bytes: step.bytes.subarray(0, -1) }
    for (let n = 1; ; n++) yield write('body', ' ', step.atMs + n * everyMs)
  }
}

/** Answers that begin and don't end as they should. */
export const cuts: readonly Fault[] = [
  breaksOff('cut', 'A TCP reset in the middle.', (atMs) => [{ do: 'reset', atMs }]),
  breaksOff('cut-fin', 'A clean HTTP end in the middle, without a finish reason.', (atMs) => [end(atMs)]),
  breaksOff(
    'cut-done',
    'Stops in the middle and still sends the end mark, as one-api does.',
    (atMs, steps) => [
      ...steps.filter((step) => isWrite(step) && step.part === 'done').map((step) => ({ ...step, atMs })),
      end(atMs),
    ],
  ),
  breaksOff('stall', 'Falls silent in the middle and keeps the connection.', () => [{ do: 'hang' }]),
  breaksOff('error-frame-mid', 'An error frame in the middle.', (atMs, _steps, { dialect, ask }) =>
    ask.shape === 'whole' ? [end(atMs)] : [write('error', dialect.errorFrame(midway), atMs), end(atMs)],
  ),
  fault(
    'no-first-byte',
    'Takes the request and says nothing.',
    {},
    (script): Script => ({
      ...script,
      steps: [{ do: 'hang' }],
    }),
  ),
  fault(
    'never-ends',
    'Streams for ever.',
    { every_ms: z.number().min(0).default(10).describe('Pace of the blanks that follow a whole answer.') },
    (script, { ask, endless, render }, { every_ms }) =>
      ask.shape === 'stream' ? render(endless) : { ...script, steps: endlessSpace(script.steps, every_ms) },
  ),
]
