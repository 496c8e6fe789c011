import { z } from 'zod'
import { gzipped } from '../gzip.ts'
import { renderAround } from '../render.ts'
import { type Fault, fault } from './fault.ts'

const bytes = z
  .int()
  .min(1)
  .default(2 ** 31)
  .describe('Size of the flood; 2 GiB unless set.')

/** The letter "a" so many times, in pieces that share their memory. */
function* letters(total: number, pieceBytes: number): Generator<Uint8Array> {
  const piece = Buffer.alloc(pieceBytes, 'a')
  let left = total
  for (; left >= pieceBytes; left -= pieceBytes) yield piece
  if (left > 0) yield piece.subarray(0, left)
}

/** Replies that are more than a client can hold. */
export const floods: readonly Fault[] = [
  fault('huge-line', 'One line that grows and grows.', { bytes }, (_script, { render, answer }, args) =>
    renderAround(render, answer, () => letters(args.bytes, 64 * 1024)),
  ),
  fault(
    'gzip-bomb',
    'A small compressed body that inflates about a thousandfold.',
    { bytes },
    (_script, { render, answer }, args) => {
      const script = renderAround(render, answer, () => letters(args.bytes, 1024 * 1024))
      return {
        ...script,
        headers: { ...script.headers, 'content-encoding': 'gzip' },
        steps: gzipped(script.steps),
      }
    },
  ),
]
