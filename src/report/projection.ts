import type { Report } from '../schema/report.ts'
import { costWords as words } from '../words/cost.ts'
import { count, dollars, missing, yuan } from './figures.ts'
import { relayLabel } from './labels.ts'
import { linesPart, type View, type ViewOptions } from './view.ts'

/** What a month of the stated traffic costs, the cheapest first. */
export function projection({ projection: found }: Report, { language }: ViewOptions): View {
  if (!found) return []
  const { traffic, rows, days } = found
  const heads = words.projectionColumns
  const sorted = rows.toSorted(
    (a, b) => (a.cny ?? Number.POSITIVE_INFINITY) - (b.cny ?? Number.POSITIVE_INFINITY),
  )
  const number = (value: number): string => count(Math.round(value))
  return [
    {
      title: words.projectionTitle(String(days))[language],
      level: 2,
      parts: [
        {
          type: 'table',
          columns: [
            { id: 'relay', head: heads.relay[language], align: 'left', wrapsFrom: 10 },
            { id: 'model', head: heads.model[language], align: 'left', wrapsFrom: 10 },
            { id: 'usd', head: heads.usd[language], align: 'right' },
            { id: 'cny', head: heads.cny[language], align: 'right' },
            { id: 'basis', head: heads.basis[language], align: 'left' },
          ],
          rows: sorted.map((row) => [
            { text: relayLabel(row) },
            { text: row.model },
            {
              text: row.usd
                ? `${dollars(row.usd.value)}${row.usd.high > row.usd.low ? ` [${dollars(row.usd.low)}, ${dollars(row.usd.high)}]` : ''}`
                : missing,
            },
            { text: row.cny === null ? missing : yuan(row.cny) },
            { text: words.bases[row.basis][language] },
          ]),
          dropOrder: [],
          whenDropped: {},
        },
        linesPart([
          {
            text: words.projectionNote(
              number(traffic.inputTokensPerDay),
              number(traffic.cachedTokensPerDay),
              number(traffic.outputTokensPerDay),
              number(traffic.requestsPerDay),
            )[language],
            tone: 'faint',
          },
        ]),
      ],
    },
  ]
}
