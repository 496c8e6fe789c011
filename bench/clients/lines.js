/** What the raw baselines do with bytes: a search for lines, and for those that carry a token. */
const contentStart = Buffer.from('"content":"')
const [dataByte, quote, newline] = [...'d"\n'].map((character) => character.charCodeAt(0))

/** Calls `onLine(bytes, start, end)` for every line that has its end. @returns what is left, undefined for nothing */
export function scanLines(bytes, onLine) {
  let start = 0
  for (let end = bytes.indexOf(newline); end >= 0; end = bytes.indexOf(newline, start)) {
    onLine(bytes, start, end)
    start = end + 1
  }
  return start < bytes.length ? bytes.subarray(start) : undefined
}

/** Whether a line is an event with text in it. */
export function isToken(bytes, start, end) {
  if (bytes[start] !== dataByte) return false
  const content = bytes.subarray(start, end).indexOf(contentStart)
  return content >= 0 && bytes[start + content + contentStart.length] !== quote
}
