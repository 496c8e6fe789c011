import { suggest } from '../core/suggest.ts'

/** Longer than any name: such a text is no typing mistake, and comparing it would take long. */
const longestWord = 80

/** The name that a mistyped one most likely meant. */
export const near = (word: string, names: Iterable<string>): string | undefined =>
  word.length > longestWord
    ? undefined
    : suggest(
        word,
        [...names].filter((name) => name.length <= longestWord),
      )
