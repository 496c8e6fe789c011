import type { Ms } from '../core/clock.ts'
import type { Observation } from '../core/observation.ts'

/**
 * Inter-chunk latency: gaps between the socket reads that carried tokens, in ms. The wait for the first is no gap.
 * A chunk is not a token: how many tokens one holds is the relay's choice.
 */
export const iclMs = ({ stream }: Observation): readonly Ms[] =>
  stream.tokenReadsUs.slice(1).map((us) => us / 1000)
