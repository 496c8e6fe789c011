import type { ConnectionRecord } from '../core/journal.ts'
import type { LaneSet } from './lane-set.ts'
import { redactDeep, timeline } from './observe.ts'
import type { RunContext } from './run-context.ts'
import { type Target, viaProxyOf } from './target.ts'

/** Opens a worker's connections to all lines of its relay, so that no counted probe pays for dialling. */
export async function openConnections(
  lines: readonly Target[],
  lanes: LaneSet,
  context: Pick<RunContext, 'session' | 'origin' | 'redact' | 'record' | 'stop'>,
): Promise<void> {
  await Promise.all(lines.map((line) => openConnection(line, lanes, context)))
}

async function openConnection(
  target: Target,
  lanes: LaneSet,
  { session, origin, redact, record, stop }: Parameters<typeof openConnections>[2],
): Promise<void> {
  const { stamps, ending, connection } = await lanes.to(target).open(target.timeouts.connectMs, stop)
  const opened: ConnectionRecord = {
    type: 'connection',
    relay: target.relay,
    ...(target.line !== undefined && { line: target.line }),
    session,
    timeline: timeline(stamps.started, origin, stamps, {}),
    ending: redactDeep(ending, redact),
    ...(connection && { connection: viaProxyOf(target, connection) }),
  }
  record(opened)
}
