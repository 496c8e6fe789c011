import { compose } from './compose.ts'
import type { Renderer } from './renderer.ts'
import { terminal, usableWidth } from './terminal.ts'

/** For people at a terminal. */
export const table: Renderer = {
  id: 'table',
  extension: 'txt',
  render: (report, options) =>
    terminal(compose(report, { language: options.language, width: usableWidth(options.width) }), options),
}
