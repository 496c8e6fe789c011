import { drawsFrom } from '../core/draws.ts'
import type { Depth } from '../core/plan.ts'
import type { Asked, Question, Setting, Side } from './audit.ts'
import { openQuestion } from './open-question.ts'
import { answersByKey } from './pairs.ts'
import { oneWord, visibleText } from './reply-text.ts'

/** Something that a request sets, and how it shows whether that was obeyed. To add one: a line in `trials`. */
export interface Trial {
  readonly code: `parameters.${'limit' | 'stop' | 'temperature' | 'seed' | 'answers' | 'logprobs'}`
  /** How often it is tried. */
  readonly tries: Readonly<Record<Depth, number>>
  /** The nth try: one request, or two that belong together. */
  questions(setting: Setting, nth: number): readonly Question[]
  /** Whether it was obeyed; undefined where nothing can be said. */
  tried(side: Side, nth: number): Tried | undefined
}

interface Tried {
  readonly obeyed: boolean
  readonly asked: Asked
}

/** The dearer half is left out of a quick look. */
const always = { quick: 14, standard: 14, deep: 24 } as const
const notQuick = { ...always, quick: 0 } as const
/** Of two answers: even where nothing is obeyed they are often the same, so it takes more. */
const twice = { quick: 0, standard: 24, deep: 36 } as const

const limitTokens = 16
const answersAtOnce = 2

const answerTo = (side: Side, key: string): Asked | undefined => answersByKey(side).get(key)

/** So many numbers from one that is drawn on. */
const numbersFrom = (first: number, count: number): string =>
  `Write the numbers from ${first} to ${first + count - 1}, separated by blanks, and nothing else.`

const firstOf = (name: string, { seed }: Setting, nth: number): number =>
  100 + drawsFrom(`${name} ${seed} ${nth}`).below(500)

/** A model that thinks before it writes spends a limit of few tokens on that, so there is no telling what it did. */
const limit: Trial = {
  code: 'parameters.limit',
  tries: always,
  questions: (setting, nth) => [
    {
      key: `limit ${nth}`,
      ask: {
        prompt: numbersFrom(firstOf('limit', setting, nth), 100),
        maxOutputTokens: limitTokens + setting.thinkingTokens,
        stream: false,
      },
      expectedOutputTokens: limitTokens,
    },
  ],
  tried(side, nth) {
    const asked = answerTo(side, `limit ${nth}`)
    if (!asked || side.setting.thinkingTokens > 0) return undefined
    // So many tokens cannot hold more numbers than that.
    const numbers = visibleText(asked.observation.reply).match(/\d+/g)?.length ?? 0
    return { obeyed: numbers <= limitTokens, asked }
  },
}

const stop: Trial = {
  code: 'parameters.stop',
  tries: notQuick,
  questions(setting, nth) {
    const first = firstOf('stop', setting, nth)
    return [
      {
        key: `stop ${nth}`,
        ask: {
          prompt: numbersFrom(first, 16),
          maxOutputTokens: 80 + setting.thinkingTokens,
          stream: false,
          stop: [String(first + 4)],
        },
        expectedOutputTokens: 4,
      },
    ]
  },
  tried(side, nth) {
    const asked = answerTo(side, `stop ${nth}`)
    const [word] = asked?.question.ask.stop ?? []
    if (!asked || word === undefined) return undefined
    const said = visibleText(asked.observation.reply)
    // Without the number before the stop word the task was not understood.
    return said.includes(String(Number(word) - 1)) ? { obeyed: !said.includes(word), asked } : undefined
  },
}

/** The same open question twice: what is set should make the answers the same. */
const sameTwice = (
  name: 'temperature' | 'seed',
  set: (seed: number) => Pick<Question['ask'], 'temperature' | 'seed'>,
): Trial => ({
  code: `parameters.${name}`,
  tries: twice,
  questions: ({ seed, thinkingTokens }, nth) =>
    [0, 1].map((again) => {
      const draws = drawsFrom(`${name} ${seed} ${nth}`)
      const prompt = openQuestion(draws)
      return {
        key: `${name} ${nth}.${again}`,
        ask: { prompt, maxOutputTokens: 16 + thinkingTokens, stream: false, ...set(draws.below(1_000_000)) },
        expectedOutputTokens: 1,
      }
    }),
  tried(side, nth) {
    const [first, second] = [answerTo(side, `${name} ${nth}.0`), answerTo(side, `${name} ${nth}.1`)]
    if (!first || !second) return undefined
    const [a, b] = [oneWord(first.observation.reply), oneWord(second.observation.reply)]
    return a === undefined || b === undefined ? undefined : { obeyed: a === b, asked: second }
  },
})

/** Something that is there in an answer, or is not. */
const given = (
  name: 'answers' | 'logprobs',
  set: Pick<Question['ask'], 'answers' | 'logprobs'>,
  isGiven: (asked: Asked) => boolean,
): Trial => ({
  code: `parameters.${name}`,
  tries: notQuick,
  questions: ({ seed, thinkingTokens }, nth) => [
    {
      key: `${name} ${nth}`,
      ask: {
        prompt: openQuestion(drawsFrom(`${name} ${seed} ${nth}`)),
        maxOutputTokens: 16 + thinkingTokens,
        stream: false,
        ...set,
      },
      expectedOutputTokens: set.answers ?? 1,
    },
  ],
  tried(side, nth) {
    const asked = answerTo(side, `${name} ${nth}`)
    return asked && { obeyed: isGiven(asked), asked }
  },
})

export const trials: readonly Trial[] = [
  limit,
  stop,
  sameTwice('temperature', () => ({ temperature: 0 })),
  sameTwice('seed', (seed) => ({ seed })),
  given(
    'answers',
    { answers: answersAtOnce },
    ({ observation }) => observation.reply.answers === answersAtOnce,
  ),
  given('logprobs', { logprobs: true }, ({ observation }) => observation.reply.logprobs === true),
]
