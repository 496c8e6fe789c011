import type { Skill } from './skill.ts'

/** Any other question: a few words about nothing, as long as it is one. */
export const smallTalk: Skill = {
  id: 'small-talk',
  answer: ({ task }) =>
    /\?\s*$/.test(task) ? 'That is a good question, and the answer is well known.' : undefined,
}
