import type { Language } from '../core/text.ts'
import type { Report } from '../schema/report.ts'
import { watchWords as words } from '../words/watch.ts'
import { dollars } from './figures.ts'
import { both } from './html/both.ts'
import { reportBlocks } from './html/html.ts'
import { pageHtml } from './html/page.ts'
import { viewHtml } from './html/sections.ts'
import { linesPart, type View } from './view.ts'

/** A round of a watch, in short. */
export interface WatchRound {
  readonly number: number
  readonly startedAt: string
  readonly ok: number
  readonly sent: number
  readonly spentUsd: number
  /** How many limits of the profile it broke. */
  readonly broken: number
  readonly state: Report['state']
}

export interface WatchState {
  readonly profile: string
  /** "5m", as it was asked for. */
  readonly every: string
  /** The last ones, latest first. */
  readonly rounds: readonly WatchRound[]
  /** Of the last round. */
  readonly report: Report | undefined
}

/** A browser asks for the page again after so many seconds. */
const refreshSeconds = 30

/** The status page of a watch: its rounds, and the whole report of the last one. */
export const watchPage = (state: WatchState, language: Language): string =>
  pageHtml({
    title: words.title(state.profile),
    language,
    refreshSeconds,
    blocks: [
      viewHtml(
        both((each) => watchView(state, each)),
        'watch',
      ),
      ...(state.report ? reportBlocks(state.report) : []),
    ],
  })

function watchView({ profile, every, rounds, report }: WatchState, language: Language): View {
  const heads = words.columns
  const lines = [{ text: words.every(every)[language] }]
  if (rounds.length === 0) lines.push({ text: words.waiting[language] })
  const title = { title: words.title(profile)[language], level: 1 as const, parts: [linesPart(lines)] }
  if (rounds.length === 0) return [title]
  return [
    title,
    {
      title: words.roundsTitle[language],
      level: 2,
      parts: [
        {
          type: 'table',
          columns: [
            { id: 'round', head: heads.round[language], align: 'right' },
            { id: 'startedAt', head: heads.startedAt[language], align: 'left' },
            { id: 'ok', head: heads.ok[language], align: 'right' },
            { id: 'limits', head: heads.limits[language], align: 'right' },
            { id: 'spent', head: heads.spent[language], align: 'right' },
            { id: 'state', head: heads.state[language], align: 'left' },
          ],
          rows: rounds.map(({ number, startedAt, ok, sent, broken, spentUsd, state }) => [
            { text: String(number) },
            { text: startedAt },
            { text: `${ok}/${sent}`, tone: ok < sent ? 'warning' : 'best' },
            { text: String(broken), tone: broken > 0 ? 'warning' : 'plain' },
            { text: dollars(spentUsd) },
            { text: words.states[state][language], tone: state === 'finished' ? 'plain' : 'warning' },
          ]),
          dropOrder: [],
          whenDropped: {},
        },
      ],
    },
    ...(report
      ? [
          {
            level: 2 as const,
            parts: [linesPart([{ text: words.latest[language], tone: 'faint' as const }])],
          },
        ]
      : []),
  ]
}
