import type { Renderer } from './renderer.ts'

/** Characters that a terminal may obey although JSON lets them stand: DEL, C1 controls, direction marks. */
const active = /[\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g

/** The report itself: what `relaybench schema report` describes. Escapes leave the parsed value as it is. */
export const json: Renderer = {
  id: 'json',
  extension: 'json',
  render: (report) => `${JSON.stringify(report, null, 2).replace(active, escaped)}\n`,
}

const escaped = (char: string): string => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`
