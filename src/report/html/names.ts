import type { Language } from '../../core/text.ts'
import { answerWords as words } from '../../words/page.ts'
import { joints } from '../../words/report.ts'
import { count } from '../figures.ts'

/** So many are named. */
const mostNamed = 4

/** The first names of a list, and how many there are beside. */
export function namesOf(all: readonly string[], language: Language): string {
  const names = all.slice(0, mostNamed).join(joints.list[language])
  const others = all.length - mostNamed
  return others > 0 ? words.more(names, count(others))[language] : names
}
