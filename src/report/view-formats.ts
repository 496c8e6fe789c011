import { inertJson } from '../core/inert.ts'
import type { Language } from '../core/text.ts'
import { both } from './html/both.ts'
import { viewPage } from './html/view-page.ts'
import { asMarkdown } from './markdown.ts'
import type { RenderOptions } from './renderer.ts'
import { terminal } from './terminal.ts'
import type { View } from './view.ts'

/** One way to write something other than a report down; as {@link file://./renderer.ts} otherwise. */
export interface Format<Subject> {
  readonly id: string
  render(subject: Subject, options: RenderOptions): string
}

/** What anything that has a view can be written as. */
export function viewFormats<Subject>(
  viewOf: (subject: Subject, language: Language) => View,
): Readonly<Record<'table' | 'json' | 'markdown' | 'html', Format<Subject>>> {
  return {
    table: {
      id: 'table',
      render: (subject, options) => terminal(viewOf(subject, options.language), options),
    },
    json: { id: 'json', render: (subject) => inertJson(subject) },
    markdown: { id: 'markdown', render: (subject, { language }) => asMarkdown(viewOf(subject, language)) },
    html: {
      id: 'html',
      render: (subject, { language }) =>
        viewPage(
          both((each) => viewOf(subject, each)),
          language,
        ),
    },
  }
}
