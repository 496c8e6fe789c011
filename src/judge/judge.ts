import type { JournalRecord } from '../core/journal.ts'
import type { Cell } from '../core/plan.ts'
import { distinctNotices, UserError } from '../core/text.ts'
import type { Report, ReportCell, ReportModel } from '../schema/report.ts'
import { reportAudit } from './audit.ts'
import { auditLimits } from './audit-limits.ts'
import type { CellTally } from './cell-tally.ts'
import { type CellContext, reportCell } from './cells.ts'
import { expiringCertificates } from './certificates.ts'
import { reportCharges } from './charge.ts'
import { reportClient } from './client.ts'
import { withClientDelay } from './client-delay.ts'
import { type Contest, contests, speedSample } from './contests.ts'
import type { Contender } from './differences.ts'
import { earlyStop, isAnytime } from './early-stops.ts'
import { Evidence } from './evidence.ts'
import { fakeAddresses } from './fake-addresses.ts'
import { ladderNotices, reportLadders, withSteps } from './ladder.ts'
import { lineKey } from './line-evidence.ts'
import { hasArrivals, reportLoad } from './load.ts'
import { reportModel } from './models.ts'
import { type JudgedCell, judgeObjectives } from './objectives.ts'
import { pairKey } from './pair-key.ts'
import { reportPareto } from './pareto.ts'
import { declaredModels, declaredWeights, type Weights } from './profile-facts.ts'
import { reportProjection } from './projection.ts'
import { ranks } from './ranking.ts'
import { reportRelays } from './relays.ts'
import { reportScores } from './scores.ts'
import { reportSpend, spendAlarm, spendNotices } from './spend.ts'
import { reportState, reportTotals } from './totals.ts'

/**
 * Concludes from the records of a journal all that a report says. Pure: the same records give the same report, and
 * the order of observations within a session does not matter. Memory does not grow with the number of observations, but
 * for one bit a probe; records that can be iterated only once are first collected.
 * @throws UserError when the records do not begin with a run header.
 */
export function judge(records: Iterable<JournalRecord>): Report {
  const evidence = gather(repeatable(records))
  const { header } = evidence
  const all = contenders(evidence)
  const groups = contests(all)
  const cells = rankedCells(all, groups)
  const models = reportModels(evidence)
  const relays = reportRelays(evidence)
  const state = reportState(evidence)
  const spend = reportSpend(cells, evidence)
  const audit = reportAudit(evidence)
  const charges = reportCharges(evidence)
  const projection = reportProjection(evidence, charges, spend)
  return {
    schema: 'relaybench.report/1',
    version: header.version,
    startedAt: header.startedAt,
    vantage: header.vantage,
    state,
    // A resumed run says the same things again.
    notices: distinctNotices([
      ...evidence.notices,
      ...fakeAddresses(relays),
      ...expiringCertificates({ relays, startedAt: header.startedAt }),
      ...ladderNotices(header.plan),
      ...spendNotices(spend, state),
      ...spendAlarm(spend, header.profile),
    ]),
    cells,
    objectives: [
      ...judgeObjectives(judgedCells(cells, evidence), models, header.profile),
      ...auditLimits(audit, evidence.audits?.answers.subjects ?? [], header.profile),
    ],
    ...standings(groups, spend, declaredWeights(header.profile)),
    models,
    relays,
    client: {
      ...reportClient(
        [
          ...evidence.cells().flatMap(({ counted, beyond }) => [counted, beyond]),
          ...evidence.answered().map(({ counted }) => counted),
        ],
        evidence.clients,
      ),
      ...evidence.clientDelay.report(),
    },
    load: reportLoad(evidence),
    ladder: reportLadders(evidence),
    ...(audit && { audit }),
    ...(charges && { charges: [...charges] }),
    ...(projection && { projection }),
    ...(cells.length > 0 && { timeline: evidence.timeline.report(header.plan.cells) }),
    totals: withSteps(reportTotals(cells, evidence), evidence),
    spend,
    plan: header.plan,
    profile: header.profile,
    profileName: header.profileName,
  }
}

/** Records that can be read again: an iterator gives what it has only once. */
function repeatable(records: Iterable<JournalRecord>): Iterable<JournalRecord> {
  const iterator: unknown = records[Symbol.iterator]()
  return iterator === records ? [...records] : records
}

