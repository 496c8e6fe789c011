import type { AvailabilityState, Distribution, Report, ReportCell, ReportRelay } from '../schema/report.ts'
import type {
  CardCriterion,
  DeclaredFact,
  MeasuredFact,
  MeasuredValue,
  RelayCard,
  Scorecard,
} from '../schema/scorecard.ts'
import { declaredFacts, ownCitation } from './declared-facts.ts'
import { promisedShare, promiseKept } from './promise.ts'
import { requestPrices } from './request-price.ts'

/** A report as a buyer reads it: by relay and line, under four criteria, measured and declared facts apart. */
export const scorecard = (report: Report): Scorecard => ({
  schema: 'relaybench.scorecard/1',
  version: report.version,
  profileName: report.profileName,
  vantage: report.vantage,
  startedAt: report.startedAt,
  relays: report.relays.map((relay) => relayCard(relay, report)),
})

function relayCard(relay: ReportRelay, report: Report): RelayCard {
  const cells = report.cells.filter((cell) => cell.relay === relay.relay && cell.line === relay.line)
  return {
    relay: relay.relay,
    line: relay.line,
    criteria: [
      connection(relay, cells),
      reliability(relay, cells),
      models(relay, cells, report),
      cost(relay, cells, report),
    ],
  }
}

type Place = Partial<Pick<MeasuredFact, 'of' | 'mode'>>

const fact = (
  id: MeasuredFact['id'],
  source: MeasuredFact['source'],
  value: MeasuredValue | null,
  { of = null, mode = null }: Place = {},
): MeasuredFact => ({ id, of, mode, value, source })

const placeOf = ({ model, mode }: ReportCell): Place => ({ of: model, mode })

const text = (value: string | null): MeasuredValue | null =>
  value === null ? null : { kind: 'text', text: value }

const names = (list: readonly string[]): MeasuredValue | null =>
  list.length === 0 ? null : { kind: 'names', names: [...list] }

/** A median of which only the number is known. */
const time = (ms: number | null): MeasuredValue | null =>
  ms === null ? null : { kind: 'time', ms, low: null, high: null, n: null }

function median({ p50, intervals, n }: Distribution): MeasuredValue | null {
  const [low, high] = intervals.p50
  return p50 === null ? null : { kind: 'time', ms: p50, low, high, n }
}

function connection(relay: ReportRelay, cells: readonly ReportCell[]): CardCriterion {
  const { network } = relay
  const [first] = cells
  return {
    criterion: 'connection',
    measured: [
      fact('dns', 'connections', time(network.dnsMs)),
      fact('tcp', 'connections', time(network.tcpMs)),
      fact('tls', 'connections', time(network.tlsMs)),
      // Dials are those of the line: every cell of it has the same.
      fact('connect', 'connections', first ? median(first.connectMs) : null),
      fact('address', 'connections', text(network.remoteAddress)),
      fact('http', 'connections', text(network.alpn)),
      fact('tls-version', 'connections', text(network.tlsVersion)),
      fact('edge', 'headers', text(network.edge)),
      ...cells.map((cell) =>
        cell.mode === 'stream'
          ? fact('ttft', 'probes', median(cell.ttftMs), placeOf(cell))
          : fact('e2e', 'probes', median(cell.e2eMs), placeOf(cell)),
      ),
    ],
    declared: declaredFacts(relay, ['region']),
  }
}

function reliability(relay: ReportRelay, cells: readonly ReportCell[]): CardCriterion {
  const promised = promisedShare(relay.facts['sla'])
  const { stopped } = relay
  return {
    criterion: 'reliability',
    measured: [
      ...cells.map((cell) => fact('availability', 'probes', availability(cell), placeOf(cell))),
      ...(promised === undefined
        ? []
        : cells.map((cell) => fact('promise', 'probes', promiseKept(cell, promised), placeOf(cell)))),
      fact('failures', 'probes', failures(cells)),
      ...(stopped
        ? [fact('stopped', 'probes', { kind: 'outcomes', outcomes: { [stopped.outcome]: 1 } })]
        : []),
    ],
    declared: declaredFacts(relay, ['kind', 'sla', 'support', 'interest']),
  }
}

