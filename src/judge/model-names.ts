/** Most listed names that are offered in place of the wanted one. */
const mostNames = 3

/** Listed names that look like the wanted one: they contain it once vendor prefixes, tags and case are dropped. */
export function nearNames(wanted: string, listed: readonly string[]): string[] {
  const core = coreName(wanted)
  if (core === '') return []
  return listed
    .filter((name) => name !== wanted && coreName(name).includes(core))
    .toSorted((a, b) => coreName(a).length - coreName(b).length)
    .slice(0, mostNames)
}

/** `[官转] OpenAI/GPT-5.6` → `gpt-5.6` */
const coreName = (name: string): string =>
  name
    .toLowerCase()
    .replace(/^(\s*(\[[^\]]*\]|【[^】]*】))+/, '')
    .replace(/^.*\//s, '')
    .trim()
