import type { PlannedPrice } from '../core/budget.ts'
import type { Notice } from '../core/text.ts'
import type { Report, ReportCell, ReportSpend } from '../schema/report.ts'
import { notices } from '../words/notices.ts'
import type { Evidence } from './evidence.ts'
import { declaredWarning } from './profile-facts.ts'

/** What the run cost, and what the cap kept it from sending; null for journals of versions that kept no budget. */
export function reportSpend(cells: readonly ReportCell[], evidence: Evidence): Report['spend'] {
  const { spend, header } = evidence
  const { budget } = header.plan
  if (!budget) return null
  const last = Math.max(0, ...evidence.sessions.keys())
  const capped = spend.endedBy(last)
  const rows = budget.prices.map((price) => row(price, cells, capped, evidence))
  const capUsd = spend.capUsd ?? budget.capUsd
  return {
    capUsd,
    capSource: capUsd === budget.capUsd ? budget.capSource : 'declared',
    spentUsd: spend.claimedUsd,
    unconfirmedUsd: Math.max(0, roundUsd(spend.claimedUsd - spend.settledUsd)),
    capped,
    refused: sumOf(rows.map(({ refused }) => refused)),
    models: rows,
  }
}

const roundUsd = (usd: number): number => Math.round(usd * 1e9) / 1e9

/** Null when any of them is. */
const sumOf = (counts: readonly (number | null)[]): number | null =>
  counts.reduce<number | null>((sum, count) => (sum === null || count === null ? null : sum + count), 0)

function row(
  { relay, model, source, inputUsdPerMtok, outputUsdPerMtok, perRequestUsd }: PlannedPrice,
  cells: readonly ReportCell[],
  capped: boolean,
  evidence: Evidence,
): ReportSpend['models'][number] {
  return {
    relay,
    model,
    priceSource: source,
    inputUsdPerMtok,
    outputUsdPerMtok,
    perRequestUsd,
    spentUsd: evidence.spend.usd(relay, model),
    refused: capped ? refused(relay, model, cells, evidence) : 0,
  }
}

/** Counted probes that the cap kept back; null where nobody knows how many there would have been: time bounded the run, say. */
function refused(
  relay: string,
  model: string,
  cells: readonly ReportCell[],
  evidence: Evidence,
): number | null {
  const { rounds } = evidence.header.plan.load
  // Questions are asked only as long as there is something to be found out.
  if (rounds === undefined || evidence.asked) return null
  // Whatever a relay that was given up before did not get, it lacks for that reason.
  if (evidence.stop(relay)) return 0
  const own = cells.filter((cell) => cell.relay === relay && cell.model === model)
  return own.reduce((sum, { sent }) => sum + Math.max(0, rounds - sent), 0)
}

/** Told where the profile wants to know before the cap is reached. */
export function spendAlarm(spend: Report['spend'], profile: unknown): readonly Notice[] {
  const share = declaredWarning(profile)
  if (!spend || share === undefined || spend.spentUsd < share * spend.capUsd) return []
  return [notices.budgetAlarm(spend.spentUsd.toFixed(4), `${Math.round(share * 100)}%`, String(spend.capUsd))]
}

/** Told beside the numbers: that the cap ended the run, and how many probes of which relay are missing. */
export function spendNotices(spend: Report['spend'], state: Report['state']): readonly Notice[] {
  if (!spend?.capped || state === 'running') return []
  const byRelay = new Map<string, number>()
  for (const { relay, refused } of spend.models)
    if (refused !== null && refused > 0) byRelay.set(relay, (byRelay.get(relay) ?? 0) + refused)
  const relays = [...byRelay].map(([relay, count]) => `${relay} ${count}`)
  return [
    notices.budgetReached(
      String(spend.capUsd),
      spend.refused === null ? undefined : String(spend.refused),
      relays,
    ),
  ]
}
