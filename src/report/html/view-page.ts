import type { Language } from '../../core/text.ts'
import type { View } from '../view.ts'
import type { Both } from './both.ts'
import { pageHtml } from './page.ts'
import { viewHtml } from './sections.ts'

/** A view as a page of its own, named by its first title. */
export const viewPage = (view: Both<View>, language: Language): string =>
  pageHtml({
    title: { en: titleOf(view.en), zh: titleOf(view.zh) },
    language,
    blocks: [viewHtml(view, 'view')],
  })

const titleOf = (view: View): string => view.find(({ title }) => title !== undefined)?.title ?? 'relaybench'
