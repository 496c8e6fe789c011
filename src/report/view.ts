import type { Language } from '../core/text.ts'

/**
 * A report as sections of tables and lines: what to say, before any format decides how it looks.
 * Strings in here may hold text from outside; each format makes all of them safe for where they land.
 */
export type View = readonly Section[]

export interface Section {
  readonly title?: string
  /** 1: the report itself. */
  readonly level: 1 | 2
  readonly parts: readonly Part[]
}

export type Part = LinesPart | TablePart | StripPart

/** Meant for the reader's eye; every tone also has a sign or words of its own. */
export type Tone = 'plain' | 'best' | 'warning' | 'faint'

export interface Line {
  readonly text: string
  readonly tone?: Tone
  /** Belongs to the line above. */
  readonly nested?: boolean
}

export interface LinesPart {
  readonly type: 'lines'
  readonly lines: readonly Line[]
}

/** Rows of one sign each for what came one after the other, such as days. */
export interface StripPart {
  readonly type: 'strip'
  readonly rows: readonly {
    readonly label: string
    readonly signs: readonly TableCell[]
  }[]
}

export interface Column {
  readonly id: string
  /** A line break shows where a terminal may break it. */
  readonly head: string
  readonly align: 'left' | 'right'
  /** Narrowest width at which its cells may be wrapped; absent: they never are. */
  readonly wrapsFrom?: number
  /** Width beyond which it wraps even where there is room. */
  readonly atMost?: number
}

export interface TableCell {
  readonly text: string
  readonly tone?: Tone
}

export interface TablePart {
  readonly type: 'table'
  readonly columns: readonly Column[]
  /** One cell for each column. */
  readonly rows: readonly (readonly TableCell[])[]
  /** Columns to give up where there is no room, first one first. */
  readonly dropOrder: readonly string[]
  /** What to say below the table when a column had to go. */
  readonly whenDropped: Readonly<Record<string, readonly Line[]>>
}

/** What decides the content of a view: the language, and the columns there are (Infinity: any number). */
export interface ViewOptions {
  readonly language: Language
  readonly width: number
}

export const linesPart = (lines: readonly Line[]): LinesPart => ({ type: 'lines', lines })

/** A section of lines, or none when there is nothing to say. */
export const linesSection = (lines: readonly Line[], title?: string): View =>
  lines.length === 0 ? [] : [{ level: 2, parts: [linesPart(lines)], ...(title !== undefined && { title }) }]
