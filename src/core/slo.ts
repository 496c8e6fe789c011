import { type Objective, parseObjective, type Thresholds } from './objective.ts'

type Mapping = Readonly<Record<string, unknown>>

const mapping = (value: unknown): Mapping =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {}

const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [])

const named = (profile: unknown, key: string, name: string | undefined): Mapping =>
  mapping(list(mapping(profile)[key]).find((entry) => mapping(entry)['name'] === name))

/**
 * The limits that hold for the probes of a relay and a model: those of the profile, in their place those of the model, in
 * place of both those of the relay. Without a model: what holds for the relay as a whole.
 */
export function objectivesFor(profile: unknown, relay: string, model?: string): readonly Objective[] {
  const objectives = allObjectives(profile, relay, model)
  const thresholds = tightest(objectives)
  return objectives
    .filter(({ measure: { kind } }) => kind !== 'audit' && (kind === 'models') === (model === undefined))
    .flatMap((objective) => withThresholds(objective, thresholds))
}

/** The limit on what audits find of a relay and a model; found by the same precedence. */
export const auditObjective = (profile: unknown, relay: string, model: string): Objective | undefined =>
  allObjectives(profile, relay, model).find(({ measure }) => measure.kind === 'audit')

/** A journal may be of another hand, so what cannot be read is passed over. */
function allObjectives(profile: unknown, relay: string, model?: string): readonly Objective[] {
  const stated = {
    ...mapping(mapping(profile)['slo']),
    ...mapping(named(profile, 'models', model)['slo']),
    ...mapping(named(profile, 'relays', relay)['slo']),
  }
  const read = Object.entries(stated).map(([name, limit]) => parseObjective(name, limit))
  return read.filter((objective) => typeof objective !== 'string')
}

/** The smallest latency limit on each metric, of whatever level. */
function tightest(objectives: readonly Objective[]): Thresholds {
  const found: Partial<Record<keyof Thresholds, number>> = {}
  for (const { measure, limit } of objectives)
    if (measure.kind === 'latency')
      found[measure.metric] = Math.min(limit, found[measure.metric] ?? Number.POSITIVE_INFINITY)
  return found
}

function withThresholds(objective: Objective, thresholds: Thresholds): readonly Objective[] {
  if (objective.measure.kind !== 'goodput' || objective.measure.thresholds) return [objective]
  if (Object.keys(thresholds).length === 0) return []
  return [{ ...objective, measure: { kind: 'goodput', thresholds } }]
}

/** A profile with further limits, which hold everywhere: in place of those of the same names, also of single relays and models. */
export function withLimits<Profile extends object>(
  profile: Profile,
  limits: Readonly<Record<string, string>>,
): Profile {
  const rest = (entry: unknown): unknown => {
    const { slo } = mapping(entry)
    if (slo === undefined) return entry
    const kept = Object.entries(mapping(slo)).filter(([name]) => !Object.hasOwn(limits, name))
    return { ...mapping(entry), slo: Object.fromEntries(kept) }
  }
  const before = mapping(profile)
  return {
    ...profile,
    ...(Array.isArray(before['relays']) && { relays: before['relays'].map(rest) }),
    ...(Array.isArray(before['models']) && { models: before['models'].map(rest) }),
    slo: { ...mapping(before['slo']), ...limits },
  }
}
