import type { Plan } from '../core/plan.ts'
import type { Text } from '../core/text.ts'
import { streamsOf } from '../plan/streams.ts'
import { cliWords } from '../words/cli.ts'

/** From so many streams on, the pauses of the garbage collector are most of what we add to a p99 (docs/exactness.md). */
const manyStreams = 200

/**
 * Advice for a run of many streams in a Node whose garbage collector has long pauses; undefined where it is not needed.
 * It has to come from outside: a Node that runs cannot be given a smaller young generation.
 */
export function manyStreamsHint(
  plan: Plan,
  nodeFlags: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): Text | undefined {
  const streams = streamsOf(plan)
  const flags = [...nodeFlags, env['NODE_OPTIONS'] ?? '']
  if (streams < manyStreams || flags.some((flag) => flag.includes('--max-semi-space-size'))) return undefined
  return cliWords.manyStreams(String(streams))
}
