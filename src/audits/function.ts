import { type Draws, drawsFrom } from '../core/draws.ts'
import type { Depth } from '../core/plan.ts'
import { functionWords as words } from '../words/audits/function.ts'
import type { Asked, Audit, Finding, Question, Setting, Side } from './audit.ts'
import { hasShape, objectOf, parsed } from './json-shape.ts'
import { kinds } from './open-question.ts'
import { referenceOf } from './pairs.ts'
import { type Colour, colours, fourSquares } from './picture.ts'
import { visibleText } from './reply-text.ts'
import { tasksFinding } from './tasks.ts'
import { type ToolTask, toolTask, twoLists, withoutNeed } from './tool-tasks.ts'

/** How often each is tried. */
const tries: Readonly<Record<Depth, number>> = { quick: 14, standard: 14, deep: 24 }

/** What is tried, by the depth from which on, and whether an answer is right. */
interface Trial {
  readonly code: keyof typeof words.findings
  readonly kind: string
  readonly depths: readonly Depth[]
  question(setting: Setting, draws: Draws, nth: number): Omit<Question, 'key'>
  isRight(asked: Asked, draws: Draws, nth: number): boolean
}

const always: readonly Depth[] = ['quick', 'standard', 'deep']
const notQuick: readonly Depth[] = ['standard', 'deep']

const tools = (
  make: (draws: Draws, nth: number) => ToolTask,
  { stream, expectedOutputTokens }: { readonly stream: boolean; readonly expectedOutputTokens: number },
) => ({
  question: ({ thinkingTokens }: Setting, draws: Draws, nth: number) => {
    const { prompt, tools: offered } = make(draws, nth)
    return {
      ask: { prompt, tools: offered, maxOutputTokens: 160 + thinkingTokens, stream },
      expectedOutputTokens,
    }
  },
  isRight: ({ observation }: Asked, draws: Draws, nth: number) =>
    make(draws, nth).isDone(observation.reply.toolCalls),
})

const thing = objectOf({
  name: { type: 'string' },
  size: { type: 'string', enum: ['small', 'medium', 'large'] },
  parts: { type: 'array', items: { type: 'string' } },
  legs: { type: 'integer' },
})

const trials: readonly Trial[] = [
  {
    code: 'function.tools',
    kind: 'tool',
    depths: always,
    ...tools(toolTask, { stream: false, expectedOutputTokens: 20 }),
  },
  {
    code: 'function.tools-stream',
    kind: 'streamed tool',
    depths: notQuick,
    ...tools(toolTask, { stream: true, expectedOutputTokens: 20 }),
  },
  {
    code: 'function.tools-parallel',
    kind: 'two tools',
    depths: notQuick,
    ...tools(twoLists, { stream: true, expectedOutputTokens: 53 }),
  },
  {
    code: 'function.tools-unneeded',
    kind: 'no tool',
    depths: notQuick,
    ...tools(withoutNeed, { stream: false, expectedOutputTokens: 1 }),
  },
  {
    code: 'function.schema',
    kind: 'schema',
    depths: notQuick,
    question: ({ thinkingTokens }, draws) => ({
      ask: {
        prompt: `Describe any ${draws.pick(kinds)} as JSON: its name, its size, its parts and the number of its legs.`,
        schema: { name: 'thing', schema: { ...thing } },
        maxOutputTokens: 200 + thinkingTokens,
        stream: false,
      },
      expectedOutputTokens: 68,
    }),
    isRight: ({ observation }) => hasShape(parsed(visibleText(observation.reply)), thing),
  },
  {
    code: 'function.picture',
    kind: 'picture',
    depths: notQuick,
    question: ({ thinkingTokens }, draws) => ({
      ask: {
        prompt: `The picture is made of four squares of one colour each. Name their colours from left to right and from top to bottom, separated by blanks, and nothing else. The colours are ${Object.keys(colours).join(', ')}.`,
        pngBase64: fourSquares(squaresOf(draws)),
        maxOutputTokens: 32 + thinkingTokens,
        stream: false,
      },
      expectedOutputTokens: 4,
    }),
    isRight: ({ observation }, draws) =>
      (
        visibleText(observation.reply)
          .toLowerCase()
          .match(/[a-z]+/g) ?? []
      ).join(' ') === squaresOf(draws).join(' '),
  },
]

const squaresOf = (draws: Draws): readonly Colour[] => {
  const names = Object.keys(colours).filter((name): name is Colour => Object.hasOwn(colours, name))
  return Array.from({ length: 4 }, () => draws.pick(names))
}

/**
 * Whether it can do what the reference can: call tools, whole and in a stream, answer in a given shape, see a picture.
 * Each is tried on the same tasks; a relay is only held to what the reference does.
 */
export const functions: Audit = {
  id: 'function',
  revision: 1,
  title: words.title,
  tests: trials.length,
  questions: (setting) =>
    trialsAt(setting.depth).flatMap((trial) =>
      Array.from({ length: tries[setting.depth] }, (_, nth) => ({
        key: keyOf(trial, nth),
        ...trial.question(setting, drawsOf(setting, trial, nth), nth),
      })),
    ),
  judge: ({ subject, ...evidence }) => {
    const reference = referenceOf({ subject, ...evidence })
    return trialsAt(subject.setting.depth).map((trial) => compared(trial, subject, reference))
  },
}

const trialsAt = (depth: Depth): readonly Trial[] => trials.filter(({ depths }) => depths.includes(depth))

const keyOf = ({ kind }: Trial, nth: number): string => `${kind} ${nth + 1}`

/** A tool is tried with the same task whole and in a stream. */
const drawsOf = ({ seed }: Setting, { kind }: Trial, nth: number): Draws =>
  drawsFrom(`function ${seed} ${kind.replace('streamed ', '')} ${nth}`)

function compared(trial: Trial, subject: Side, reference: Side | undefined): Finding {
  const planned = tries[subject.setting.depth]
  const numbers = new Map(Array.from({ length: planned }, (_, nth) => [keyOf(trial, nth), nth]))
  return tasksFinding(
    {
      code: trial.code,
      effect: words.effect,
      planned,
      isOne: ({ question }) => numbers.has(question.key),
      isRight: (asked) => {
        const nth = numbers.get(asked.question.key) ?? 0
        return trial.isRight(asked, drawsOf(subject.setting, trial, nth), nth)
      },
    },
    subject,
    reference,
    ({ right, n, reference: other }) =>
      (verdict) =>
        words.say(verdict, words.findings[trial.code], `${right}/${n}`, other && `${other.right}/${other.n}`),
  )
}
