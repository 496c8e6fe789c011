import type { ListingRecord } from '../core/journal.ts'
import { asChosen, discoverProtocols } from './discovery.ts'
import type { LaneSet } from './lane-set.ts'
import { listModels, readStatusPage } from './listing.ts'
import type { Pacer } from './pacer.ts'
import { recordPath } from './path.ts'
import { resolveModel } from './resolution.ts'
import type { RunContext } from './run-context.ts'
import { sleepUntil } from './sleep.ts'
import type { RelayTarget, Target } from './target.ts'

/** What must be known of a relay before its first probe. */
export interface PreparedRelay {
  /** Its lines, each in the protocol that it is asked in. */
  readonly lines: readonly Target[]
  /** Names to send, by wanted model. */
  readonly modelIds: ReadonlyMap<string, string>
}

/**
 * Reads a relay's listing on its first worker's connections, its public status page when there is no key, and settles
 * names and protocols. What it finds goes into the journal. The other workers' connections are opened when they begin.
 */
export class Preparation {
  readonly #target: RelayTarget
  readonly #context: RunContext
  readonly #pacer: Pacer

  constructor(target: RelayTarget, context: RunContext, pacer: Pacer) {
    this.#target = target
    this.#context = context
    this.#pacer = pacer
  }

  /** @param first the connections of the first worker */
  async run(first: LaneSet): Promise<PreparedRelay> {
    const { relay, lines, keyMissing } = this.#target
    const nothing = { lines, modelIds: new Map() }
    if (relay.probe_policy?.allowed === false) return nothing
    const [lists] = await Promise.all([
      Promise.all(lines.map((line) => this.#list(line, first))),
      ...lines.map((line) => recordPath(line, this.#context)),
    ])
    if (keyMissing) {
      await this.#readStatusPage(first)
      return nothing
    }
    const modelIds = this.#resolveNames(lists.find((models) => models !== undefined))
    return { lines: await this.#settleProtocols(modelIds, first), modelIds }
  }

  async #list(line: Target, lanes: LaneSet): Promise<ListingRecord['models']> {
    const { session, origin, redact, abort, stop } = this.#context
    const due = this.#pacer.reserve()
    await sleepUntil(due, stop)
    if (stop.aborted) return undefined
    const record = await listModels(line, lanes.to(line), { session, origin, due, redact, signal: abort })
    this.#context.record(record)
    return record.models
  }

  async #readStatusPage(lanes: LaneSet): Promise<void> {
    const [line] = this.#target.lines
    const { session, redact, abort, stop } = this.#context
    if (!line || stop.aborted) return
    const record = await readStatusPage(line, lanes.to(line), session, redact, abort)
    if (record) this.#context.record(record)
  }

  #resolveNames(listed: readonly string[] | undefined): ReadonlyMap<string, string> {
    const { plan, profile, resolved } = this.#context
    const name = this.#target.relay.name
    const models = new Set(plan.cells.filter(({ relay }) => relay === name).map(({ model }) => model))
    const ids = [...models].map((model) => {
      const before = resolved.find((known) => known.relay === name && known.model === model)
      const resolution = before ?? resolveModel(profile, this.#target.relay, model, listed)
      if (!before) this.#context.record(resolution)
      return [model, resolution.modelId] as const
    })
    return new Map(ids)
  }

  /** `protocol: auto`: found out once, and remembered over resumes. */
  async #settleProtocols(modelIds: ReadonlyMap<string, string>, lanes: LaneSet): Promise<readonly Target[]> {
    const [modelId] = modelIds.values()
    if (this.#target.relay.protocol !== 'auto' || modelId === undefined) return this.#target.lines
    return Promise.all(this.#target.lines.map((line) => this.#settleProtocol(line, modelId, lanes)))
  }

  async #settleProtocol(line: Target, modelId: string, lanes: LaneSet): Promise<Target> {
    const { discovered } = this.#context
    const before = discovered.find((known) => known.relay === line.relay && known.line === line.line)
    if (before) return asChosen(line, before)
    const record = await discoverProtocols(line, modelId, lanes, this.#context, this.#pacer)
    if (!record) return line
    this.#context.record(record)
    return asChosen(line, record)
  }
}
