const bitsPerPage = 4_096
const bitsPerWord = 32

/** An id with a number in it: what stands before and behind is the same for all probes of a cell. */
const numbered = /^(\D*)(0|[1-9]\d{0,8})(.*)$/s

/**
 * A set of probe ids that takes one bit an id where ids count up, as `r1.c4`, `r2.c4`, … do: 125 kB for a million.
 * Other ids are kept as text.
 */
export class ProbeIds {
  readonly #series = new Map<string, Map<number, Uint32Array>>()
  readonly #others = new Set<string>()

  /** @returns whether it is new here. */
  add(id: string): boolean {
    const [, before, digits, behind] = numbered.exec(id) ?? []
    if (digits === undefined) return this.#addText(id)
    const bit = Number(digits)
    const page = this.#page(`${before}\0${behind}`, Math.floor(bit / bitsPerPage))
    const word = Math.floor((bit % bitsPerPage) / bitsPerWord)
    const old = page[word] ?? 0
    page[word] = old | (1 << (bit % bitsPerWord))
    return page[word] !== old
  }

  #addText(id: string): boolean {
    const isNew = !this.#others.has(id)
    this.#others.add(id)
    return isNew
  }

  #page(series: string, number: number): Uint32Array {
    const pages = this.#series.get(series) ?? new Map<number, Uint32Array>()
    this.#series.set(series, pages)
    const page = pages.get(number) ?? new Uint32Array(bitsPerPage / bitsPerWord)
    pages.set(number, page)
    return page
  }
}
