import type { Language } from '../core/text.ts'
import type { Report } from '../schema/report.ts'

export interface RenderOptions {
  readonly language: Language
  /** Columns of the terminal. */
  readonly width: number
  readonly color: boolean
}

/** One way to write a report down. Pure: same report and options, same text, ending in a line break. */
export interface Renderer {
  readonly id: string
  /** File extension without the dot. */
  readonly extension: string
  render(report: Report, options: RenderOptions): string
}
