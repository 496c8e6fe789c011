import type { ProbeResult } from './probe-result.ts'

/** A probe's place in the plan: by round, then by cell. Ids break ties, so that the order of arrival never matters. */
export type Placed = Pick<ProbeResult, 'round' | 'position' | 'probeId'>

const order = (a: Placed, b: Placed): number =>
  a.round - b.round || a.position - b.position || (a.probeId < b.probeId ? -1 : 1)

/** Sorts by place in the plan. */
export const byPlace = <Probe extends Placed>(probes: Iterable<Probe>): readonly Probe[] =>
  [...probes].sort(order)

/** Of two probes the one that stands earlier in the plan. */
export const earlier = <Probe extends Placed>(known: Probe | undefined, probe: Probe): Probe =>
  known && order(known, probe) < 0 ? known : probe

/** Of two probes the one that stands later in the plan. */
export const later = <Probe extends Placed>(known: Probe | undefined, probe: Probe): Probe =>
  known && order(known, probe) > 0 ? known : probe
