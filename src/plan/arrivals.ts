import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64'
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus'
import type { Ms } from '../core/clock.ts'
import type { ArrivalShape, OpenShape, Plan, Probe } from '../core/plan.ts'
import { probesOf } from './order.ts'

/** Sets the draws of arrivals apart from those of the order of probes, which come from the same seed. */
const purpose = 0x61727276

/**
 * Times of arrival in ms since the schedule's zero, ascending: those of a trace, else drawn without end. The same seed gives the same times, so a
 * plan tells them by its seed alone. Gaps are independent, of mean 1 / rate: all equal, exponential (a Poisson
 * process), or gamma with the shape `burstiness` and so a coefficient of variation of 1 / √burstiness, as in vLLM's
 * `benchmark_serving`.
 */
export function* arrivalTimes(shape: ArrivalShape, seed: number): Generator<Ms> {
  if (shape.type === 'trace') yield* shape.atMs
  else yield* drawnTimes(shape, seed)
}

function* drawnTimes(shape: OpenShape, seed: number): Generator<Ms> {
  const meanMs = 1000 / shape.perSecond
  if (shape.arrivals === 'constant') {
    // Multiplied, not summed up: a sum would drift.
    for (let nth = 0; ; nth++) yield nth * meanMs
  }
  const unit = unitFrom(seed)
  const burstiness = shape.arrivals === 'gamma' ? (shape.burstiness ?? defaultBurstiness) : 1
  for (let at = 0; ; ) {
    at += gamma(burstiness, unit) * (meanMs / burstiness)
    yield at
  }
}

export const defaultBurstiness = 0.5

/** Arrivals a second on average; 0 for a trace that is over at once. */
export function meanRate(shape: ArrivalShape): number {
  if (shape.type === 'open') return shape.perSecond
  const spanMs = shape.atMs.at(-1) ?? 0
  return spanMs === 0 ? 0 : ((shape.atMs.length - 1) * 1000) / spanMs
}

type Unit = () => number

/** Uniform in (0, 1]: never 0, of which there is no logarithm. */
function unitFrom(seed: number): Unit {
  const generator = xoroshiro128plus((seed ^ purpose) >>> 0)
  return () => 1 - uniformFloat64(generator)
}

/**
 * A gamma variate of scale 1. For a shape below 1 that of shape + 1 is drawn and reduced.
 * @see Marsaglia & Tsang, "A Simple Method for Generating Gamma Variables", ACM TOMS 26 (2000)
 */
function gamma(shape: number, unit: Unit): number {
  if (shape === 1) return -Math.log(unit())
  if (shape < 1) return gamma(shape + 1, unit) * unit() ** (1 / shape)
  const d = shape - 1 / 3
  const c = 1 / Math.sqrt(9 * d)
  for (;;) {
    const x = normal(unit)
    const v = (1 + c * x) ** 3
    if (v > 0 && Math.log(unit()) < 0.5 * x * x + d - d * v + d * Math.log(v)) return d * v
  }
}

/** Box and Muller 1958. */
const normal = (unit: Unit): number => Math.sqrt(-2 * Math.log(unit())) * Math.cos(2 * Math.PI * unit())

/** A probe and when it arrives, in ms since the schedule's zero. */
export interface Arrival {
  readonly probe: Probe
  readonly atMs: Ms
}

/**
 * The arrivals at one relay: its counted probes in the plan's order, each with its time. When some are finished
 * already, the rest keep their gaps, and the schedule begins anew with the first of them.
 */
export function* arrivalsOf(
  plan: Plan,
  shape: ArrivalShape,
  relay: string,
  finished: ReadonlySet<string>,
): Generator<Arrival> {
  const times = arrivalTimes(shape, plan.seed)
  let resumed = false
  let zero: Ms | undefined
  for (const probe of probesOf(plan, relay)) {
    if (probe.warmup) continue
    const next = times.next()
    if (next.done) return
    const at: Ms = next.value
    if (finished.has(probe.id)) {
      resumed = true
      continue
    }
    zero ??= resumed ? at : 0
    yield { probe, atMs: at - zero }
  }
}
