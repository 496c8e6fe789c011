import { daysBetween } from '../core/clock.ts'
import type { Notice } from '../core/text.ts'
import type { Report } from '../schema/report.ts'
import { notices } from '../words/notices.ts'

/** A certificate that is renewed late takes a relay down: told so many days before. */
const warnWithinDays = 14

/** Warns of certificates that end soon, counted from the beginning of the run. */
export const expiringCertificates = ({
  relays,
  startedAt,
}: Pick<Report, 'relays' | 'startedAt'>): readonly Notice[] =>
  relays.flatMap(({ relay, network }) => {
    const validTo = network.certificate?.validTo
    if (validTo === undefined) return []
    const days = daysBetween(startedAt, validTo)
    return days < warnWithinDays ? [notices.certificateEnds(relay, validTo.slice(0, 10), String(days))] : []
  })
