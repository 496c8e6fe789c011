import type { Language } from '../core/text.ts'
import type { AvailabilityState, Report, ReportModel } from '../schema/report.ts'
import { joints, quoted, matrixWords as words } from '../words/report.ts'
import { missing } from './figures.ts'
import { naturalWidth } from './grid.ts'
import {
  type Line,
  linesPart,
  linesSection,
  type Section,
  type TablePart,
  type Tone,
  type View,
  type ViewOptions,
} from './view.ts'

const signs: Record<AvailabilityState, { readonly sign: string; readonly tone: Tone }> = {
  works: { sign: '✓', tone: 'best' },
  'listed-but-dead': { sign: '✗', tone: 'warning' },
  'unlisted-but-works': { sign: '~', tone: 'plain' },
  absent: { sign: '·', tone: 'faint' },
  unknown: { sign: '?', tone: 'faint' },
}

const stateText = (state: AvailabilityState, language: Language): string =>
  `${signs[state].sign} ${words.states[state][language]}`

/** The matrix in a report: in one line where it holds no surprise. */
export function matrix(report: Report, options: ViewOptions): View {
  const { models } = report
  const title = words.title[options.language]
  const notes = nameLines(models, options.language)
  const only = (state: AvailabilityState) =>
    notes.length === 0 && models.every((pair) => pair.state === state)
  if (models.length === 0) return []
  if (only('works'))
    return linesSection([{ text: words.all(String(models.length))[options.language] }], title)
  if (only('unknown')) return linesSection([{ text: words.none[options.language] }], title)
  return [fullMatrix(models, options)]
}

/** Relay x model, with the legend and the names that were sent. */
export function fullMatrix(models: readonly ReportModel[], options: ViewOptions): Section {
  const { language } = options
  const present = [...new Set(models.map(({ state }) => state))]
  const legend = present.map((state) => stateText(state, language)).join(joints.list[language])
  const lines = [{ text: legend, tone: 'faint' as const }, ...nameLines(models, language)]
  return {
    title: words.title[language],
    level: 2,
    parts: [...matrixTables(models, options), linesPart(lines)],
  }
}

/** One table with words if that fits, else signs, in as many tables as the width asks for. */
function matrixTables(models: readonly ReportModel[], options: ViewOptions): readonly TablePart[] {
  const names = [...new Set(models.map(({ model }) => model))]
  const state = new Map(models.map((pair) => [JSON.stringify([pair.relay, pair.model]), pair.state]))
  const relays = [...new Set(models.map(({ relay }) => relay))]
  const build = (columns: readonly string[], show: (state: AvailabilityState) => string): TablePart => ({
    type: 'table',
    columns: [
      { id: 'relay', head: words.columns.relay[options.language], align: 'left', wrapsFrom: 16 },
      ...columns.map((name) => ({ id: name, head: name, align: 'left' as const, wrapsFrom: 12 })),
    ],
    rows: relays.map((relay) => [
      { text: relay },
      ...columns.map((model) => {
        const found = state.get(JSON.stringify([relay, model]))
        return found ? { text: show(found), tone: signs[found].tone } : { text: missing }
      }),
    ]),
    dropOrder: [],
    whenDropped: {},
  })
  const inWords = build(names, (found) => stateText(found, options.language))
  if (naturalWidth(inWords) <= options.width) return [inWords]
  return chunks(
    names,
    (some) => naturalWidth(build(some, (found) => signs[found].sign)) <= options.width,
  ).map((some) => build(some, (found) => signs[found].sign))
}

/** Cuts a list into the longest runs that fit; one that fits nowhere stands alone. */
function chunks(names: readonly string[], fits: (some: readonly string[]) => boolean): readonly string[][] {
  const runs: string[][] = []
  for (const name of names) {
    const run = runs.at(-1)
    if (run && fits([...run, name])) run.push(name)
    else runs.push([name])
  }
  return runs
}

/** Where another name was sent than the wanted one, and which listed names look like it. */
function nameLines(models: readonly ReportModel[], language: Language): readonly Line[] {
  return models.flatMap(({ relay, model, modelId, resolvedBy, near, state }) => {
    const lines: Line[] = []
    if (modelId !== null && modelId !== model)
      lines.push({
        text: words.sent(relay, model, modelId, resolvedBy ? words.how[resolvedBy][language] : missing)[
          language
        ],
      })
    if (near.length > 0 && state !== 'works')
      lines.push({ text: words.near(relay, model, quotedList(near, language))[language] })
    return lines
  })
}

const quotedList = (names: readonly string[], language: Language): string =>
  names.map((name) => quoted(name)[language]).join(joints.list[language])

/** What the matrix rests on: one row a pair. */
export function evidence(models: readonly ReportModel[], language: Language): Section {
  const heads = words.columns
  const column = (id: keyof typeof heads, wrapsFrom?: number) => ({
    id,
    head: heads[id][language],
    align: 'left' as const,
    ...(wrapsFrom !== undefined && { wrapsFrom }),
  })
  const part: TablePart = {
    type: 'table',
    columns: [
      column('relay', 12),
      column('model', 12),
      column('state', 9),
      column('sentAs', 12),
      column('listed'),
      column('okSent'),
      column('evidence'),
    ],
    rows: models.map((pair) =>
      [
        pair.relay,
        pair.model,
        stateText(pair.state, language),
        pair.modelId ?? missing,
        words.listed[pair.listed === null ? 'unknown' : pair.listed ? 'yes' : 'no'][language],
        `${pair.ok}/${pair.sent}`,
        pair.evidence ?? missing,
      ].map((text) => ({ text })),
    ),
    dropOrder: ['evidence', 'okSent', 'listed'],
    whenDropped: {},
  }
  return { title: words.evidence[language], level: 2, parts: [part] }
}
