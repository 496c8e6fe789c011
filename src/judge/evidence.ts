import type {
  CellStopRecord,
  ClientRecord,
  JournalRecord,
  ListingRecord,
  ModelResolution,
  ProtocolsRecord,
  RunHeader,
  ScheduleRecord,
  StatusPageRecord,
  StopRecord,
} from '../core/journal.ts'
import type { Observation } from '../core/observation.ts'
import type { Cell, QuestionLabel } from '../core/plan.ts'
import { objectivesFor } from '../core/slo.ts'
import type { Notice } from '../core/text.ts'
import { type StepProbe, stepProbeOf } from '../plan/ladder-step.ts'
import { AuditEvidence } from './audit-evidence.ts'
import type { CellEvidence } from './cell-evidence.ts'
import { CellTally } from './cell-tally.ts'
import { ChargeEvidence } from './charge-evidence.ts'
import { ClientDelay } from './client-delay.ts'
import { isComparable } from './comparable.ts'
import { LastAttempts } from './last-attempts.ts'
import { LineEvidence, lineKey } from './line-evidence.ts'
import { Loads } from './load-evidence.ts'
import { ModelTally } from './model-tally.ts'
import { pairKey } from './pair-key.ts'
import { type ProbeResult, probeResult } from './probe-result.ts'
import { Sessions } from './sessions.ts'
import { SpendEvidence } from './spend-evidence.ts'
import { TimelineEvidence } from './timeline.ts'

/** Everything that a journal says, read in one pass and reduced to what judging needs: sums, not a list. */
export class Evidence {
  readonly header: RunHeader
  readonly notices: Notice[]
  readonly sessions = new Sessions()
  readonly listings = new Map<string, ListingRecord>()
  readonly resolutions = new Map<string, ModelResolution>()
  readonly protocols = new Map<string, ProtocolsRecord>()
  readonly software = new Map<string, StatusPageRecord>()
  readonly clients: ClientRecord[] = []
  /** Cells that a stop rule ended, and why. */
  readonly cellStops = new Map<string, CellStopRecord>()
  readonly spend = new SpendEvidence()
  readonly clientDelay = new ClientDelay()
  readonly schedules: ScheduleRecord[] = []
  readonly loads = new Loads()
  readonly timeline = new TimelineEvidence()
  /** Absent where the plan asks none; nor does it measure charges. */
  readonly audits: AuditEvidence | undefined
  readonly charges: ChargeEvidence | undefined
  /** Those of a ladder, by id: the last attempt of each. */
  readonly climbed = new Map<string, StepProbe>()
  readonly #cells: ReadonlyMap<string, CellEvidence>
  readonly #inOrder: readonly CellEvidence[]
  readonly #lines = new Map<string, LineEvidence>()
  readonly #models = new Map<string, ModelTally>()
  readonly #attempts: LastAttempts
  readonly #isComparable: (probe: ProbeResult) => boolean
  readonly #stops = new Map<string, StopRecord>()
  readonly #latestSession = new Map<string, number>()

