import { hourMs } from '../../core/calendar.ts'
import type { Ms } from '../../core/clock.ts'
import type { SlaWindow } from '../../schema/sla.ts'
import { clopperPearson } from '../../statistics/clopper-pearson.ts'
import { type Count, type Night, total } from './nights.ts'

/** 24 h, 7 d, 30 d, 90 d, and all there is. */
const lengths = [24, 7 * 24, 30 * 24, 90 * 24, null] as const

/** Availability over the windows that end at a time, and what of the error budget they used. */
export const windowsOf = (nights: readonly Night[], endMs: Ms, promised: number | null): SlaWindow[] =>
  lengths.map((hours) =>
    windowOf(
      hours === null ? nights : nights.filter(({ atMs }) => atMs > endMs - hours * hourMs),
      hours,
      promised,
    ),
  )

function windowOf(nights: readonly Night[], hours: number | null, promised: number | null): SlaWindow {
  const all = total(nights)
  const without = total(nights.map(({ without429 }) => without429))
  return {
    hours,
    nights: nights.length,
    availability: shareOf(all),
    availabilityWithout429: shareOf(without),
    burn: promised === null || all.n === 0 ? null : burnOf(all, promised),
  }
}

/** The share answered, with its exact interval. */
export const shareOf = ({ n, failed }: Count) => clopperPearson(n - failed, n)

/**
 * How fast the error budget is used: failures seen / failures allowed.
 * @see Beyer et al., "The Site Reliability Workbook" (2018), chapter 5: burn rates over several windows
 */
function burnOf({ n, failed }: Count, promised: number): SlaWindow['burn'] {
  // 1 − 0.999 is a little more than 0.001.
  const allowed = Number((n * (1 - promised)).toFixed(9))
  return { allowed, failed, rate: failed === 0 ? 0 : allowed === 0 ? null : failed / allowed }
}
