import { instantOf, type Ms } from './clock.ts'

export const hourMs = 3_600_000
export const dayMs = 24 * hourMs

/** Days and hours as a clock on the wall of a named place shows them. */
export interface Calendar {
  /** IANA name, such as "Asia/Shanghai". */
  readonly zone: string
  /** "2026-11-28". */
  dayOf(at: Ms): string
  /** 0…23. */
  hourOf(at: Ms): number
  /** "2026-11-28 20:05". */
  timeOf(at: Ms): string
}

/** @param zone an IANA name; the machine's own when absent @returns undefined for a name that is none */
export function calendarOf(zone?: string): Calendar | undefined {
  let format: Intl.DateTimeFormat
  try {
    format = new Intl.DateTimeFormat('en-CA', {
      ...{
        year: 'numeric',
        month: '2-digit',
        day: '2-digit',
        hour: '2-digit',
        minute: '2-digit',
        hourCycle: 'h23',
      },
      ...(zone !== undefined && { timeZone: zone }),
    })
  } catch {
    return undefined
  }
  const partsOf = (at: Ms) =>
    new Map<string, string>(format.formatToParts(at).map(({ type, value }) => [type, value]))
  const dayOf = (parts: ReadonlyMap<string, string>) =>
    ['year', 'month', 'day'].map((each) => parts.get(each)).join('-')
  return {
    zone: format.resolvedOptions().timeZone,
    dayOf: (at) => dayOf(partsOf(at)),
    hourOf: (at) => Number(partsOf(at).get('hour')),
    timeOf: (at) => {
      const parts = partsOf(at)
      return `${dayOf(parts)} ${parts.get('hour')}:${parts.get('minute')}`
    },
  }
}

/** Every day from one to another, both included; at most so many, the last ones. */
export function daysBetween(first: string, last: string, most: number): string[] {
  const [from, to] = [noonOf(first), noonOf(last)]
  const utc = calendarOf('UTC')
  if (from === undefined || to === undefined || !utc) return []
  const days: string[] = []
  for (let at = Math.max(from, to - (most - 1) * dayMs); at <= to; at += dayMs) days.push(utc.dayOf(at))
  return days
}

const noonOf = (day: string): Ms | undefined => instantOf(`${day}T12:00:00Z`)
