import { tracePath } from '../transport/trace-path.ts'
import type { RunContext } from './run-context.ts'
import type { Target } from './target.ts'

/**
 * Finds out about the way to a line, while its listing is read. Not through a proxy, which resolves names itself, nor to an
 * address without a name: there is nothing that connections do not tell anyway.
 */
export async function recordPath(
  { relay, line, baseUrl, lane, timeouts }: Target,
  { session, record, stop }: Pick<RunContext, 'session' | 'record' | 'stop'>,
): Promise<void> {
  const host = baseUrl.hostname.replace(/^\[|\]$/g, '')
  if (lane.proxy || stop.aborted) return
  const secure = baseUrl.protocol === 'https:'
  const traced = await tracePath(
    {
      host,
      port: Number(baseUrl.port || (secure ? 443 : 80)),
      secure,
      timeoutMs: timeouts.connectMs,
      ...(lane.family !== undefined && { family: lane.family }),
    },
    stop,
  )
  if (traced) record({ type: 'path', relay, ...(line !== undefined && { line }), session, ...traced })
}
