import type { ReportCell, ReportObjective } from '../schema/report.ts'
import type { MeasuredValue } from '../schema/scorecard.ts'
import { clopperPearson } from '../statistics/clopper-pearson.ts'
import { probesForPromise } from '../statistics/needed.ts'

/** The first percentage that a vendor's words name, "99.9% a month", as a share; undefined when they name none. */
export function promisedShare(sla: unknown): number | undefined {
  if (typeof sla !== 'string') return undefined
  const [, digits] = /(?<![\d.])(\d{2}(?:\.\d+)?|100)\s*[%％]/.exec(sla) ?? []
  const percent = Number(digits)
  // A share as one would write it: 99.9 / 100 is a little more than 0.999.
  return percent >= 50 && percent <= 100 ? Number((percent / 100).toFixed(10)) : undefined
}

/** Chance that the exact interval lies above the true share. */
const tail = 0.025

/** A promise beside what one cell showed: broken, no breach seen, or undecided. Null when nothing was measured. */
export function promiseKept({ availability, anytime }: ReportCell, promised: number): MeasuredValue | null {
  const { n, value } = availability
  if (n === 0 || value === null) return null
  const { low, high } = anytime ? availability : clopperPearson(Math.round(value * n), n)
  if (low === null || high === null) return null
  const verdict = verdictOf(low, high, promised)
  const enough = probesForPromise(promised, 0, 1 - tail)
  const open = verdict === 'undecided' && value === 1 && Number.isFinite(enough) && !anytime
  return {
    kind: 'promise',
    promised,
    verdict,
    share: value,
    low,
    high,
    n,
    needed: open ? Math.max(1, enough - n) : null,
  }
}

/** By the whole interval. */
function verdictOf(low: number, high: number, promised: number): ReportObjective['verdict'] {
  if (high < promised) return 'broken'
  return low >= promised ? 'no-breach' : 'undecided'
}
