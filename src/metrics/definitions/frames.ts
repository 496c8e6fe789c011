import type { Observation } from '../../core/observation.ts'
import type { Gaps } from './definition.ts'

/**
 * Frames that carry a piece of the answer, if only a role or a finish reason: all but the end mark and the one of the
 * usage. Known of OpenAI's chat format alone, where usage that was asked for comes in a frame of its own.
 */
export function answerFrames({ stream, timeline, reply }: Observation, protocol: string): number | undefined {
  if (protocol !== 'openai-chat') return undefined
  const others = (timeline.done === undefined ? 0 : 1) + (reply.usage === undefined ? 0 : 1)
  return Math.max(0, stream.frames - others)
}

/** {@link answerFrames} without the one that names the role and the one that gives the finish reason. */
export function contentFrames(observation: Observation, protocol: string): number | undefined {
  const frames = answerFrames(observation, protocol)
  return frames && Math.max(frames - 2, observation.stream.tokenReadsUs.length)
}

/** Gaps from one frame of the answer to the next, the first of them being {@link Timeline.firstFrame}. */
export function answerFrameGaps(observation: Observation, protocol: string): Gaps {
  const { sent, firstFrame } = observation.timeline
  const reads = observation.stream.tokenReadsUs
  const gaps = reads.slice(1)
  const firstReadUs = reads[0]
  if (sent === undefined || firstFrame === undefined || firstReadUs === undefined) return { ms: [], zeros: 0 }
  const beforeUs = firstReadUs - Math.round((firstFrame - sent) * 1000)
  // Where the first frame came in the read of the first token, it is one of the frames that share a read.
  if (beforeUs > 0) gaps.unshift(beforeUs)
  return withZeros(gaps, answerFrames(observation, protocol), observation)
}

/** Gaps from one frame with text, reasoning or a tool call to the next. */
export const contentFrameGaps = (observation: Observation, protocol: string): Gaps =>
  withZeros(observation.stream.tokenReadsUs.slice(1), contentFrames(observation, protocol), observation)

function withZeros(gapsUs: readonly number[], frames: number | undefined, observation: Observation): Gaps {
  const ms = gapsUs.map((us) => us / 1000)
  const sharing = frames === undefined || !allReadsAreKept(observation) ? 0 : frames - 1 - ms.length
  return { ms, zeros: Math.max(0, sharing) }
}

/** Of a very long stream only the first reads are in the journal. Each gap is rounded to a whole µs. */
function allReadsAreKept({ timeline: { sent, lastToken }, stream: { tokenReadsUs } }: Observation): boolean {
  if (sent === undefined || lastToken === undefined) return false
  const totalUs = tokenReadsUs.reduce((sum, us) => sum + us, 0)
  return Math.abs(totalUs - (lastToken - sent) * 1000) <= tokenReadsUs.length + 1
}
