import { bareName } from '../core/model-name.ts'

/** Most listed names that are offered in place of the wanted one. */
const mostNames = 3

/** Listed names that look like the wanted one: they contain it once vendor prefixes, tags and case are dropped. */
export function nearNames(wanted: string, listed: readonly string[]): string[] {
  const core = bareName(wanted)
  if (core === '') return []
  return listed
    .filter((name) => name !== wanted && bareName(name).includes(core))
    .toSorted((a, b) => bareName(a).length - bareName(b).length)
    .slice(0, mostNames)
}
