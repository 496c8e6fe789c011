/** Whether a minute of the day lies in hours such as "20:00-23:00"; "23:00-07:00" goes over midnight. */
export function inQuietHours(hours: string, minuteOfDay: number): boolean {
  const [from = 0, to = 0] = hours.split('-').map((clock) => {
    const [hour = 0, minute = 0] = clock.split(':').map(Number)
    return hour * 60 + minute
  })
  return from <= to ? minuteOfDay >= from && minuteOfDay < to : minuteOfDay >= from || minuteOfDay < to
}
