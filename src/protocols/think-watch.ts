const open = '<think>'
const close = '</think>'

/**
 * Tells whether a piece of an answer holds anything that a person waits for. Some relays put the reasoning into the
 * content, between `<think>` and `</think>` at its very start; such text is kept as it came, but its tokens are not the
 * first visible ones. Tags may be split anywhere; later in an answer the same characters are ordinary text.
 */
export class ThinkWatch {
  #state: 'start' | 'inside' | 'after' = 'start'
  #seen = ''

  shows(piece: string): boolean {
    if (this.#state === 'after') return true
    this.#seen += piece
    return this.#state === 'start' ? this.#atStart() : this.#inside()
  }

  #atStart(): boolean {
    const begun = this.#seen.trimStart()
    if (begun.length < open.length && open.startsWith(begun)) return false
    if (!begun.startsWith(open)) return this.#answer()
    this.#state = 'inside'
    this.#seen = begun.slice(open.length)
    return this.#inside()
  }

  #inside(): boolean {
    const at = this.#seen.indexOf(close)
    if (at < 0) {
      this.#seen = this.#seen.slice(-close.length)
      return false
    }
    const rest = this.#seen.slice(at + close.length)
    return this.#answer() && rest.trim() !== ''
  }

  #answer(): true {
    this.#state = 'after'
    this.#seen = ''
    return true
  }
}
