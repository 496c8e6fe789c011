import { type Measure, objectiveNames, parseMeasure } from './objective.ts'

/** One target of a profile's `load.until`: `ttft_p50 ±10%`. */
export interface PrecisionTarget {
  readonly name: string
  readonly measure: PrecisionMeasure
  /** How far the interval may reach from the value: a share of it for times, points (0…1) for availability. */
  readonly within: number
  /** As written. */
  readonly text: string
}

export type PrecisionMeasure = Extract<Measure, { kind: 'availability' | 'latency' }>

/** What is wrong with a target as written. */
export type UntilProblem = 'bad-target' | 'unknown-target' | 'bad-width'

/** Measures that can be asked for, for messages. */
export const precisionNames: readonly string[] = objectiveNames.filter((name) => {
  const kind = parseMeasure(name)?.kind
  return kind === 'availability' || kind === 'latency'
})

const written = /^\s*(\S+?)\s*(?:±|\+-|\+\/-)\s*(\d+(?:\.\d+)?)\s*%\s*$/

/** Reads one target; "+-" and "+/-" stand for "±". */
export function parseTarget(text: string): PrecisionTarget | UntilProblem {
  const [, name, digits] = written.exec(text) ?? []
  if (name === undefined) return 'bad-target'
  const measure = parseMeasure(name)
  if (measure?.kind !== 'availability' && measure?.kind !== 'latency') return 'unknown-target'
  const within = Number(digits) / 100
  if (within <= 0 || within >= 1) return 'bad-width'
  return { name, measure, within, text: text.trim() }
}

/** The measure that a target names, for messages: "ttft_p5" of "ttft_p5 ±10%". */
export const targetName = (text: string): string => /^[^\s±+]*/.exec(text.trim())?.[0] ?? ''
