import { questionLabelled } from '../audits/questions.ts'
import { oneWord } from '../audits/reply-text.ts'
import { drawsFrom } from '../core/draws.ts'
import type { JournalRecord, RunHeader } from '../core/journal.ts'
import type { Cell, QuestionLabel } from '../core/plan.ts'
import { classify } from '../metrics/classify.ts'
import type { Drift, DriftRelay } from '../schema/drift.ts'
import { changePoint, type Said } from '../statistics/change-point.ts'
import { ExchangeabilityBet } from '../statistics/exchangeability.ts'
import { declaredReferences } from './profile-facts.ts'

/** Chance that a relay and model that never changes is ever found to have changed. */
const alpha = 0.01
/** Fewer could hide even another model. */
const fewestNights = 5
const fewestAnswers = 100

/** What one run of audits holds of interest here: answers to open questions, by relay, line and model. */
export interface Night {
  readonly path: string
  readonly startedAt: string
  readonly seed: number
  readonly relays: readonly NightRelay[]
}

interface NightRelay {
  readonly relay: string
  readonly line: string | null
  readonly model: string
  readonly reference: boolean
  readonly said: readonly Said[]
}

/** Reads a journal once. @returns undefined when it asked no open questions that this version knows */
export function nightOf(path: string, records: Iterable<JournalRecord>): Night | undefined {
  let header: RunHeader | undefined
  const said = new Map<string, Said[]>()
  for (const record of records) {
    if (record.type === 'run') header ??= record
    if (record.type !== 'observation' || record.question?.audit !== 'identity' || classify(record) !== 'ok')
      continue
    const question = header && questionAsked(header, record.cellId, record.question)
    const answer = oneWord(record.reply)
    if (question === undefined || answer === undefined) continue
    const own = said.get(record.cellId) ?? []
    said.set(record.cellId, own)
    own.push({ cell: question, answer })
  }
  if (!header || said.size === 0) return undefined
  const references = declaredReferences(header.profile)
  return {
    path,
    startedAt: header.startedAt,
    seed: header.plan.seed,
    relays: header.plan.cells.flatMap((cell) => nightRelay(cell, references, said.get(cell.id) ?? [])),
  }
}

/** Without the random words before it: what is the same every night. */
function questionAsked({ plan }: RunHeader, cellId: string, label: QuestionLabel): string | undefined {
  const { shape } = plan.load
  const cell = plan.cells.find(({ id }) => id === cellId)
  if (shape?.type !== 'audit' || !cell) return undefined
  return questionLabelled(plan, shape, cell, label)?.ask.prompt.split('\n\n').at(-1)
}

const nightRelay = (
  { relay, line, model }: Cell,
  references: ReadonlySet<string>,
  said: readonly Said[],
): readonly NightRelay[] =>
  said.length === 0 ? [] : [{ relay, line: line ?? null, model, reference: references.has(relay), said }]

/** @returns undefined without a night to judge */
export function driftOf(
  nights: readonly Night[],
  skipped: Drift['skipped'],
  version: string,
): Drift | undefined {
  const inOrder = [...nights].sort((a, b) => (a.startedAt < b.startedAt ? -1 : 1))
  const seed = inOrder.at(-1)?.seed
  const kept = inOrder.filter((night) => night.seed === seed)
  const [first, last] = [kept[0], kept.at(-1)]
  if (!first || !last) return undefined
  return {
    schema: 'relaybench.drift/1',
    version,
    alpha,
    runs: kept.length,
    first: first.startedAt,
    last: last.startedAt,
    relays: relaysIn(kept),
    skipped: [
      ...skipped,
      ...inOrder
        .filter((night) => night.seed !== seed)
        .map(({ path }) => ({ path, reason: 'other-questions' as const })),
    ],
  }
}

interface Series {
  readonly relay: Omit<NightRelay, 'said'>
  readonly nights: { readonly startedAt: string; readonly said: readonly Said[] }[]
}

function relaysIn(nights: readonly Night[]): DriftRelay[] {
  const all = new Map<string, Series>()
  for (const { startedAt, relays } of nights)
    for (const { said, ...relay } of relays) {
      const key = JSON.stringify([relay.relay, relay.line, relay.model])
      const series = all.get(key) ?? { relay, nights: [] }
      all.set(key, series)
      series.nights.push({ startedAt, said })
    }
  return [...all].map(([key, series]) => judged(key, series))
}

/** Looks for changes, one after the other: what came before one says nothing of what came after it. */
function judged(key: string, { relay, nights }: Series): DriftRelay {
  const changes: DriftRelay['changes'] = []
  let from = 0
  let bet = new ExchangeabilityBet(drawsFrom(`drift ${key}`))
  for (let night = 0; night < nights.length; night++) {
    for (const { cell, answer } of nights[night]?.said ?? []) bet.add(cell, answer)
    if (bet.pValue > alpha) continue
    const since = nights.slice(from, night + 1)
    const found = changePoint(since.map(({ said }) => said)) ?? { at: 0, earliest: 0, latest: 0 }
    const timeOf = (place: number): string => since[place]?.startedAt ?? ''
    changes.push({
      from: timeOf(found.at),
      earliest: timeOf(found.earliest),
      latest: timeOf(found.latest),
      seen: timeOf(since.length - 1),
      p: bet.pValue,
      nights: since.length,
      answers: bet.answers,
    })
    from += Math.max(1, found.at)
    bet = new ExchangeabilityBet(drawsFrom(`drift ${key} ${from}`))
    for (const { said } of nights.slice(from, night + 1))
      for (const { cell, answer } of said) bet.add(cell, answer)
  }
  const answers = nights.reduce((sum, { said }) => sum + said.length, 0)
  const isEnough = nights.length >= fewestNights && answers >= fewestAnswers
  return {
    ...relay,
    nights: nights.length,
    answers,
    verdict: changes.length > 0 ? 'changed' : isEnough ? 'no-change' : 'undecided',
    changes,
    p: Math.min(1, bet.pValue),
  }
}
