import type { AskTool } from '../core/ask.ts'
import { commonWords } from '../core/common-words.ts'
import type { Draws } from '../core/draws.ts'
import type { ToolCall } from '../core/observation.ts'
import { hasShape, type JsonShape, objectOf, parsed } from './json-shape.ts'
import { openQuestion } from './open-question.ts'

/** Something that a model can do with a tool alone. */
export interface ToolTask {
  readonly prompt: string
  readonly tools: readonly AskTool[]
  /** Whether these calls are as they should be: a tool that is there, arguments of its shape, texts unharmed. */
  isDone(calls: readonly ToolCall[]): boolean
}

const use = 'Use the tool for it.'

const listShape = objectOf({ title: { type: 'string' }, items: { type: 'array', items: { type: 'string' } } })

const tasks: readonly ((draws: Draws) => ToolTask)[] = [
  (draws) => {
    const place = `${draws.pick(commonWords)}ville`
    const shape = objectOf({
      place: { type: 'string' },
      unit: { type: 'string', enum: ['celsius', 'fahrenheit'] },
    })
    return task(
      `What is the weather in "${place}", in degrees Celsius? ${use}`,
      'get_weather',
      'The weather in a place.',
      shape,
      place,
    )
  },
  (draws) => {
    const guest = draws.pick(['李雷', '王小明', 'Zoë Müller', 'Łukasz Żak', '🌿 Garden Club', 'Ñandú Peña'])
    const shape = objectOf({
      guest: { type: 'string' },
      table: objectOf({ seats: { type: 'integer' }, terrace: { type: 'string', enum: ['yes', 'no'] } }),
    })
    return task(
      `Book a table for 4 on the terrace for "${guest}". ${use}`,
      'book_table',
      'Books a table in a restaurant.',
      shape,
      guest,
    )
  },
  (draws) => {
    const list = `${draws.pick(commonWords)} list`
    return task(
      `Make a list called "${list}" with the items milk, bread and salt. ${use}`,
      'make_list',
      'Makes a list of items.',
      listShape,
      list,
    )
  },
]

function task(
  prompt: string,
  name: string,
  description: string,
  parameters: JsonShape,
  quoted: string,
): ToolTask {
  return {
    prompt,
    tools: [{ name, description, parameters: { ...parameters } }, stopwatch],
    isDone: (calls) =>
      calls.length > 0 &&
      haveTheirOwnIds(calls) &&
      calls.some((call) => call.name === name && isGood(parsed(call.arguments), parameters, quoted)),
  }
}

/** Two calls in one answer, each for its own list. */
export function twoLists(draws: Draws): ToolTask {
  const lists = draws
    .shuffled(commonWords)
    .slice(0, 2)
    .map((word) => `${word} list`)
  const [first = '', second = ''] = lists
  const asked = `Make two lists, "${first}" and "${second}", each with the items milk, bread and salt. ${use}`
  const one = task(
    `${asked.slice(0, -1)}, once for each list, with both calls in one answer.`,
    'make_list',
    'Makes a list of items.',
    listShape,
    first,
  )
  const other = task(one.prompt, 'make_list', '', listShape, second)
  return { ...one, isDone: (calls) => calls.length === 2 && one.isDone(calls) && other.isDone(calls) }
}

/** A question that no tool is needed for, with tools at hand. */
export const withoutNeed = (draws: Draws): ToolTask => ({
  ...toolTask(draws, 0),
  prompt: openQuestion(draws),
  isDone: (calls) => calls.length === 0,
})

/** A second tool, which is of no use here. */
const stopwatch: AskTool = {
  name: 'start_stopwatch',
  description: 'Starts a stopwatch.',
  parameters: { ...objectOf({ seconds: { type: 'integer' } }) },
}

/** The text in quotes has to come through as it is, whatever its alphabet. */
const isGood = (value: unknown, shape: JsonShape, quoted: string): boolean =>
  hasShape(value, shape) && Object.values(Object(value)).includes(quoted)

function haveTheirOwnIds(calls: readonly ToolCall[]): boolean {
  const ids = calls.flatMap(({ id }) => (id === undefined ? [] : [id]))
  return new Set(ids).size === ids.length
}

/** The nth task: kinds take turns. */
export function toolTask(draws: Draws, nth: number): ToolTask {
  const make = tasks[nth % tasks.length]
  if (!make) throw new RangeError('there are no tasks')
  return make(draws)
}
