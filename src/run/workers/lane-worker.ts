/** The thread of some of a run's lanes: sends, reads, stamps and parses; whole answers go back, one message a request. */
import { parentPort } from 'node:worker_threads'
import { clockZero } from '../../core/clock.ts'
import { Secret } from '../../core/secret.ts'
import type { LaneOptions } from '../../transport/lane.ts'
import { LoopWatch } from '../loop-watch.ts'
import { OwnLane } from '../probe-lane.ts'
import type { FromWorker, LaneTask, PlainLaneOptions, TaskResult, ToWorker } from './messages.ts'

/** How often it tells how busy it is. */
const clientRecordMs = 2_000

const port = parentPort
if (!port) throw new Error('lane-worker runs as a worker thread only')
const loop = new LoopWatch()
const lanes = new Map<number, OwnLane>()
const running = new Map<number, AbortController>()
const tell = (message: FromWorker): void => port.postMessage(message)
const tellClient = (): void => tell({ type: 'client', record: loop.record(0) })
const timer = setInterval(tellClient, clientRecordMs)

port.on('message', (message: ToWorker) => {
  switch (message.type) {
    case 'lane':
      lanes.set(message.lane, new OwnLane(laneOptions(message.options), loop))
      return
    case 'task':
      void carryOut(message)
      return
    case 'abort':
      running.get(message.task)?.abort()
      return
    case 'end':
      return end()
  }
})
tell({ type: 'ready', zeroMs: clockZero() })

async function carryOut({ task, lane, what }: Extract<ToWorker, { type: 'task' }>): Promise<void> {
  const abort = new AbortController()
  running.set(task, abort)
  const own = lanes.get(lane)
  if (!own) throw new Error(`no lane ${lane}`)
  const result = await perform(own, what, abort.signal, () => tell({ type: 'began', task }))
  running.delete(task)
  tell({ type: 'result', task, result })
}

async function perform(
  lane: OwnLane,
  what: LaneTask,
  signal: AbortSignal,
  began: () => void,
): Promise<TaskResult> {
  switch (what.do) {
    case 'open':
      return lane.open(what.limitMs, signal)
    case 'ask':
      return lane.ask(what.request, what.reading, signal, what.tellsBegin ? began : undefined)
    case 'fetch':
      return lane.fetch(what.request, what.deadlines, signal)
    case 'close':
      await lane.close()
      return undefined
  }
}

function laneOptions({ origin, proxy, ...options }: PlainLaneOptions): LaneOptions {
  const authorization = proxy?.authorization
  return {
    ...options,
    origin: new URL(origin),
    ...(proxy && {
      proxy: {
        host: proxy.host,
        port: proxy.port,
        ...(authorization !== undefined && { authorization: new Secret(authorization) }),
      },
    }),
  }
}

function end(): void {
  tellClient()
  clearInterval(timer)
  loop.stop()
  port?.close()
}
