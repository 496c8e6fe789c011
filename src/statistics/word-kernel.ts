/** Words of an answer that are compared, from its first on: about as many as the shortest answers have. */
const comparedWords = 20

/**
 * An answer as it is compared: its first words, in lower case. Spaces, marks and capitals are left out: an adapter may
 * change them, and they say little of who writes.
 */
export const firstWords = (text: string): readonly string[] =>
  (
    text
      .toLowerCase()
      .replaceAll('’', "'")
      .match(/[\p{L}\p{N}'-]+/gu) ?? []
  ).slice(0, comparedWords)

/**
 * How alike two answers are, 0 to 1: the mean of the share of places with the same word (an answer that has ended has the
 * same nothing there as another), and of the words in common, wherever they stand, by the geometric mean of how many
 * different ones each has. Both are positive definite: inner products of places and words, of length 1.
 * @param x first words
 * @param y first words
 * @see Gao, Liang & Guestrin, "Model Equality Testing", arXiv:2410.20247: the Hamming kernel
 */
export const wordLikeness = (x: readonly string[], y: readonly string[]): number =>
  (samePlaces(x, y) + commonWords(x, y)) / 2

function samePlaces(x: readonly string[], y: readonly string[]): number {
  let same = 0
  for (let place = 0; place < comparedWords; place++) if (x[place] === y[place]) same++
  return same / comparedWords
}

function commonWords(x: readonly string[], y: readonly string[]): number {
  const [mine, theirs] = [new Set(x), new Set(y)]
  if (mine.size === 0 || theirs.size === 0) return mine.size === theirs.size ? 1 : 0
  const common = [...mine].filter((word) => theirs.has(word)).length
  return common / Math.sqrt(mine.size * theirs.size)
}
