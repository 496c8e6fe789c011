/** Where a run is longer than so many bins, bins grow twice as wide: memory does not grow with it. */
const mostBins = 8_192
const firstWidthUs = 10_000

/** What happened in one bin. Whole numbers only, so that sums do not depend on the order of adding. */
export interface TimeBin {
  /** Requests that went out, and those of them that count. */
  sends: number
  countedSends: number
  /** Sum of (end of bin − sent), µs. */
  sendRestUs: number
  ends: number
  endRestUs: number
  /** Ends that were good answers. */
  answers: number
  /** Millionths of tokens that came. */
  microTokens: number
  /** Sum of (end − sent) of the requests that went out in it, µs. */
  timeUs: number
}

const emptyBin = (): TimeBin => ({
  sends: 0,
  countedSends: 0,
  sendRestUs: 0,
  ends: 0,
  endRestUs: 0,
  answers: 0,
  microTokens: 0,
  timeUs: 0,
})

/** Requests and tokens over time, in at most 8,192 bins of equal width from time zero. */
export class TimeBins {
  #bins: TimeBin[] = []
  #widthUs = firstWidthUs

  get widthUs(): number {
    return this.#widthUs
  }

  get bins(): readonly TimeBin[] {
    return this.#bins
  }

  /** One request; stamps in whole µs from time zero, `endUs` not before `sentUs`. */
  request(
    sentUs: number,
    endUs: number,
    { counted, answer }: { readonly counted: boolean; readonly answer: boolean },
  ): void {
    this.#reach(endUs)
    const sent = this.#at(sentUs)
    sent.sends++
    if (counted) sent.countedSends++
    sent.sendRestUs += this.#rest(sentUs)
    sent.timeUs += endUs - sentUs
    const end = this.#at(endUs)
    end.ends++
    end.endRestUs += this.#rest(endUs)
    if (answer) end.answers++
  }

  tokens(atUs: number, tokens: number): void {
    this.#reach(atUs)
    this.#at(atUs).microTokens += Math.round(tokens * 1e6)
  }

  #at(us: number): TimeBin {
    const index = this.#index(us)
    while (this.#bins.length <= index) this.#bins.push(emptyBin())
    return this.#bins[index] ?? emptyBin()
  }

  #index(us: number): number {
    return Math.max(0, Math.floor(us / this.#widthUs))
  }

  #rest(us: number): number {
    return (this.#index(us) + 1) * this.#widthUs - us
  }

  /** Widens the bins until this time has one. */
  #reach(us: number): void {
    while (this.#index(us) >= mostBins) {
      const narrow = this.#bins
      this.#bins = []
      for (let i = 0; i < narrow.length; i += 2) this.#bins.push(this.#merged(narrow[i], narrow[i + 1]))
      this.#widthUs *= 2
    }
  }

  #merged(left = emptyBin(), right = emptyBin()): TimeBin {
    return {
      sends: left.sends + right.sends,
      countedSends: left.countedSends + right.countedSends,
      sendRestUs: left.sendRestUs + left.sends * this.#widthUs + right.sendRestUs,
      ends: left.ends + right.ends,
      endRestUs: left.endRestUs + left.ends * this.#widthUs + right.endRestUs,
      answers: left.answers + right.answers,
      microTokens: left.microTokens + right.microTokens,
      timeUs: left.timeUs + right.timeUs,
    }
  }
}
