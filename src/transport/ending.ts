import { errors } from 'undici'
import type { Ms } from '../core/clock.ts'
import type { Ending, LimitKind, NetworkStage, TimeoutPhase } from '../core/observation.ts'
import { UnpackLimit } from './inflate.ts'
import type { SizeLimits } from './limits.ts'
import { SseLimit } from './sse.ts'

/** Why we broke an exchange off ourselves. */
export type Interruption =
  | { readonly type: 'cancelled' }
  | { readonly type: 'timeout'; readonly phase: TimeoutPhase; readonly limitMs: Ms }
  | { readonly type: 'limit'; readonly limit: LimitKind; readonly limitBytes: number }
  /** The answer was over by its own mark, but the relay kept the stream open. */
  | { readonly type: 'drained' }
  /** Unpacking or decoding what arrived threw. */
  | { readonly type: 'reading'; readonly error: Error }

interface Circumstances {
  readonly interruption: Interruption | undefined
  readonly sizes: SizeLimits
  readonly stage: NetworkStage
  readonly reused: boolean
  readonly answered: boolean
  readonly sinceSentMs: Ms | undefined
}

/** A relay that closed a kept connection is noticed within a round trip; later than this it is a failure of its own. */
const staleWithinMs = 1_000

/** Turns an interruption of ours, or an error of the socket or of undici, into how the exchange ended. */
export function endingOf(error: Error, circumstances: Circumstances): Ending {
  const { interruption, sizes } = circumstances
  if (!interruption) return failure(error, circumstances)
  switch (interruption.type) {
    case 'drained':
      return { type: 'complete' }
    case 'reading':
      return readingEnding(interruption.error, sizes)
    default:
      return interruption
  }
}

function readingEnding(error: Error, sizes: SizeLimits): Ending {
  if (error instanceof SseLimit)
    return {
      type: 'limit',
      limit: error.limit,
      limitBytes: { line: sizes.lineBytes, event: sizes.eventBytes, body: sizes.wholeBytes }[error.limit],
    }
  if (error instanceof UnpackLimit)
    return { type: 'limit', limit: 'decompressed', limitBytes: sizes.decompressedBytes }
  return { type: 'failed', stage: 'response', code: 'UNREADABLE', detail: error.message, stale: false }
}

function failure(error: Error, circumstances: Circumstances): Ending {
  const { code, detail } = describe(error)
  if (code === 'UND_ERR_HEADERS_OVERFLOW')
    return { type: 'limit', limit: 'headers', limitBytes: circumstances.sizes.headerBytes }
  const { reused, answered, sinceSentMs } = circumstances
  const stale = reused && !answered && (sinceSentMs ?? 0) < staleWithinMs && !code.startsWith('HPE_')
  return { type: 'failed', stage: circumstances.stage, code, detail, stale }
}

/** The innermost cause with a code: undici and happy eyeballs wrap what the system said. */
function describe(error: Error): { code: string; detail: string } {
  if (error instanceof AggregateError && error.errors[0] instanceof Error) return describe(error.errors[0])
  // undici has lost the parser's own codes (7.30): what is no HTTP is told by the class of the error.
  if (error instanceof errors.HTTPParserError) return { code: 'HPE_INVALID', detail: error.message }
  const code: unknown = 'code' in error ? error.code : undefined
  if (error.cause instanceof Error) return describe(error.cause)
  return { code: typeof code === 'string' ? code : 'UNKNOWN', detail: error.message }
}
