import type { Skill } from './skill.ts'

/** "Repeat …": what stands between <text> and </text>, as it is. */
export const echo: Skill = {
  id: 'echo',
  answer: ({ prompt, task }) =>
    /\brepeat\b/i.test(task) ? /<text>\n?([\s\S]*?)\n?<\/text>/.exec(prompt)?.[1] : undefined,
}
