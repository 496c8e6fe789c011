import { randomFor, seedOf } from '../random.ts'
import type { Skill } from './skill.ts'

const words = (
  'fox river lamp violin copper wolf maple cello silver heron birch flute iron raven cedar drum bronze otter willow harp ' +
  'linen hare poplar organ marble badger juniper horn velvet lynx hazel lute amber crane rowan bell'
).split(' ')

/** Answers that one question can get, most of them rare. */
const answers = 10
/** How unlike their chances are: about one bit to two of entropy, as measured of models. */
const unevenness = 2

/** A question to be answered in one word: spread over several words, in shares that are each identity's own. */
export const oneWord: Skill = {
  id: 'one-word',
  answer({ task, isCold }, { name, random }) {
    if (!/\bone (English )?word\b/i.test(task)) return undefined
    const own = randomFor(seedOf(`${name} ${task}`), 0, 'text')
    const choices = Array.from({ length: answers }, () => ({
      word: words[own.below(words.length)] ?? '',
      weight: Math.exp(unevenness * own.normal()),
    }))
    if (isCold) return choices.toSorted((a, b) => b.weight - a.weight)[0]?.word
    let point = random.unit() * choices.reduce((sum, { weight }) => sum + weight, 0)
    for (const { word, weight } of choices) {
      point -= weight
      if (point < 0) return word
    }
    return choices[0]?.word
  },
}
