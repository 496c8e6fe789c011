import { whenAborted } from '../../core/abort.ts'
import { Breakers } from '../../core/breakers.ts'
import { type Ms, now } from '../../core/clock.ts'
import type { Observation } from '../../core/observation.ts'
import {
  type CallLabel,
  type Cell,
  type FailoverShape,
  labelOf,
  type Plan,
  type Probe,
} from '../../core/plan.ts'
import { backoffMs } from '../../core/policy.ts'
import { sampleOf } from '../../metrics/call-sample.ts'
import { classify } from '../../metrics/classify.ts'
import { afterAttempt, type Seen, underPolicy } from '../../metrics/under-policy.ts'
import type { ProbeWatch } from '../observe.ts'
import { sleepUntil } from '../sleep.ts'

/** A relay that takes calls. */
export interface Member {
  readonly over: AbortSignal
  /** Undefined when nothing is sent there any more. */
  readonly send: (probe: Probe, watch?: ProbeWatch) => Promise<Observation | undefined>
}

/** A relay, or a line of one, as a call asks it. */
interface Way {
  readonly label: string
  readonly cell: Cell
}

/**
 * The calls of one caller, one after the other: each goes to the first relay that is not left alone, is tried again as the
 * policy says, and then goes on to the next. The same rules as in a rehearsal, on relays as they are.
 */
export class Router {
  readonly #plan: Plan
  readonly #shape: FailoverShape
  readonly #breakers: Breakers
  readonly #members = new Map<string, Member>()
  readonly #over = new AbortController()
  /** No relay is left that could be asked. */
  readonly #nobody = new AbortController()
  #failure: { readonly error: unknown } | undefined
  readonly #expected: ReadonlySet<string>

  constructor(plan: Plan, shape: FailoverShape) {
    this.#plan = plan
    this.#shape = shape
    this.#breakers = new Breakers(shape.policy)
    this.#expected = new Set(plan.cells.map(({ relay }) => relay))
  }

  /** Calls begin when all relays are there. @returns when they are over, or this relay is */
  async join(relay: string, member: Member): Promise<void> {
    this.#members.set(relay, member)
    whenAborted(member.over, () => this.#left())
    if (this.#members.size === this.#expected.size) this.#begin()
    await new Promise<void>((resolve) => {
      whenAborted(member.over, resolve)
      whenAborted(this.#over.signal, resolve)
    })
    if (this.#failure) throw this.#failure.error
  }

  #begin(): void {
    this.#callAll()
      .catch((error: unknown) => {
        this.#failure = { error }
      })
      .finally(() => this.#over.abort())
  }

  async #callAll(): Promise<void> {
    const { requests, spacingMs } = this.#shape
    const workloads = [...new Set(this.#plan.cells.map(({ model, mode }) => JSON.stringify([model, mode])))]
    let next = now()
    for (let request = 1; request <= requests; request++) {
      for (const workload of workloads) {
        if (this.#nobody.signal.aborted) return
        await this.#call(request, workload)
      }
      next = Math.max(next + spacingMs, now())
      await sleepUntil(next, this.#nobody.signal)
    }
  }

  #left(): void {
    if ([...this.#members.values()].every(({ over }) => over.aborted)) this.#nobody.abort()
  }

  async #call(request: number, workload: string): Promise<void> {
    const ways = this.#breakers.order(this.#shape.relays, now()).flatMap((label): readonly Way[] => {
      const cell = this.#cellOf(label, workload)
      return cell ? [{ label, cell }] : []
    })
    for (const [i, way] of ways.entries())
      if ((await this.#ask(way, request, i === 0 ? ways[1] : undefined)) !== 'next') return
  }

  #cellOf(label: string, workload: string): Cell | undefined {
    return this.#plan.cells.find(
      (cell) => labelOf(cell) === label && JSON.stringify([cell.model, cell.mode]) === workload,
    )
  }

  /** All attempts at one relay. */
  async #ask(way: Way, request: number, beside: Way | undefined): Promise<'served' | 'over' | 'next'> {
    const { policy } = this.#shape
    for (let attempt = 1; ; attempt++) {
      const seen =
        attempt === 1 && beside && policy.hedgeMs !== undefined
          ? await this.#hedged(way, beside, request, policy.hedgeMs)
          : await this.#attempt(way, { request, attempt })
      const then = afterAttempt(seen, attempt, policy, this.#breakers.isOpen(way.label, now()))
      if (then !== 'again') return then
      const member = this.#members.get(way.cell.relay)
      if (member) await sleepUntil(now() + backoffMs(policy, attempt), member.over)
    }
  }

  /**
   * A first attempt, and one at another relay where it has not begun to answer after so long. Both go on to their end: both
   * are paid for, and both tell whether a relay is to be left alone.
   */
  async #hedged(way: Way, beside: Way, request: number, hedgeMs: Ms): Promise<Seen | undefined> {
    let asked: Promise<Seen | undefined> = Promise.resolve(undefined)
    const isLate = await new Promise<boolean>((tell) => {
      let timer: NodeJS.Timeout | undefined
      const inTime = () => {
        clearTimeout(timer)
        tell(false)
      }
      const started = () => {
        timer ??= setTimeout(tell, hedgeMs, true)
      }
      asked = this.#attempt(way, { request, attempt: 1 }, { started, began: inTime })
      asked.then(inTime, inTime)
    })
    if (!isLate) return asked
    const second = this.#attempt(beside, { request, attempt: 1, hedge: true })
    const [own, other] = await Promise.all([asked, second])
    return other?.ok && !own?.ok ? other : own
  }

  async #attempt({ label, cell }: Way, call: CallLabel, watch?: ProbeWatch): Promise<Seen | undefined> {
    const { request, attempt, hedge } = call
    const id = `r${request}${attempt === 1 ? '' : `a${attempt}`}${hedge ? 'h' : ''}.${cell.id}`
    const observation = await this.#members
      .get(cell.relay)
      ?.send({ id, cell, round: request, warmup: false, call }, watch)
    if (!observation || observation.ending.type === 'cancelled') return undefined
    const seen = underPolicy(sampleOf(observation, classify(observation)), this.#shape.policy)
    this.#breakers.told(label, seen.ok, now())
    return seen
  }
}
