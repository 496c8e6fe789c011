import stringWidth from 'string-width'

/** Fitting text into terminal columns. A CJK character takes two and may be broken before and after. */

const segmenter = new Intl.Segmenter('en', { granularity: 'grapheme' })
const graphemes = (text: string): string[] => [...segmenter.segment(text)].map(({ segment }) => segment)

/** Columns of a text; most hold ASCII and signs of one column alone, for which counting is enough. */
export const widthOf = (text: string): number => (/^[ -~×—…]*$/.test(text) ? text.length : stringWidth(text))

/** Punctuation that must not begin a line, and that must not end one. */
const closing = /^[、，。：；！？）”》,.;:!?)\]}]/u
const opening = /[（“《([{]$/u

const mayBreakBetween = (before: string, after: string, beforeWidth: number): boolean =>
  !closing.test(after) && !opening.test(before) && (widthOf(after) > 1 || beforeWidth > 1)

/** Parts that stay in one line: spaces, words, single wide characters with their punctuation. */
function pieces(text: string): string[] {
  const parts: string[] = []
  let last = ' '
  for (const grapheme of graphemes(text)) {
    const starts = grapheme === ' ' || last === ' ' || mayBreakBetween(last, grapheme, widthOf(last))
    if (starts) parts.push(grapheme)
    else parts.push(`${parts.pop() ?? ''}${grapheme}`)
    last = grapheme
  }
  return parts
}

/** Breaks text into lines of at most `width` columns; a word longer than that is cut. */
export function wrap(text: string, width: number): string[] {
  if (widthOf(text) <= width) return [text]
  const lines: string[] = []
  let line = ''
  let used = 0
  const put = (piece: string, size: number) => {
    if (used > 0 && used + size > width) {
      lines.push(line.trimEnd())
      line = ''
      used = 0
      if (piece === ' ') return
    }
    line += piece
    used += size
  }
  for (const piece of pieces(text)) {
    const size = widthOf(piece)
    if (size <= width) put(piece, size)
    else for (const grapheme of graphemes(piece)) put(grapheme, widthOf(grapheme))
  }
  return [...lines, line.trimEnd()]
}

/** Text of at most `width` columns; "…" marks a cut. */
export function clip(text: string, width: number): string {
  if (widthOf(text) <= width) return text
  let kept = ''
  let used = 1
  for (const grapheme of graphemes(text)) {
    used += widthOf(grapheme)
    if (used > width) break
    kept += grapheme
  }
  return `${kept}…`
}

/** Columns of the longest of several lines. */
export const widest = (lines: readonly string[]): number =>
  lines.reduce((width, line) => Math.max(width, widthOf(line)), 0)
