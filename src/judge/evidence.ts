import type { Ms } from '../core/clock.ts'
import type {
  CellStopRecord,
  ClientRecord,
  EndRecord,
  JournalRecord,
  ListingRecord,
  ModelResolution,
  ProtocolsRecord,
  RunHeader,
  StatusPageRecord,
  StopRecord,
} from '../core/journal.ts'
import type { Observation } from '../core/observation.ts'
import type { Cell } from '../core/plan.ts'
import type { Notice } from '../core/text.ts'
import { LineEvidence, lineKey } from './line-evidence.ts'
import { type ProbeResult, probeResult } from './probe-result.ts'
import { SpendEvidence } from './spend-evidence.ts'

/** How long a session went on, and how it ended. */
export interface SessionEvidence {
  readonly lastStampMs: Ms
  readonly end?: EndRecord['how']
}

/** Everything that a journal says, read in one pass and reduced to what judging needs. */
export class Evidence {
  readonly header: RunHeader
  readonly notices: Notice[]
  readonly sessions = new Map<number, SessionEvidence>()
  readonly listings = new Map<string, ListingRecord>()
  readonly resolutions = new Map<string, ModelResolution>()
  readonly protocols = new Map<string, ProtocolsRecord>()
  readonly software = new Map<string, StatusPageRecord>()
  readonly clients: ClientRecord[] = []
  /** Cells that a stop rule ended, and why. */
  readonly cellStops = new Map<string, CellStopRecord>()
  readonly spend = new SpendEvidence()
  readonly #cells: ReadonlyMap<string, Cell>
  readonly #lines = new Map<string, LineEvidence>()
  readonly #probes = new Map<string, ProbeResult>()
  readonly #adjustments = new Map<string, Set<string>>()
  readonly #stops = new Map<string, StopRecord>()
  readonly #latestSession = new Map<string, number>()

  constructor(header: RunHeader) {
    this.header = header
    this.notices = [...header.notices]
    this.#cells = new Map(header.plan.cells.map((cell) => [cell.id, cell]))
  }

  add(record: JournalRecord): void {
    switch (record.type) {
      case 'run':
        return
      case 'session':
        this.#session(record.session, 0)
        this.notices.push(...record.notices)
        return
      case 'listing':
        return this.#listing(record)
      case 'connection':
        this.#session(record.session, record.timeline.end)
        this.line(record.relay, record.line).add(record)
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
        return
      case 'end':
        return this.#session(record.session, record.atMs, record.how)
    }
  }

  /** The last attempt of every probe, by round and then by cell, in whatever order the journal has them. */
  probes(): readonly ProbeResult[] {
    const position = new Map([...this.#cells.keys()].map((id, index) => [id, index]))
    const cellOrder = ({ cell }: ProbeResult): number => position.get(cell.id) ?? 0
    return [...this.#probes.values()].sort((a, b) => a.round - b.round || cellOrder(a) - cellOrder(b))
  }

  line(relay: string, line: string | undefined): LineEvidence {
    const key = lineKey(relay, line)
    const known = this.#lines.get(key) ?? new LineEvidence()
    this.#lines.set(key, known)
    return known
  }

  /** Request fields that were left out in a cell, in any attempt. */
  adjustments(cellId: string): readonly string[] {
    return [...(this.#adjustments.get(cellId) ?? [])].sort()
  }

  /** Why a relay was given up, unless a later session went on with it. */
  stop(relay: string): StopRecord | undefined {
    const stop = this.#stops.get(relay)
    return stop && stop.session >= (this.#latestSession.get(relay) ?? 0) ? stop : undefined
  }

  #observation(observation: Observation): void {
    const { cellId, probeId, session, timeline } = observation
    const cell = this.#cells.get(cellId)
    if (!cell) return
    this.#session(session, timeline.end)
    this.#latestSession.set(cell.relay, Math.max(session, this.#latestSession.get(cell.relay) ?? 0))
    this.line(cell.relay, cell.line).add(observation)
    this.spend.observation(observation, cell)
    const refused = this.#adjustments.get(cellId) ?? new Set()
    this.#adjustments.set(cellId, refused)
    for (const field of observation.adjustments) refused.add(field)
    if (observation.retry !== undefined) return // another attempt takes its place, now or when the run is resumed
    const earlier = this.#probes.get(probeId)
    if (!earlier || isLater(observation, earlier)) this.#probes.set(probeId, probeResult(observation, cell))
  }

  /** A later listing replaces an earlier one, unless only the earlier one could be read. */
  #listing(record: ListingRecord): void {
    this.#session(record.session, record.timeline.end)
    this.line(record.relay, record.line).add(record)
    const key = lineKey(record.relay, record.line)
    if (record.models || !this.listings.get(key)?.models) this.listings.set(key, record)
  }

  #session(session: number, stampMs: Ms, end?: EndRecord['how']): void {
    const known = this.sessions.get(session)
    this.sessions.set(session, {
      ...known,
      lastStampMs: Math.max(stampMs, known?.lastStampMs ?? 0),
      ...(end && { end }),
    })
  }
}

type Attempt = Pick<ProbeResult, 'session' | 'attempt'>

const isLater = (a: Attempt, b: Attempt): boolean =>
  a.session > b.session || (a.session === b.session && a.attempt >= b.attempt)

export const pairKey = (relay: string, model: string): string => JSON.stringify([relay, model])
