import { parseTraffic, type Traffic } from '../core/traffic.ts'
import type { ReportSpend } from '../schema/report.ts'
import type { ReportCharge } from '../schema/report-charge.ts'
import type { ReportProjection } from '../schema/report-projection.ts'
import { around, sumBounded, timesBounded } from './bounded.ts'
import type { Evidence } from './evidence.ts'
import { declaredTraffic } from './profile-facts.ts'
import { cnyPerUsdOf } from './recharge.ts'

/** A month is reckoned with so many days. */
const days = 30

type Row = ReportProjection['rows'][number]

/** What a month of the profile's traffic costs at every relay; undefined where it states none. */
export function reportProjection(
  { header }: Evidence,
  charges: readonly ReportCharge[] | undefined,
  spend: ReportSpend | null,
): ReportProjection | undefined {
  const stated = declaredTraffic(header.profile)
  const traffic = stated === undefined ? undefined : parseTraffic(stated)
  if (!traffic) return undefined
  const rows = charges
    ? charges.map((charge) => measured(charge, traffic))
    : (spend?.models ?? []).map((row) => counted(row, traffic))
  return {
    days,
    traffic,
    rows: rows.map((row) => ({
      ...row,
      cny: row.usd && row.usd.value * cnyPerUsdOf(header.plan, row.relay),
    })),
  }
}

const amounts = (traffic: Traffic) =>
  ({
    input: ((traffic.inputTokensPerDay - traffic.cachedTokensPerDay) * days) / 1e6,
    cached: (traffic.cachedTokensPerDay * days) / 1e6,
    output: (traffic.outputTokensPerDay * days) / 1e6,
    request: traffic.requestsPerDay * days,
  }) as const

/** By the measured price of each part that there is any of. */
function measured({ relay, line, model, parts }: ReportCharge, traffic: Traffic): Omit<Row, 'cny'> {
  const used = Object.entries(amounts(traffic)).filter(([, amount]) => amount > 0)
  const known = used.flatMap(([name, amount]) => {
    const usd = parts.find(({ part }) => part === name)?.usd
    return usd ? [timesBounded(usd, amount)] : []
  })
  const { value, low, high } = sumBounded(known)
  const usd =
    known.length === used.length && known.length > 0
      ? { value: Math.max(0, value), low: Math.max(0, low), high: Math.max(0, high) }
      : null
  return { relay, line, model, basis: 'measured', usd }
}

/** By the price that the run counted with: cached input at the price of other input. */
function counted(row: ReportSpend['models'][number], traffic: Traffic): Omit<Row, 'cny'> {
  const { input, cached, output, request } = amounts(traffic)
  const value =
    (input + cached) * row.inputUsdPerMtok + output * row.outputUsdPerMtok + request * row.perRequestUsd
  const isFree = row.priceSource === 'simulated'
  return {
    relay: row.relay,
    line: null,
    model: row.model,
    basis: row.priceSource,
    usd: isFree ? null : around(value, 0),
  }
}
