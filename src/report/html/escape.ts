import { literal } from '../literal.ts'

/** No name and no message is longer on a page. */
const longestText = 1_000

/** Any text as a literal of HTML. */
export const escaped = (text: string): string => literal(text, longestText)
