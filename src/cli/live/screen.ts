import type { createLogUpdate } from 'log-update'
import { widthOf } from '../../report/wrap.ts'

/** A part of a terminal that is drawn again and again. */
export interface Screen {
  draw(text: string): void
  /** Writes lines above it, to stay. */
  above(text: string): void
  /** Takes it away and gives the cursor back. */
  close(): void
}

type Stream = NodeJS.WriteStream

/**
 * The bottom of a terminal. Only lines that changed are written, all in one synchronised update, so nothing flickers. The
 * cursor is given back however the process ends, unless it is killed outright.
 */
export function openScreen(create: typeof createLogUpdate, stream: Stream): Screen {
  const update = create(stream)
  let drawn: { readonly text: string; readonly columns: number } | undefined
  /** A terminal that became narrower has broken our lines in two: more rows are to be wiped than were written. */
  const wipeBroken = () => {
    if (!drawn || stream.columns >= drawn.columns) return
    const rows = drawn.text
      .split('\n')
      .map((line) => Math.max(1, Math.ceil(widthOf(plain(line)) / stream.columns)))
    const more = rows.reduce((sum, n) => sum + n - 1, 0)
    if (more > 0) stream.write(`\u001b[2K\u001b[1A`.repeat(more))
  }
  return {
    draw(text) {
      wipeBroken()
      update(text)
      drawn = { text, columns: stream.columns }
    },
    above(text) {
      update.clear()
      stream.write(text.endsWith('\n') ? text : `${text}\n`)
      if (drawn) update(drawn.text)
    },
    close() {
      wipeBroken()
      update.clear()
      update.done()
      drawn = undefined
    },
  }
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: colours are control characters
const plain = (line: string): string => line.replace(/\u001b\[[0-9;]*m/g, '')
