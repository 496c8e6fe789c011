import { z } from 'zod'
import type { Random } from '../random.ts'
import type { Script } from '../script.ts'
import { bodies } from './bodies.ts'
import { connectionHabits } from './connection.ts'
import { cuts } from './cuts.ts'
import { errors, refusals } from './errors.ts'
import type { Exchange, Fault, FaultSetting } from './fault.ts'
import { floods } from './floods.ts'
import { framingHabits } from './framing.ts'
import { toolHabits } from './tools.ts'

/** At most one of these strikes a request: their rates add up, in the order they are set. */
const failures: readonly Fault[] = [...errors, ...bodies, ...cuts, ...floods]
/** Any number of these can strike together, each by a draw of its own, on top of a failure. */
const habits: readonly Fault[] = [...toolHabits, ...framingHabits, ...connectionHabits, ...refusals]

const faults = [...failures, ...habits]
export const faultNames: readonly string[] = faults.map((member) => member.name)

/** Every fault with a line about it, for people who choose. */
export const faultGuide = (): readonly { readonly name: string; readonly about: string }[] =>
  faults.map(({ name, schema }) => ({ name, about: schema.description ?? '' }))

const [first, ...others] = faults.map((member) => member.schema)
if (!first) throw new Error('no faults are registered')
/** A fault by name, with its rate, its scope and its own arguments. */
export const faultSchema = z.discriminatedUnion('fault', [first, ...others], {
  error: ({ code }) => (code === 'invalid_union' ? `must be one of ${faultNames.join(', ')}` : undefined),
})

/** Which of the faults set strike the nth request (from 0) for a model. */
export function drawFaults(
  settings: readonly FaultSetting[],
  model: string,
  nth: number,
  random: Random,
): readonly FaultSetting[] {
  const fitting = settings.filter((each) => nth >= each.after && (each.model ?? model) === model)
  const isFailure = (setting: FaultSetting) => failures.some(({ name }) => name === setting.fault)
  let point = random.unit()
  const failure = fitting.filter(isFailure).find(({ rate }) => {
    point -= rate
    return point < 0
  })
  const struck = fitting.filter((each) => !isFailure(each) && random.unit() < each.rate)
  return failure ? [failure, ...struck] : struck
}

/** What a healthy reply becomes under the faults drawn. */
export const spoil = (script: Script, exchange: Exchange, drawn: readonly FaultSetting[]): Script =>
  drawn.reduce((spoilt, setting) => {
    const found = faults.find(({ name }) => name === setting.fault)
    return found ? found.apply(spoilt, exchange, setting) : spoilt
  }, script)
