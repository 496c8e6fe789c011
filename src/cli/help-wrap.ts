/**
 * Fitting help into a terminal: commander's own way counts a Chinese character as one column and breaks at blanks alone.
 * Help holds our own words only, so a rule of thumb will do, and starting stays quick.
 */

/** From here on characters take two columns, as far as our words hold any. */
const wideFrom = 0x2e80
const isWide = (char: string): boolean => (char.codePointAt(0) ?? 0) >= wideFrom

export const helpColumns = (text: string): number =>
  [...text].reduce((columns, char) => columns + (isWide(char) ? 2 : 1), 0)

const mayNotBegin = /^[，。；：！？、）”》]/u
const mayNotEnd = /[（“《]$/u

/** Pieces that stay in one line: words with the blanks behind them, single wide characters with their punctuation. */
function pieces(line: string): string[] {
  const found: string[] = []
  for (const part of line.match(/\S*?[\u2e80-\uffff]|\S+\s*|\s+/gu) ?? []) {
    const last = found.at(-1)
    const stays = last !== undefined && (mayNotBegin.test(part) || mayNotEnd.test(last))
    if (stays) found[found.length - 1] = last + part
    else found.push(part)
  }
  return found
}

/** Breaks text into lines of at most so many columns; a longer word stands alone. */
export function wrapHelp(text: string, columns: number): string {
  const wrapLine = (line: string): string => {
    const lines: string[] = []
    let current = ''
    for (const piece of pieces(line)) {
      if (current !== '' && helpColumns(current + piece.trimEnd()) > columns) {
        lines.push(current.trimEnd())
        current = ''
      }
      current += piece
    }
    return [...lines, current.trimEnd()].join('\n')
  }
  return text.split('\n').map(wrapLine).join('\n')
}
