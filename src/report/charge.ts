import { daysBetween } from '../core/clock.ts'
import { oldAfterDays } from '../core/price.ts'
import type { Language, Text } from '../core/text.ts'
import type { Report } from '../schema/report.ts'
import type { Bounded, ReportCharge } from '../schema/report-charge.ts'
import { costWords as words } from '../words/cost.ts'
import { joints } from '../words/report.ts'
import { count, dollars, missing } from './figures.ts'
import { relayLabel } from './labels.ts'
import { linesPart, type Section, type TablePart, type View, type ViewOptions } from './view.ts'

/** What relays charged: all in one table, why of some nothing can be told, then the price of each part. */
export function charges({ charges: all, startedAt }: Report, { language }: ViewOptions): View {
  if (!all) return []
  return [
    {
      title: words.chargeTitle[language],
      level: 2,
      parts: [overview(all, language), linesPart(notes(all, language))],
    },
    ...all.flatMap((charge) => partsOf(charge, language)),
    {
      level: 2,
      parts: [
        linesPart([
          { text: words.chargeNote[language], tone: 'faint' },
          ...officialLines(all, startedAt, language).map((text) => ({ text, tone: 'faint' as const })),
        ]),
      ],
    },
  ]
}

function overview(all: readonly ReportCharge[], language: Language): TablePart {
  const { chargeColumns: heads } = words
  const right = { align: 'right' as const }
  return {
    type: 'table',
    columns: [
      { id: 'relay', head: heads.relay[language], align: 'left', wrapsFrom: 10 },
      { id: 'model', head: heads.model[language], align: 'left', wrapsFrom: 10 },
      { id: 'multiplier', head: heads.multiplier[language], ...right },
      { id: 'bookkeeping', head: heads.bookkeeping[language], ...right },
      { id: 'cny', head: heads.cny[language], ...right },
      { id: 'charged', head: heads.charged[language], ...right },
      { id: 'official', head: heads.official[language], ...right },
      { id: 'n', head: heads.n[language], ...right },
    ],
    rows: all.map((charge) => [
      { text: relayLabel(charge) },
      { text: charge.model },
      charge.reason === null
        ? { text: boundedText(charge.multiplier, '×') }
        : { text: words.cannotTell[language], tone: 'warning' as const },
      { text: boundedText(charge.bookkeeping, '×') },
      { text: boundedText(charge.cnyPerOfficialUsd, '¥') },
      { text: charge.chargedUsd ? dollars(Math.max(0, charge.chargedUsd.value)) : missing },
      { text: charge.officialUsd === null ? missing : dollars(charge.officialUsd) },
      { text: count(charge.requests) },
    ]),
    dropOrder: ['official', 'charged', 'bookkeeping'],
    whenDropped: {},
  }
}

/** "×1.20 [1.19, 1.21]". */
function boundedText(bounded: Bounded | null, sign: string): string {
  if (!bounded) return missing
  const { value, low, high } = bounded
  return `${sign}${figure(value)} [${figure(low)}, ${figure(high)}]`
}

/** Four significant digits, as far as they are worth writing. */
const figure = (value: number): string =>
  Math.abs(value) < 1e-9 ? '0' : String(Number(value.toPrecision(4)))

function notes(all: readonly ReportCharge[], language: Language) {
  const place = (charge: ReportCharge): readonly [string, string] => [relayLabel(charge), charge.model]
  const lines: Text[] = all.flatMap((charge) => [
    ...(charge.reason === null
      ? []
      : [words.sayReason(...place(charge), words.reasons[charge.reason], moreOf(charge))]),
    ...(charge.refused && charge.refused.usd.low > 0
      ? [
          words.refused(
            ...place(charge),
            count(charge.refused.requests),
            boundedText(charge.refused.usd, '$'),
          ),
        ]
      : []),
    ...(charge.failed > 0 ? [words.failed(...place(charge), count(charge.failed))] : []),
  ])
  return lines.map((line) => ({ text: line[language], tone: 'warning' as const }))
}

function moreOf({ why, reason, timesNeeded }: ReportCharge): string {
  if (reason === 'no-balance') return why ?? ''
  return timesNeeded === null ? '' : words.timesNeeded(String(timesNeeded))
}

function partsOf(charge: ReportCharge, language: Language): readonly Section[] {
  if (charge.parts.length === 0) return []
  const { chargeColumns: heads } = words
  return [
    {
      title: `${relayLabel(charge)} ${charge.model}`,
      level: 2,
      parts: [
        {
          type: 'table',
          columns: [
            { id: 'part', head: heads.part[language], align: 'left' },
            { id: 'usd', head: heads.usd[language], align: 'right' },
            { id: 'listed', head: heads.listed[language], align: 'right' },
            { id: 'times', head: heads.times[language], align: 'right' },
          ],
          rows: charge.parts.map(({ part, usd, officialUsd }) => [
            { text: words.parts[part][language] },
            { text: boundedText(usd, '') },
            { text: officialUsd === null ? missing : figure(officialUsd) },
            { text: usd && officialUsd ? `×${figure(usd.value / officialUsd)}` : missing },
          ]),
          dropOrder: [],
          whenDropped: {},
        },
      ],
    },
  ]
}

/** @param startedAt of the run: prices are so old as they were then */
function officialLines(
  all: readonly ReportCharge[],
  startedAt: string,
  language: Language,
): readonly string[] {
  const rows = new Set(
    all.flatMap(({ official }) =>
      official ? [`${official.model} (${sourceText(official, startedAt, language)})`] : [],
    ),
  )
  return rows.size === 0 ? [] : [words.officialNote([...rows].join(joints.list[language]))[language]]
}

function sourceText(
  { source, asOf }: NonNullable<ReportCharge['official']>,
  startedAt: string,
  language: Language,
): string {
  if (asOf === '') return source
  const days = daysBetween(asOf, startedAt.slice(0, 10))
  return `${source}, ${words.priceAge(asOf, days, days > oldAfterDays)[language]}`
}
