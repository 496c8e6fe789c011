import { meaningProblems } from '../words/problems.ts'
import { asMapping, own } from './lenient.ts'
import type { ProblemList } from './problem-list.ts'

/** What the keys of `load` mean together. */
export function checkLoad(tree: unknown, problems: ProblemList): void {
  const load = asMapping(own(asMapping(tree), 'load'))
  const has = (key: string): boolean => own(load, key) !== undefined
  const needs = (key: string, other: string, met: boolean): void => {
    if (has(key) && !met) problems.add(['load', key], meaningProblems.needs(key, other), { on: 'key' })
  }
  needs('arrivals', 'rate', has('rate'))
  needs('burstiness', 'rate', has('rate'))
  for (const key of ['requests', 'duration', 'concurrency', 'warmup', 'rate', 'trace'])
    if (has('ladder') && has(key))
      problems.add(['load', key], meaningProblems.exclusive(key, 'ladder'), { on: 'key' })
  if (has('rate') && has('trace'))
    problems.add(['load', 'trace'], meaningProblems.exclusive('trace', 'rate'), { on: 'key' })
  needs('speed', 'trace', has('trace'))
  needs('trace_unit', 'trace', has('trace'))
  const arrivals = own(load, 'arrivals')
  needs('burstiness', 'arrivals: gamma', !has('rate') || arrivals === undefined || arrivals === 'gamma')
}
