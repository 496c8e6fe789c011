import { inert } from '../../core/inert.ts'

/** No name and no message is longer on a page. */
const longestText = 1_000

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

/** Any text as a literal of HTML, within an element or a quoted attribute. */
export const escaped = (text: string): string =>
  inert(text, longestText).replace(/[&<>"']/g, (char) => entities[char] ?? char)
