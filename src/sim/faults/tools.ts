import type { Ms } from '../../core/clock.ts'
import { isWrite, type Script, type Step, write } from '../script.ts'
import { type Exchange, type Fault, fault } from './fault.ts'

/** A piece of a call in chat, as a frame or a whole body has it. */
interface CallPiece {
  index?: number
  id?: string
  type?: string
  function: { name?: string; arguments: unknown }
}

/** A frame or a body of our own chat dialect; this file knows what that writes. */
interface Sent {
  readonly choices: readonly { readonly delta?: Holder; readonly message?: Holder }[]
}

interface Holder {
  tool_calls?: CallPiece[]
}

const dataLine = 'data: '

/** The frame of a stream, or the body, that a step writes; undefined where another fault has made it something else. */
function readSent(bytes: Uint8Array): Sent | undefined {
  const text = Buffer.from(bytes).toString('utf8')
  try {
    return JSON.parse(text.startsWith(dataLine) ? text.slice(dataLine.length) : text)
  } catch {
    return undefined
  }
}

const holderIn = (sent: Sent | undefined): Holder | undefined => {
  const [choice] = sent?.choices ?? []
  return choice?.delta ?? choice?.message
}

const pieceIn = (sent: Sent | undefined): CallPiece | undefined => holderIn(sent)?.tool_calls?.[0]

const frameText = (sent: Sent) => `${dataLine}${JSON.stringify(sent)}\n\n`

/** Changes every piece of a call in a stream. */
function* eachPiece(steps: Iterable<Step>, change: (piece: CallPiece) => void): Generator<Step> {
  for (const step of steps) {
    const sent = isWrite(step) && step.part === 'tool' ? readSent(step.bytes) : undefined
    const piece = pieceIn(sent)
    if (piece) change(piece)
    yield sent && piece && isWrite(step) ? write(step.part, frameText(sent), step.atMs) : step
  }
}

/** JSON text as what it says; a call that was cut stays text. */
function opened(text: unknown): unknown {
  try {
    return JSON.parse(String(text))
  } catch {
    return text
  }
}

interface Held {
  readonly sent: Sent
  readonly piece: CallPiece
  atMs: Ms
  text: string
}

function closed({ sent, piece, atMs, text }: Held): Step {
  piece.function.arguments = opened(text)
  return write('tool', frameText(sent), atMs)
}

/** A call in one piece, when its last piece is due, and its arguments no text but what the text says. */
function* inOnePiece(steps: Iterable<Step>): Generator<Step> {
  let whole: Held | undefined
  for (const step of steps) {
    const sent = isWrite(step) && step.part === 'tool' ? readSent(step.bytes) : undefined
    const piece = pieceIn(sent)
    if (whole && piece && piece.index !== whole.piece.index) {
      yield closed(whole)
      whole = undefined
    }
    if (sent && piece && isWrite(step)) {
      whole ??= { sent, piece, atMs: step.atMs, text: '' }
      whole.atMs = step.atMs
      whole.text += String(piece.function.arguments)
      continue
    }
    if (whole) {
      yield closed(whole)
      whole = undefined
    }
    yield step
  }
}

function* bodyOpened(steps: Iterable<Step>): Generator<Step> {
  for (const step of steps) {
    const sent = isWrite(step) ? readSent(step.bytes) : undefined
    const all = holderIn(sent)?.tool_calls ?? []
    for (const piece of all) piece.function.arguments = opened(piece.function.arguments)
    yield sent && all.length > 0 && isWrite(step) ? write(step.part, JSON.stringify(sent), step.atMs) : step
  }
}

/** A habit of chat streams; other dialects have their calls as they are. */
const chatHabit = (
  name: string,
  description: string,
  change: (steps: Iterable<Step>, exchange: Exchange) => Iterable<Step>,
): Fault =>
  fault(
    name,
    description,
    {},
    (script, exchange): Script =>
      exchange.dialect.id === 'openai-chat' ? { ...script, steps: change(script.steps, exchange) } : script,
  )

/** Habits of calls in chat: the same call, written as some relays write it. */
export const toolHabits: readonly Fault[] = [
  chatHabit(
    'tool-no-index',
    'Pieces of a call in a chat stream do not say which call they belong to.',
    (steps) =>
      eachPiece(steps, (piece) => {
        delete piece.index
      }),
  ),
  chatHabit(
    'tool-args-object',
    'Arguments of a call in chat are an object in one piece, not text.',
    (steps, { ask }) => (ask.shape === 'stream' ? inOnePiece(steps) : bodyOpened(steps)),
  ),
  chatHabit('tool-name-resent', 'Every piece of a call in a chat stream has its name.', (steps, { answer }) =>
    eachPiece(steps, (piece) => {
      const name = answer.toolNames[piece.index ?? 0]
      if (name !== undefined) piece.function.name = name
    }),
  ),
]
