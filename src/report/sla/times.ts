import { calendarOf } from '../../core/calendar.ts'
import { instantOf } from '../../core/clock.ts'
import type { Language } from '../../core/text.ts'
import { slaWords as words } from '../../words/sla.ts'
import { count, missing, threeDigits } from '../figures.ts'

/** What a section needs to word itself. */
export interface Voice {
  readonly language: Language
  /** A time of a report, by the clock of the zone: "2026-11-28 20:05". */
  time(startedAt: string): string
  day(startedAt: string): string
}

export function voiceOf(language: Language, zone: string): Voice {
  const calendar = calendarOf(zone)
  const shown = (startedAt: string, show: (at: number) => string): string => {
    const at = instantOf(startedAt)
    return at === undefined ? startedAt : show(at)
  }
  return {
    language,
    time: (startedAt) => shown(startedAt, (at) => calendar?.timeOf(at) ?? startedAt),
    day: (startedAt) => shown(startedAt, (at) => calendar?.dayOf(at) ?? startedAt),
  }
}

/** Days from which a stretch is not told in hours. */
const daysFrom = 48

/** "36 h", "4.20 d". */
export function hoursText(hours: number | null, language: Language): string {
  if (hours === null) return missing
  if (hours < daysFrom) return words.hours(threeDigits(hours))[language]
  return words.days(daysText(hours / 24))[language]
}

/** "4.2", "365". */
export const daysText = (days: number): string => (days < 10 ? days.toFixed(1) : count(Math.round(days)))
