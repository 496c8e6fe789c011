import { objectiveNames, parseObjective } from '../core/objective.ts'
import { UserError } from '../core/text.ts'
import { nearOrKnown, type ProblemWords, sloProblems } from '../words/problems.ts'
import { asMapping, type Mapping, mappingsAt, own } from './lenient.ts'
import { near } from './near.ts'
import type { Path } from './problem.ts'
import type { ProblemList } from './problem-list.ts'

/** Checks that every limit can be read: of the profile, of its relays and of its models. */
export function checkObjectives(tree: unknown, problems: ProblemList): void {
  const common = asMapping(own(asMapping(tree), 'slo')) ?? {}
  checkLimits(common, ['slo'], common, problems)
  for (const key of ['relays', 'models'])
    for (const { path, value } of mappingsAt(tree, key)) {
      const limits = asMapping(own(value, 'slo')) ?? {}
      checkLimits(limits, [...path, 'slo'], { ...common, ...limits }, problems)
      if (key === 'models' && own(limits, 'models_available') !== undefined)
        problems.add([...path, 'slo', 'models_available'], sloProblems.ofRelays(), { on: 'key' })
    }
}

function checkLimits(limits: Mapping, path: Path, inForce: Mapping, problems: ProblemList): void {
  for (const [name, limit] of Object.entries(limits)) {
    // What is neither text nor a mapping the schema refuses.
    if (typeof limit !== 'string' && !asMapping(limit)) continue
    const problem = problemOf(name, limit, inForce)
    if (problem)
      problems.add([...path, name], problem, { on: problem.code === 'unknown-measure' ? 'key' : 'value' })
  }
}

function problemOf(name: string, limit: unknown, inForce: Mapping): ProblemWords | undefined {
  const parsed = parseObjective(name, limit)
  if (parsed === 'unknown-measure')
    return sloProblems[parsed](name, nearOrKnown(near(name, objectiveNames), objectiveNames))
  if (typeof parsed === 'string') return sloProblems[parsed](name)
  const { measure } = parsed
  if (measure.kind === 'goodput' && !measure.thresholds && !hasLatencyLimit(inForce))
    return sloProblems.goodputOfNothing()
  return undefined
}

const hasLatencyLimit = (limits: Mapping): boolean =>
  Object.entries(limits).some(([name, limit]) => {
    const parsed = parseObjective(name, limit)
    return typeof parsed !== 'string' && parsed.measure.kind === 'latency'
  })

/**
 * Limits of the command line, such as "ttft_p95 < 2s", by name; the last of a name holds.
 * @param declared the profile's own, beside which they stand
 * @throws UserError for the first that cannot be read
 */
export function limitsFrom(texts: readonly string[], declared: unknown): Readonly<Record<string, string>> {
  const limits: Record<string, string> = {}
  for (const text of texts) {
    const [, name, limit] =
      /^\s*([^\s<>=:]+)\s*[:=]?\s*((?:[<>]|(?:all|no_confirmed_difference)\b).*)$/.exec(text) ?? []
    if (name === undefined || limit === undefined) throw userError(sloProblems.badFlag(text))
    limits[name] = limit.trim()
  }
  for (const [name, limit] of Object.entries(limits)) {
    const problem = problemOf(name, limit, { ...asMapping(declared), ...limits })
    if (problem) throw userError(problem)
  }
  return limits
}

const userError = ({ message, hint }: ProblemWords): UserError => new UserError(message, hint)