function availability({ availability: { n, value, low, high } }: ReportCell): MeasuredValue | null {
  if (value === null || low === null || high === null) return null
  return { kind: 'share', share: value, low, high, n }
}

/** All probes that failed, by class; none of any is a measured fact too, but not when nothing was sent. */
function failures(cells: readonly ReportCell[]): MeasuredValue | null {
  if (cells.every(({ sent }) => sent === 0)) return null
  const sums = new Map<string, number>()
  for (const [outcome, count] of cells.flatMap(({ outcomes }) => Object.entries(outcomes)))
    if (outcome !== 'ok') sums.set(outcome, (sums.get(outcome) ?? 0) + count)
  return { kind: 'outcomes', outcomes: Object.fromEntries(sums) }
}

const stateIds: Readonly<Record<AvailabilityState, MeasuredFact['id']>> = {
  works: 'works',
  'listed-but-dead': 'dead',
  'unlisted-but-works': 'unlisted',
  absent: 'absent',
  unknown: 'unknown',
}
const states: readonly AvailabilityState[] = [
  'works',
  'listed-but-dead',
  'unlisted-but-works',
  'absent',
  'unknown',
]

function models(relay: ReportRelay, cells: readonly ReportCell[], report: Report): CardCriterion {
  const count = relay.listing?.models ?? null
  const refused = [...new Set(cells.flatMap(({ adjustments }) => adjustments))]
  const inState = (state: AvailabilityState): readonly string[] =>
    report.models
      .filter((pair) => pair.relay === relay.relay && pair.state === state)
      .map(({ model }) => model)
  return {
    criterion: 'models',
    measured: [
      fact('listed', 'listing', count === null ? null : { kind: 'count', count }),
      ...states.flatMap((state) => {
        const value = names(inState(state))
        return value ? [fact(stateIds[state], 'probes', value)] : []
      }),
      fact('software', 'status-page', text(relay.software)),
      ...(refused.length > 0 ? [fact('refused', 'probes', names(refused))] : []),
    ],
    declared: declaredFacts(relay, ['channel']),
  }
}

function cost(relay: ReportRelay, cells: readonly ReportCell[], report: Report): CardCriterion {
  const prices = requestPrices(cells, report.spend)
  const rows = report.spend?.models.filter((row) => row.relay === relay.relay) ?? []
  // Spending at a price that the plan assumed, or at none, says nothing of this relay.
  const spent = rows.filter(({ priceSource }) => priceSource === 'declared')
  return {
    criterion: 'cost',
    measured: [
      ...cells.map((cell) => fact('price', 'usage', usd(prices.usdPer1000(cell.id)), placeOf(cell))),
      ...(spent.length === 0 ? [fact('spent', 'usage', null)] : []),
      ...spent.map((row) => fact('spent', 'usage', usd(row.spentUsd), { of: row.model })),
    ],
    declared: [
      ...declaredPrices(rows, relay),
      ...declaredFacts(relay, ['billing', 'payment', 'invoice', 'refund']),
    ],
  }
}

const usd = (value: number | null): MeasuredValue | null =>
  value === null ? null : { kind: 'usd', usd: value }

const declaredPrices = (
  rows: NonNullable<Report['spend']>['models'],
  { facts }: ReportRelay,
): DeclaredFact[] =>
  rows.map(({ model, priceSource, inputUsdPerMtok, outputUsdPerMtok, perRequestUsd }) => {
    if (priceSource !== 'declared')
      return { id: 'price', of: model, state: 'absent', value: null, source: null, asOf: null }
    const value = { kind: 'price' as const, inputUsdPerMtok, outputUsdPerMtok, perRequestUsd }
    return { id: 'price', of: model, state: 'declared', value, ...ownCitation(facts, 'price') }
  })
