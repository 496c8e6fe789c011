const firstBytes = 256
const nothing = Buffer.alloc(0)

/** A text that comes in pieces. ASCII pieces are kept as bytes: an object for each would cost more than all the rest. */
export class HeldText {
  #pieces: string[] = []
  #bytes = nothing
  #filled = 0
  #length = 0

  /** In UTF-16 units. */
  get length(): number {
    return this.#length
  }

  add(text: string): void {
    this.#settle()
    this.#pieces.push(text)
    this.#length += text.length
  }

  /** Bytes `start` to `end`, all of them ASCII. */
  addAscii(bytes: Buffer, start: number, end: number): void {
    const filled = this.#filled + end - start
    if (filled > this.#bytes.length) this.#grow(filled)
    for (let from = start, to = this.#filled; from < end; from++, to++) this.#bytes[to] = bytes[from] ?? 0
    this.#filled = filled
    this.#length += end - start
  }

  toString(): string {
    this.#settle()
    return this.#pieces.join('')
  }

  #settle(): void {
    if (this.#filled === 0) return
    this.#pieces.push(this.#bytes.toString('latin1', 0, this.#filled))
    this.#filled = 0
  }

  #grow(least: number): void {
    const bytes = Buffer.allocUnsafe(Math.max(firstBytes, least, this.#bytes.length * 2))
    this.#bytes.copy(bytes, 0, 0, this.#filled)
    this.#bytes = bytes
  }
}
