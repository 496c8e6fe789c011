import { codes } from './codes.ts'
import { echo } from './echo.ts'
import { numbers } from './numbers.ts'
import { obey } from './obey.ts'
import { oneWord } from './one-word.ts'
import { picture } from './picture.ts'
import { sentence } from './sentence.ts'
import type { Skill } from './skill.ts'
import { smallTalk } from './small-talk.ts'
import { story } from './story.ts'

/** What a mind can do; the first that knows what is wanted answers. */
export const skills: readonly Skill[] = [
  picture,
  obey,
  codes,
  echo,
  numbers,
  oneWord,
  sentence,
  story,
  smallTalk,
]
