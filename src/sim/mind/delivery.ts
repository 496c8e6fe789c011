import type { Ms } from '../../core/clock.ts'
import type { Answer, Chunk } from '../answer.ts'

export const deliveries = ['real', 'dump', 'dribble'] as const
export type Delivery = (typeof deliveries)[number]

/** Pieces of a dribble, and the time from one to the next. */
const tokensPerPiece = 4
const pieceMs: Ms = 6

/** The same answer, so much later. */
export const later = (answer: Answer, ms: Ms): Answer =>
  ms === 0
    ? answer
    : {
        ...answer,
        ttftMs: answer.ttftMs + ms,
        chunks: [...answer.chunks].map((chunk) => ({ ...chunk, atMs: chunk.atMs + ms })),
      }

/** An answer as a relay passes it on: while it is written, all at once when it is complete, or then in even pieces. */
export function delivered(answer: Answer, delivery: Delivery): Answer {
  if (delivery === 'real') return answer
  const chunks = [...answer.chunks]
  const readyMs = chunks.at(-1)?.atMs ?? answer.ttftMs
  const late = { ...answer, ttftMs: readyMs }
  if (delivery === 'dump') return { ...late, chunks: chunks.map((chunk) => ({ ...chunk, atMs: readyMs })) }
  return { ...late, chunks: dribble(chunks, readyMs) }
}

const dribble = (chunks: readonly Chunk[], readyMs: Ms): readonly Chunk[] =>
  chunks.map((chunk, i) => ({ ...chunk, atMs: readyMs + Math.floor(i / tokensPerPiece) * pieceMs }))
