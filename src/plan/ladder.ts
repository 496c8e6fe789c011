import type { Cell, LadderShape, Plan, Probe, StepLabel } from '../core/plan.ts'

/** The steps that a relay with so many lanes can climb. */
export const stepsWithin = ({ steps }: LadderShape, lanes: number): readonly number[] =>
  steps.filter((step) => step <= lanes)

/** Counted probes of a step: what the plan says, and at least one a lane. */
export const countedIn = ({ requestsPerStep }: LadderShape, at: number): number =>
  Math.max(requestsPerStep, at)

/** Probes of a step that are not its recovery: the opening wave, one a lane, and those that count. */
export const sizeOf = (shape: LadderShape, at: number): number => at + countedIn(shape, at)

/**
 * The probes of one step of a cell that are left: an opening wave, then those that count. A session that goes on with
 * a step opens it anew; a step of which all is counted has none.
 */
export function stepProbes(
  shape: LadderShape,
  cell: Cell,
  at: number,
  session: number,
  finished: ReadonlySet<string>,
): readonly Probe[] {
  const counted = numbered(countedIn(shape, at), (n) => stepProbe(cell, { at, part: 'counted' }, `n${n}`, n))
  const left = counted.filter(({ id }) => !finished.has(id))
  if (left.length === 0) return []
  const opening = numbered(at, (n) =>
    stepProbe(cell, { at, part: 'opening' }, `o${n}${inSession(session)}`, -n),
  )
  return [...opening, ...left]
}

/** The probe that is sent alone after the wait that a relay has asked for. */
export const recoveryProbe = (cell: Cell, at: number, session: number): Probe =>
  stepProbe(cell, { at, part: 'recovery' }, `r${inSession(session)}`, -1)

/** What a later session sends anew has a name of its own: a nonce is never used twice. */
const inSession = (session: number): string => (session > 1 ? `-${session}` : '')

const stepProbe = (cell: Cell, step: StepLabel, name: string, round: number): Probe => ({
  id: `s${step.at}${name}.${cell.id}`,
  cell,
  round,
  warmup: step.part !== 'counted',
  step,
})

const numbered = (count: number, probe: (n: number) => Probe): readonly Probe[] =>
  Array.from({ length: count }, (_, i) => probe(i + 1))

/** The most requests that all ladders of a plan can come to; a recovery may follow every step. */
export const ladderRequests = (
  shape: LadderShape,
  cells: readonly Pick<Cell, 'relay'>[],
  lanes: Plan['load']['concurrency'],
): number =>
  cells.reduce(
    (total, { relay }) =>
      total + stepsWithin(shape, lanes[relay] ?? 1).reduce((sum, at) => sum + sizeOf(shape, at) + 1, 0),
    0,
  )
