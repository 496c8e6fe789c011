import { Worker } from 'node:worker_threads'
import { builtProgram } from '../../core/built.ts'
import { clockZero, type Ms } from '../../core/clock.ts'
import type { ClientRecord } from '../../core/journal.ts'
import type { LaneOptions } from '../../transport/lane.ts'
import type { ProbeLane } from '../probe-lane.ts'
import type { FromWorker, LaneTask, PlainLaneOptions, TaskResult, ToWorker } from './messages.ts'
import { type LaneHost, WorkerLane } from './worker-lane.ts'

const program = builtProgram('lane-worker', import.meta.url)

/** A pause of the garbage collector grows with what is young and alive: a small young generation has short ones. */
const maxYoungGenerationSizeMb = 6

interface Waiting {
  readonly resolve: (result: TaskResult) => void
  readonly reject: (error: Error) => void
  readonly began: (() => void) | undefined
}

/** One worker thread. Its death is a defect of ours: whatever it had under way is rejected. */
class LaneWorker implements LaneHost {
  readonly #worker: Worker
  readonly #waiting = new Map<number, Waiting>()
  readonly #ready: Promise<void>
  readonly #exited: Promise<void>
  #tasks = 0
  #lanes = 0
  shiftMs: Ms = 0
  /** How busy it was when it last said so. */
  client: ClientRecord | undefined

  constructor() {
    this.#worker = new Worker(program, { resourceLimits: { maxYoungGenerationSizeMb } })
    this.#worker.unref()
    this.#ready = new Promise((resolve, reject) => {
      this.#worker.on('message', (message: FromWorker) => this.#hear(message, resolve))
      this.#worker.once('error', (error) => {
        reject(error)
        this.#fail(error)
      })
    })
    this.#exited = new Promise((resolve) => this.#worker.once('exit', () => resolve()))
  }

  /** @throws Error when the thread cannot be started. */
  ready(): Promise<void> {
    return this.#ready
  }

  makeLane(options: PlainLaneOptions): number {
    const lane = this.#lanes++
    this.#tell({ type: 'lane', lane, options })
    return lane
  }

  begin(
    lane: number,
    what: LaneTask,
    began?: () => void,
  ): { readonly task: number; readonly done: Promise<TaskResult> } {
    const task = this.#tasks++
    const done = new Promise<TaskResult>((resolve, reject) =>
      this.#waiting.set(task, { resolve, reject, began }),
    )
    this.#worker.ref()
    this.#tell({ type: 'task', task, lane, what })
    return { task, done }
  }

  abort(task: number): void {
    this.#tell({ type: 'abort', task })
  }

  async end(): Promise<void> {
    this.#worker.ref()
    this.#tell({ type: 'end' })
    await this.#exited
  }

  #tell(message: ToWorker): void {
    this.#worker.postMessage(message)
  }

  #hear(message: FromWorker, ready: () => void): void {
    switch (message.type) {
      case 'ready':
        this.shiftMs = message.zeroMs - clockZero()
        return ready()
      case 'client':
        this.client = message.record
        return
      case 'began':
        this.#waiting.get(message.task)?.began?.()
        return
      case 'result':
        this.#waiting.get(message.task)?.resolve(message.result)
        this.#waiting.delete(message.task)
        if (this.#waiting.size === 0) this.#worker.unref()
        return
    }
  }

  #fail(error: Error): void {
    for (const { reject } of this.#waiting.values()) reject(error)
    this.#waiting.clear()
  }
}

/** The threads of a run; lanes are dealt out in turn. */
export class LaneWorkers {
  readonly #workers: readonly LaneWorker[]
  #next = 0

  private constructor(workers: readonly LaneWorker[]) {
    this.#workers = workers
  }

  static async start(count: number): Promise<LaneWorkers> {
    const workers = Array.from({ length: count }, () => new LaneWorker())
    await Promise.all(workers.map((worker) => worker.ready()))
    return new LaneWorkers(workers)
  }

  lane(options: LaneOptions): ProbeLane {
    const worker = this.#workers[this.#next++ % this.#workers.length]
    if (!worker) throw new Error('no worker')
    return new WorkerLane(worker, plain(options))
  }

  /** How busy each of them was, as it last said. */
  clients(): readonly ClientRecord[] {
    return this.#workers.flatMap(({ client }) => client ?? [])
  }

  async end(): Promise<void> {
    await Promise.all(this.#workers.map((worker) => worker.end()))
  }
}

function plain({ origin, proxy, ...options }: LaneOptions): PlainLaneOptions {
  const authorization = proxy?.authorization?.reveal()
  return {
    ...options,
    origin: origin.href,
    ...(proxy && {
      proxy: { host: proxy.host, port: proxy.port, ...(authorization !== undefined && { authorization }) },
    }),
  }
}

/** Streams from which a second thread begins to pay, where there is a core for it. */
const fewestStreams = 500
const streamsPerWorker = 1_000

/**
 * How many worker threads a run gets. None for few streams, where starting them costs more than they give, and none on
 * two cores or fewer: one is ours, the other serves everything else on the machine.
 */
export function workersFor(wanted: number | 'auto', streams: number, cores: number): number {
  if (wanted !== 'auto') return wanted
  if (streams < fewestStreams || cores <= 2) return 0
  return Math.min(cores - 2, Math.ceil(streams / streamsPerWorker))
}
