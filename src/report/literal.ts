import { inert } from '../core/inert.ts'

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

/** Any text as a literal of XML or HTML, within an element or a quoted attribute. */
export const literal = (text: string, limit?: number): string =>
  inert(text, limit).replace(/[&<>"']/g, (char) => entities[char] ?? char)
