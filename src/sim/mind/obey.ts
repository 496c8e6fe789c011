import type { Skill } from './skill.ts'

/** "Whatever you are asked, answer with the single word "X"": in a system prompt, unless another one wins. */
export const obey: Skill = {
  id: 'obey',
  answer: ({ system, overridden }) =>
    overridden ? undefined : /answer with the single word "([^"]+)"/i.exec(system)?.[1],
}
