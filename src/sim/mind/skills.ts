import { echo } from './echo.ts'
import { numbers } from './numbers.ts'
import { oneWord } from './one-word.ts'
import type { Skill } from './skill.ts'

/** What a mind can do; the first that knows what is wanted answers. */
export const skills: readonly Skill[] = [echo, numbers, oneWord]
