import type { Skill } from './skill.ts'

const words = (
  'the a slow quiet old green bright small river lamp garden harbour song letter winter morning road house bird stone ' +
  'runs sings waits turns falls opens carries follows near under beyond after while and then again softly'
).split(' ')

/** "Invent a sentence": other words every time. */
export const sentence: Skill = {
  id: 'sentence',
  answer: ({ task }, { random }) =>
    /\binvent a sentence\b/i.test(task)
      ? `${Array.from({ length: 30 }, () => words[random.below(words.length)] ?? '').join(' ')}.`
      : undefined,
}
