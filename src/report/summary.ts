import { Buffer } from 'node:buffer'
import type { Language } from '../core/text.ts'
import { ciWords as words } from '../words/ci.ts'
import { count } from './figures.ts'

/** GitHub refuses the whole summary of a step that is larger, in bytes. */
export const summaryLimit = 1024 * 1024

/**
 * A Markdown report for a job summary: whole where there is room, else cut after a line, and saying so.
 * @param room bytes that are left
 * @returns undefined when not even a line and the note fit.
 */
export function fitSummary(markdown: string, room: number, language: Language): string | undefined {
  if (Buffer.byteLength(markdown) <= room) return markdown
  const lines = markdown.split('\n').slice(0, -1)
  const note = (left: number): string => `\n> ${words.summaryCut(count(left))[language]}\n`
  // The note is longest when it counts all lines.
  let left = room - Buffer.byteLength(note(lines.length))
  let kept = 0
  for (const line of lines) {
    left -= Buffer.byteLength(line) + 1
    if (left < 0) break
    kept++
  }
  if (kept === 0) return undefined
  return `${lines.slice(0, kept).join('\n')}\n${note(lines.length - kept)}`
}
