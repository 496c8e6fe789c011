/** Shared by all that hold nothing, which is nearly all of them nearly always. */
const nothing = Buffer.alloc(0)
const smallestBlock = 1_024
const largestBlock = 65_536

/**
 * Bytes that are kept until they can be read as a whole. Pieces are copied into blocks: the socket's buffer may be
 * reused, and a relay that sends byte by byte must not cost us an object for each.
 */
export class HeldBytes {
  #full: Buffer[] | undefined
  #block = nothing
  #filled = 0
  #length = 0

  get length(): number {
    return this.#length
  }

  push(piece: Uint8Array): void {
    for (let from = 0; from < piece.length; ) {
      if (this.#filled === this.#block.length) this.#open(piece.length - from)
      const part = piece.subarray(from, from + this.#block.length - this.#filled)
      this.#block.set(part, this.#filled)
      this.#filled += part.length
      from += part.length
    }
    this.#length += piece.length
  }

  /** All that was held, followed by `tail`; nothing is held afterwards. */
  take(tail: Uint8Array = nothing): Buffer {
    const all = Buffer.concat([...(this.#full ?? []), this.#block.subarray(0, this.#filled), tail])
    this.#full = undefined
    this.#block = nothing
    this.#filled = 0
    this.#length = 0
    return all
  }

  #open(wanted: number): void {
    if (this.#filled > 0) {
      this.#full ??= []
      this.#full.push(this.#block)
    }
    const size = Math.max(wanted, this.#block.length * 2, smallestBlock)
    this.#block = Buffer.allocUnsafe(Math.min(size, largestBlock))
    this.#filled = 0
  }
}