  /** @param contested see {@link contested}: what earlier readings of the same records told */
  constructor(header: RunHeader, contested: ReadonlySet<string>) {
    this.header = header
    this.notices = [...header.notices]
    this.#attempts = new LastAttempts(contested, (probe) => this.#count(probe))
    this.#isComparable = isComparable(header.plan)
    this.#cells = new Map(
      header.plan.cells.map((cell, position) => [cell.id, this.#cellEvidence(cell, position)]),
    )
    this.#inOrder = [...this.#cells.values()]
    const { shape } = header.plan.load
    this.audits = shape?.type === 'audit' ? new AuditEvidence(header, shape) : undefined
    this.charges = shape?.type === 'charge' ? new ChargeEvidence(shape) : undefined
  }

  /** Probes that counted too early. When there are any, the records have to be read again with them. */
  get contested(): ReadonlySet<string> {
    return this.#attempts.contested
  }

  add(record: JournalRecord): void {
    switch (record.type) {
      case 'run':
        return
      case 'session':
        this.sessions.reached(record.session, 0)
        this.timeline.began(record)
        this.notices.push(...record.notices)
        return
      case 'listing':
        return this.#listing(record)
      case 'connection':
        this.sessions.reached(record.session, record.timeline.end)
        this.line(record.relay, record.line).add(record)
        return
      case 'path':
        this.line(record.relay, record.line).path = record
        return
      case 'status-page':
        this.software.set(record.relay, record)
        return
      case 'protocols':
        this.protocols.set(lineKey(record.relay, record.line), record)
        this.spend.protocols(record, this.header.plan.cells)
        return
      case 'resolution':
        this.resolutions.set(pairKey(record.relay, record.model), record)
        return
      case 'observation':
        return this.#observation(record)
      case 'stop':
        this.#stops.set(record.relay, record)
        return
      case 'cell-stop':
        this.cellStops.set(record.cellId, record)
        return
      case 'budget':
        return this.spend.budget(record)
      case 'client':
        this.clients.push(record)
        return this.clientDelay.add(record)
      case 'calibration':
      case 'control':
        return this.clientDelay.add(record)
      case 'schedule':
        this.schedules.push(record)
        return
      case 'balance':
      case 'price-page':
        return this.charges?.told(record)
      case 'end':
        return this.sessions.reached(record.session, record.atMs, record.how)
    }
  }

  /** All records were added. */
  finish(): void {
    this.#attempts.finish()
  }

  /** Questions of audits or of charges, each its own; absent in a run of equal probes. */
  get asked(): AuditEvidence | ChargeEvidence | undefined {
    return this.audits ?? this.charges
  }

  /** Cells with what was counted in them: the last attempt of every probe. Questions are too unlike to be counted together. */
  cells(): readonly Pick<CellEvidence, 'cell' | 'counted' | 'beyond'>[] {
    return this.asked ? [] : this.#inOrder
  }

  /** What became of questions; none where there are none. */
  answered(): readonly Pick<CellEvidence, 'cell' | 'counted'>[] {
    return this.asked ? this.#inOrder : []
  }

  /** What probes showed of a model at a relay; undefined when the plan has no cell for it. */
  model(relay: string, model: string): ModelTally | undefined {
    return this.#models.get(pairKey(relay, model))
  }

  line(relay: string, line: string | undefined): LineEvidence {
    const key = lineKey(relay, line)
    const known = this.#lines.get(key) ?? new LineEvidence()
    this.#lines.set(key, known)
    return known
  }

  /** Request fields that were left out in a cell, in any attempt. */
  adjustments(cellId: string): readonly string[] {
    return [...(this.#cells.get(cellId)?.adjustments ?? [])].sort()
  }

  /** Why a relay was given up, unless a later session went on with it. */
  stop(relay: string): StopRecord | undefined {
    const stop = this.#stops.get(relay)
    return stop && stop.session >= (this.#latestSession.get(relay) ?? 0) ? stop : undefined
  }

  #cellEvidence(cell: Cell, position: number): CellEvidence {
    const pair = pairKey(cell.relay, cell.model)
    const model = this.#models.get(pair) ?? new ModelTally()
    this.#models.set(pair, model)
    const line = this.line(cell.relay, cell.line)
    return {
      cell,
      position,
      counted: new CellTally(objectivesFor(this.header.profile, cell.relay, cell.model)),
      beyond: new CellTally(),
      line,
      model,
      adjustments: new Set(),
    }
  }

  #observation(observation: Observation): void {
    const found = this.#cells.get(observation.cellId)
    if (!found) return this.audits?.answers.add(observation) // that of a stored reference, if any
    const { session, timeline } = observation
    const { relay } = found.cell
    this.sessions.reached(session, timeline.end)
    this.#latestSession.set(relay, Math.max(session, this.#latestSession.get(relay) ?? 0))
    found.line.add(observation)
    this.spend.observation(observation, found.cell)
    for (const field of observation.adjustments) found.adjustments.add(field)
    if (observation.question) return this.#answer(observation, observation.question, found)
    this.loads.of(relay, session).add(observation)
    const step = stepProbeOf(observation)
    if (step) this.climbed.set(observation.probeId, step)
    if (observation.retry !== undefined) return // another attempt takes its place, now or when the run is resumed
    this.#attempts.offer(probeResult(observation, found.position))
  }

  #answer(observation: Observation, label: QuestionLabel, found: CellEvidence): void {
    const { position, model, cell, counted } = found
    const result = probeResult(observation, position)
    this.asked?.add(observation, label, result.outcome === 'ok')
    const own = this.resolutions.get(pairKey(cell.relay, cell.model))?.modelId ?? cell.model
    if (observation.retry !== undefined) return
    counted.add(result)
    if (observation.modelId === own) model.add(result)
  }

  #count(probe: ProbeResult): void {
    const found = this.#inOrder[probe.position]
    if (!found) return
    found.model.add(probe)
    if (probe.warmup) return
    const tally = this.#isComparable(probe) ? found.counted : found.beyond
    tally.add(probe)
    this.timeline.add(found.cell, probe)
  }

  /** A later listing replaces an earlier one, unless only the earlier one could be read. */
  #listing(record: ListingRecord): void {
    this.sessions.reached(record.session, record.timeline.end)
    this.line(record.relay, record.line).add(record)
    const key = lineKey(record.relay, record.line)
    if (record.models || !this.listings.get(key)?.models) this.listings.set(key, record)
  }
}
