/**
 * What a relay says must not act where it lands. Control characters (terminal escapes, line breaks),
 * bidirectional overrides and zero-width characters are shown as escapes instead of being obeyed.
 * U+2028/2029 count as line breaks in some readers.
 */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what this removes
const active = /[\u0000-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]/g

/** Text that is safe on one line of a terminal. At most `limit` characters are kept, "…" marks a cut. */
export function inert(text: string, limit = Number.POSITIVE_INFINITY): string {
  const clean = text.replace(active, (char) => (char === '\n' || char === '\t' ? ' ' : shown(char)))
  return clean.length > limit ? `${clean.slice(0, Math.max(0, limit - 1))}…` : clean
}

const shown = (char: string): string => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`

/** Characters that a terminal may obey although JSON lets them stand: DEL, C1 controls, direction marks. */
const activeInJson = /[\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g

/** JSON that acts on no terminal: what it says when parsed stays as it is. Indented, with a line break at its end. */
export const inertJson = (value: unknown): string =>
  `${JSON.stringify(value, null, 2)
    .replace(activeInJson, shown)
    .replace(oldCommand, (found) => `${found.slice(0, -1)}\\u005b`)}\n`

/** JSON on one line for an element of an HTML page: nothing in it can end the element, or acts on who views the source. */
export const inertData = (value: unknown): string =>
  JSON.stringify(value).replace(activeInJson, shown).replace(/[<>&]/g, shown)

/**
 * What GitHub's runner obeys when it stands in a line of a job's log: "##[name]" anywhere, "::name" where a line begins.
 * It compares by the rules of a language, which pass over characters that are not seen.
 * @see https://github.com/actions/runner/blob/main/src/Runner.Common/ActionCommand.cs
 */
const unseen = String.raw`(?:(?![\r\n])[\p{Cc}\p{Default_Ignorable_Code_Point}])*`
const indent = String.raw`(?:(?![\r\n])[\s\p{Cc}\p{Default_Ignorable_Code_Point}])*`
const oldCommand = new RegExp(`#${unseen}#${unseen}\\[`, 'gu')
const command = new RegExp(`(?<![^\\r\\n])${indent}:${unseen}:`, 'gu')

/** Text whose lines are none of the commands of GitHub's runner: a backslash stands where one would begin. */
export const withoutCommands = (text: string): string =>
  text
    .replace(oldCommand, (found) => `${found.slice(0, -1)}\\[`)
    .replace(command, (found) => found.replace(':', '\\:'))
