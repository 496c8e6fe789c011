import { describe, expect, test } from 'vitest'
import { judge } from '../../src/judge/judge.ts'
import { scorecard } from '../../src/judge/scorecard.ts'
import { type RelayCard, scorecardSchema } from '../../src/schema/scorecard.ts'
import { cell, header, journal, listing, plan } from './journal.ts'
import { behaves, priced } from './standing.ts'

const c1 = cell('c1', { relay: 'acme' })
const tariff = { acme: { inputUsdPerMtok: 1, outputUsdPerMtok: 4 } }

const cardOf = (facts: object, { rounds = 40, answers = 1 } = {}): RelayCard | undefined => {
  const profile = { relays: [{ name: 'acme', base_url: 'https://acme.example/v1', facts }] }
  const records = journal(
    priced([c1], tariff, profile),
    listing(['gpt-x', 'gpt-y'], { http: { status: 200, headers: { 'cf-ray': '8f2b1c9d0e1f2a3b-HKG' } } }),
    behaves(c1, rounds, { ttftMs: 300, answers }, 4),
  )
  const card = scorecard(judge(records))
  expect(scorecardSchema.safeParse(card).error).toBeUndefined()
  return card.relays[0]
}

type Criterion = RelayCard['criteria'][number]['criterion']

const of = (card: RelayCard | undefined, criterion: Criterion) =>
  card?.criteria.find((each) => each.criterion === criterion)

const measured = (card: RelayCard | undefined, criterion: Criterion, id: string) =>
  of(card, criterion)?.measured.find((each) => each.id === id)

const declared = (card: RelayCard | undefined, criterion: Criterion, id: string) =>
  of(card, criterion)?.declared.find((each) => each.id === id)

describe('measured facts', () => {
  test('four criteria, in the order that buyers ask', () => {
    expect(cardOf({})?.criteria.map(({ criterion }) => criterion)).toEqual([
      'connection',
      'reliability',
      'models',
      'cost',
    ])
  })

  test('each says its n, its interval and where it comes from', () => {
    const card = cardOf({})
    expect(measured(card, 'connection', 'ttft')).toMatchObject({
      of: 'gpt-x',
      mode: 'stream',
      value: { kind: 'time', n: 40, low: expect.any(Number), high: expect.any(Number) },
      source: 'probes',
    })
    expect(measured(card, 'connection', 'tcp')).toMatchObject({ value: { ms: 30 }, source: 'connections' })
    expect(measured(card, 'connection', 'edge')?.value).toEqual({ kind: 'text', text: 'Cloudflare HKG' })
    expect(measured(card, 'reliability', 'availability')?.value).toMatchObject({
      kind: 'share',
      share: 1,
      n: 40,
    })
    expect(measured(card, 'models', 'listed')?.value).toEqual({ kind: 'count', count: 2 })
    expect(measured(card, 'models', 'works')?.value).toEqual({ kind: 'names', names: ['gpt-x'] })
    expect(measured(card, 'cost', 'price')?.value).toEqual({ kind: 'usd', usd: 0.26 })
  })

  test('what was not measured is null, and no failure is a fact of its own', () => {
    const card = cardOf({})
    expect(measured(card, 'models', 'software')?.value).toBeNull()
    expect(measured(card, 'reliability', 'failures')?.value).toEqual({ kind: 'outcomes', outcomes: {} })
  })

  test('of a relay that was not probed nothing is measured', () => {
    const profile = { relays: [{ name: 'closed' }] }
    const skipped = [{ relay: 'closed', reason: 'not-allowed' as const }]
    const { relays } = scorecard(judge(journal(header([], { profile, plan: plan([], { skipped }) }))))
    const values = relays.flatMap(({ criteria }) => criteria.flatMap((each) => each.measured))
    expect(values.length).toBeGreaterThan(5)
    expect(values.filter(({ value, id }) => value !== null && id !== 'unknown')).toEqual([])
  })
})

describe('a promise beside what was measured', () => {
  test.each([
    ['99.9% a month', 40, 1, { promised: 0.999, verdict: 'undecided', needed: expect.any(Number) }],
    ['月可用率 99.9％', 40, 1, { promised: 0.999 }],
    ['at least 80 %', 40, 1, { promised: 0.8, verdict: 'no-breach', needed: null }],
    ['99.9%', 40, 0.5, { promised: 0.999, verdict: 'broken', needed: null }],
    ['100%', 40, 1, { promised: 1, verdict: 'undecided', needed: null }],
  ])('%s, %i probes answered by %d', (sla, rounds, answers, expected) => {
    const card = cardOf({ sla }, { rounds, answers })
    expect(measured(card, 'reliability', 'promise')?.value).toMatchObject(expected)
  })

  test.each([[undefined], ['unknown'], ['best effort'], ['5% discount'], ['199% sure']])(
    '%s promises no share',
    (sla) => expect(measured(cardOf({ sla }), 'reliability', 'promise')).toBeUndefined(),
  )

  test('so many more answers without a failure, and it is decided', () => {
    const value = measured(cardOf({ sla: '95%' }), 'reliability', 'promise')?.value
    const needed = value?.kind === 'promise' ? (value.needed ?? 0) : 0
    expect(needed).toBeGreaterThan(1)
    const after = (more: number) =>
      measured(cardOf({ sla: '95%' }, { rounds: 40 + more }), 'reliability', 'promise')?.value
    expect(after(needed)).toMatchObject({ verdict: 'no-breach' })
    expect(after(needed - 1)).toMatchObject({ verdict: 'undecided' })
  })
})

describe('declared facts', () => {
  const facts = {
    sla: '99.9% a month',
    invoice: true,
    refund: 'unknown',
    payment: 'Alipay',
    source: 'https://acme.example/terms',
    as_of: '2026-09-12',
    sources: {
      payment: { source: 'https://acme.example/pay', as_of: '2026-10-01' },
      price: { source: 'https://acme.example/prices' },
    },
  }

  test('each has its own source, or that of all', () => {
    const card = cardOf(facts)
    expect(declared(card, 'reliability', 'sla')).toMatchObject({
      state: 'declared',
      value: { kind: 'text', text: '99.9% a month' },
      source: 'https://acme.example/terms',
      asOf: '2026-09-12',
    })
    expect(declared(card, 'cost', 'invoice')).toMatchObject({ value: { kind: 'flag', flag: true } })
    expect(declared(card, 'cost', 'payment')).toMatchObject({
      source: 'https://acme.example/pay',
      asOf: '2026-10-01',
    })
    expect(declared(card, 'cost', 'price')).toMatchObject({
      of: 'gpt-x',
      value: { kind: 'price', inputUsdPerMtok: 1, outputUsdPerMtok: 4, perRequestUsd: 0 },
      source: 'https://acme.example/prices',
    })
  })

  test('unknown is not absent, and neither is "no"', () => {
    const card = cardOf({ ...facts, invoice: false })
    expect(declared(card, 'cost', 'refund')).toMatchObject({ state: 'unknown', value: null })
    expect(declared(card, 'cost', 'billing')).toMatchObject({ state: 'absent', value: null, source: null })
    expect(declared(card, 'cost', 'invoice')).toMatchObject({ value: { flag: false } })
  })

  test.each([[{ sla: 7, invoice: [], sources: 'x' }], [{ sla: {}, sources: { sla: 3 } }], [{ sla: '' }]])(
    'facts of another hand such as %j are absent, not guessed',
    (odd) =>
      expect(declared(cardOf(odd), 'reliability', 'sla')).toMatchObject({ state: 'absent', value: null }),
  )
})
