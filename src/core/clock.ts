/** Milliseconds on the monotonic clock of one process, or a difference of two such readings. */
export type Ms = number

/** The only reading of time in the project: monotonic, about 40 ns a call, never moved by NTP. Unit: ms. */
export const now = (): Ms => performance.now()

/**
 * Where {@link now} has its zero, on the monotonic clock that all threads of this machine share: its readings in two
 * threads differ by the difference of their zeros. The largest of several, as a pause between both readings makes it
 * too small; good to a microsecond.
 */
export const clockZero = (): Ms =>
  Math.max(...Array.from({ length: 32 }, () => Number(process.hrtime.bigint()) / 1e6 - now()))

/** Wall-clock time as ISO 8601 in UTC. It labels a run; durations never come from it. */
export const wallClock = (): string => new Date().toISOString()

/** The day in UTC: YYYY-MM-DD. */
export const today = (): string => wallClock().slice(0, 10)

/** Whole days from a date (YYYY-MM-DD, or YYYY-MM: from its first day) to another; at least 0. */
export function daysBetween(from: string, to: string): number {
  const day = (date: string): number => Date.parse(date.length === 7 ? `${date}-01` : date)
  const days = Math.floor((day(to) - day(from)) / 86_400_000)
  return Number.isFinite(days) ? Math.max(0, days) : 0
}

/** Wall-clock time in whole seconds since 1970, as APIs stamp what they create. */
export const unixSeconds = (): number => Math.floor(Date.now() / 1000)

/** Today in the machine's own time zone, hour and minute: for quiet hours, which people write in local time. */
export function localMinuteOfDay(): number {
  const date = new Date()
  return date.getHours() * 60 + date.getMinutes()
}

/** Milliseconds from the wall clock now until an HTTP date; undefined when it is not a date. */
export function msUntil(httpDate: string): Ms | undefined {
  const at = Date.parse(httpDate)
  return Number.isNaN(at) ? undefined : at - Date.now()
}

/**
 * A date and time as people and traces write it, in ms since 1970; UTC where it names no zone. Fractions of a
 * millisecond are kept: `2023-11-16 18:15:46.6805900`. Undefined when it is none.
 */
export function instantOf(text: string): Ms | undefined {
  const [, date, time, fraction = '', zone = 'Z'] =
    /^\s*(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d(?::\d\d)?)(\.\d+)?\s*(Z|[+-]\d\d:?\d\d)?\s*$/.exec(text) ?? []
  const at = Date.parse(`${date}T${time}${zone}`)
  return Number.isNaN(at) ? undefined : at + Number(`0${fraction}`) * 1000
}

/** A date as certificates and headers write it, as ISO 8601 in UTC; undefined when it is none. */
export function instantText(text: string): string | undefined {
  const at = Date.parse(text)
  return Number.isNaN(at) ? undefined : new Date(at).toISOString()
}

/** Rounds to whole microseconds, the resolution at which journals and reports keep time. */
export const toMicrosecond = (ms: Ms): Ms => Math.round(ms * 1000) / 1000