/** Reads all records, and again only when a probe counted before its last attempt was seen. */
function gather(records: Iterable<JournalRecord>): Evidence {
  const contested = new Set<string>()
  for (;;) {
    const evidence = readOnce(records, contested)
    if (evidence.contested.size === 0) return evidence
    for (const probeId of evidence.contested) contested.add(probeId)
  }
}

function readOnce(records: Iterable<JournalRecord>, contested: ReadonlySet<string>): Evidence {
  let evidence: Evidence | undefined
  for (const record of records) {
    if (evidence) evidence.add(record)
    else if (record.type === 'run') evidence = new Evidence(record, contested)
    else break
  }
  evidence?.finish()
  if (evidence) return evidence
  throw new UserError(
    { en: 'this journal does not begin with a run header', zh: '该日志开头缺少运行信息' },
    { en: 'it is empty, cut at its start, or not a journal', zh: '文件为空、开头被截断，或并非运行日志' },
  )
}

function contenders(evidence: Evidence): Contender[] {
  const delay = evidence.clientDelay.delay()
  return evidence.cells().map(({ cell, counted }) => ({
    cell: withClientDelay(reportCell(cell, counted, cellContext(cell, counted, evidence)), delay),
    speed: speedSample(cell, counted),
  }))
}

const judgedCells = (cells: readonly ReportCell[], evidence: Evidence): readonly JudgedCell[] =>
  evidence.cells().flatMap(({ counted }, i) => {
    const cell = cells[i]
    return cell ? [{ cell, counted }] : []
  })

function rankedCells(all: readonly Contender[], contests: readonly Contest[]): ReportCell[] {
  const standings = ranks(contests)
  return all.map(({ cell }) => ({ ...cell, rank: null, ...standings.get(cell.id) }))
}

/** Absent where prices or weights are: nothing is made up. */
function standings(
  groups: readonly Contest[],
  spend: Report['spend'],
  weights: Weights,
): Pick<Report, 'pareto' | 'scores'> {
  const pareto = reportPareto(groups, spend)
  return {
    ...(pareto.length > 0 && { pareto }),
    ...(weights.length > 0 && { scores: reportScores(groups, spend, weights) }),
  }
}

function cellContext(cell: Cell, counted: CellTally, evidence: Evidence): CellContext {
  const { relay, line, model } = cell
  const resolved = evidence.resolutions.get(pairKey(relay, model))?.modelId
  return {
    modelId: counted.modelId ?? resolved ?? null,
    protocol: evidence.protocols.get(lineKey(relay, line))?.chosen ?? cell.protocol,
    connectMs: evidence.line(relay, line).connectMs,
    adjustments: evidence.adjustments(cell.id),
    planned: evidence.header.plan.load.rounds,
    finished: reportState(evidence) === 'finished' && !evidence.stop(relay),
    anytime: isAnytime(evidence),
    stoppedBy: (sent) => earlyStop(cell, sent, evidence),
    arrivals: hasArrivals(evidence.header.plan),
  }
}

function reportModels(evidence: Evidence): ReportModel[] {
  return wantedModels(evidence).map(({ relay, model }) =>
    reportModel({
      relay,
      model,
      resolution: evidence.resolutions.get(pairKey(relay, model)),
      listing: listedModels(relay, evidence),
      probes: evidence.model(relay, model),
    }),
  )
}

/** Every relay with every model wanted of it. Relays that could not be probed have no cells, but may list models. */
function wantedModels({ header: { plan, profile } }: Evidence): { relay: string; model: string }[] {
  const planned = new Set(plan.cells.map(({ model }) => model))
  const isWanted = (model: string): boolean => planned.size === 0 || planned.has(model)
  const skipped = plan.skipped.flatMap(({ relay }) =>
    declaredModels(profile, relay)
      .filter(isWanted)
      .map((model) => ({ relay, model })),
  )
  const pairs = [...plan.cells, ...skipped].map(({ relay, model }) => ({ relay, model }))
  return [...new Map(pairs.map((pair) => [pairKey(pair.relay, pair.model), pair])).values()]
}

function listedModels(relay: string, { listings }: Evidence): readonly string[] | undefined {
  const readable = [...listings.values()].flatMap((listing) =>
    listing.relay === relay && listing.models ? [listing.models] : [],
  )
  return readable.length === 0 ? undefined : readable.flat()
}
