import { randomFor, seedOf } from '../random.ts'
import type { Skill } from './skill.ts'

const words = (
  'the a slow quiet old green bright small river lamp garden harbour song letter winter morning road house bird stone ' +
  'runs sings waits turns falls opens carries follows near under beyond after while and then again softly'
).split(' ')

/** How unlike the words of a question are in how often they come, whoever answers; and how far each identity is from that. */
const unevenness = { question: 1, identity: 0.7 }

/** "In about twenty-five words": some words come more often than others, in shares that are each identity's own. */
export const story: Skill = {
  id: 'story',
  answer({ task, isCold }, { name, random }) {
    if (!/\bin about twenty-five words\b/i.test(task)) return undefined
    const question = randomFor(seedOf(task), 0, 'text')
    const own = randomFor(seedOf(`${name} ${task}`), 0, 'text')
    const weights = words.map(() =>
      Math.exp(unevenness.question * question.normal() + unevenness.identity * own.normal()),
    )
    const draws = isCold ? own : random
    const length = 22 + draws.below(7)
    return `${Array.from({ length }, () => words[drawn(weights, draws.unit())]).join(' ')}.`
  },
}

/** @param unit uniform in [0, 1) */
function drawn(weights: readonly number[], unit: number): number {
  let point = unit * weights.reduce((sum, weight) => sum + weight, 0)
  const found = weights.findIndex((weight) => {
    point -= weight
    return point < 0
  })
  return Math.max(0, found)
}
