import { parseJson } from './json.ts'

/** Deeper than any answer, and far from where a walk through a value runs out of stack (some 3,000). */
const mostNesting = 500

/** Parses JSON; undefined when it is none, or so deeply nested that whoever reads or prints it would fall over. */
export const parseShallow = (text: string): unknown => (isDeep(text) ? undefined : parseJson(text))

function isDeep(text: string): boolean {
  if (text.length <= 2 * mostNesting) return false
  let depth = 0
  let inString = false
  for (let at = 0; at < text.length && depth <= mostNesting; at++) {
    const character = text[at]
    if (inString && character === '\\') at++
    else if (character === '"') inString = !inString
    else if (inString) continue
    else if (character === '[' || character === '{') depth++
    else if (character === ']' || character === '}') depth--
  }
  return depth > mostNesting
}
