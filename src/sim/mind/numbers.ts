import type { Skill } from './skill.ts'

const most = 2_000

/** "Write the numbers from 1 to N": an answer of a known length. */
export const numbers: Skill = {
  id: 'numbers',
  answer({ task }) {
    const [, from, to] = /\bnumbers from (\d+) to (\d+)\b/i.exec(task) ?? []
    if (from === undefined || to === undefined) return undefined
    const count = Math.min(most, Math.max(0, Number(to) - Number(from) + 1))
    return Array.from({ length: count }, (_, i) => Number(from) + i).join(' ')
  },
}
