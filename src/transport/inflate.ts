import { Inflate } from 'pako'

/** How a body is packed. A relay may gzip a stream without saying so, or say so and not do it: bytes decide. */
export type Packing = 'plain' | 'gzip' | 'zlib'

/** Reads the packing off the first bytes of a body and its Content-Encoding. */
export function packingOf(first: Uint8Array, contentEncoding: string | undefined): Packing {
  // No text begins with the control character 1f, so a first read of one byte tells as well.
  if (first[0] === 0x1f && (first[1] ?? 0x8b) === 0x8b) return 'gzip'
  return contentEncoding?.trim().toLowerCase() === 'deflate' ? 'zlib' : 'plain'
}

const alwaysAllowedBytes = 1024 * 1024

/**
 * A synchronous inflater: what a socket read brought is unpacked within that read, so its stamp still holds.
 * Unpacked pieces are given one by one, so that a bomb is never held; at most `limitBytes` over its lifetime,
 * and at most `ratio` times what was packed.
 */
export class Unpacker {
  readonly #inflate = new Inflate({ chunkSize: 16_384 })
  readonly #limitBytes: number
  readonly #ratio: number
  #packedBytes = 0
  #take: (piece: Buffer) => void = () => {}
  #bytes = 0

  constructor(limitBytes: number, ratio: number) {
    this.#limitBytes = limitBytes
    this.#ratio = ratio
    this.#inflate.onData = (piece: unknown) => {
      if (!(piece instanceof Uint8Array)) return
      this.#bytes += piece.length
      if (this.#bytes > this.#mostBytes()) throw new UnpackLimit()
      this.#take(Buffer.from(piece.buffer, piece.byteOffset, piece.length))
    }
    this.#inflate.onEnd = () => {}
  }

  /** Ordinary text packs to a tenth or so of itself; a small body may do better, and is no danger. */
  #mostBytes(): number {
    return Math.min(this.#limitBytes, Math.max(alwaysAllowedBytes, this.#packedBytes * this.#ratio))
  }

  /** @throws UnpackLimit past a limit; Error when the bytes are not what they claim to be; what `take` throws. */
  push(chunk: Uint8Array, take: (piece: Buffer) => void): void {
    this.#take = take
    this.#packedBytes += chunk.length
    this.#inflate.push(chunk, 2)
    if (this.#inflate.err)
      throw new Error(`compressed body is damaged: ${this.#inflate.msg || this.#inflate.err}`)
  }
}

export class UnpackLimit extends Error {}
