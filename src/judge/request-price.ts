import { priceOf, type TokenCounts, toUsd } from '../core/budget.ts'
import type { ReportCell, ReportSpend } from '../schema/report.ts'
import { pairKey } from './pair-key.ts'

type Row = ReportSpend['models'][number]

const knownOrigins: ReadonlySet<Row['priceSource']> = new Set(['declared', 'listed'])

type PricedCell = Pick<ReportCell, 'id' | 'relay' | 'model' | 'tokens'>

/** What answers of one workload cost at the relays that were asked for it. */
export interface RequestPrices {
  /** USD for 1,000 answers at the relay's own counts; null without a declared price, or without counts. */
  usdPer1000(cellId: string): number | null
  /**
   * Whether answers of the first cost more (1) or less (−1) than those of the second; 0 where it hangs on whose tokens
   * are counted; undefined where a price is not known. One relay's answers may be shorter by chance, or its counts
   * padded: so what holds must hold at its own counts and at those of all relays together.
   */
  compare(first: string, second: string): -1 | 0 | 1 | undefined
}

export function requestPrices(cells: readonly PricedCell[], spend: ReportSpend | null): RequestPrices {
  const rows = new Map(spend?.models.map((row) => [pairKey(row.relay, row.model), row]))
  const together = mixOf(cells)
  const known = new Map(
    cells.flatMap((cell) => {
      const row = rows.get(pairKey(cell.relay, cell.model))
      const own = mixOf([cell])
      // What the plan assumed is no price, and a simulated relay has none.
      if (!row || !knownOrigins.has(row.priceSource) || !own || !together) return []
      return [[cell.id, { own: usdPer1000(own, row), alike: usdPer1000(together, row) }] as const]
    }),
  )
  return {
    usdPer1000: (id) => known.get(id)?.own ?? null,
    compare(first, second) {
      const [a, b] = [known.get(first), known.get(second)]
      if (!a || !b) return undefined
      if (a.own > b.own && a.alike > b.alike) return 1
      return a.own < b.own && a.alike < b.alike ? -1 : 0
    },
  }
}

interface Mix extends TokenCounts {
  readonly answers: number
}

/** Tokens of all answers that reported them. */
function mixOf(cells: readonly PricedCell[]): Mix | undefined {
  const sum = { answers: 0, inputTokens: 0, outputTokens: 0 }
  for (const { tokens } of cells) {
    sum.answers += tokens.withUsage
    sum.inputTokens += tokens.input
    sum.outputTokens += tokens.output
  }
  return sum.answers > 0 ? sum : undefined
}

const usdPer1000 = ({ answers, ...tokens }: Mix, row: Row): number => {
  const { perRequestUsd } = row
  const ofTokens = toUsd(priceOf(tokens, { ...row, perRequestUsd: 0 }))
  return toMillionth((1_000 * ofTokens) / answers + 1_000 * perRequestUsd)
}

const toMillionth = (usd: number): number => Math.round(usd * 1e6) / 1e6
