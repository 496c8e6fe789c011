import { expect, test } from 'vitest'
import type { Observation } from '../../src/core/observation.ts'
import { judge } from '../../src/judge/judge.ts'
import { answer, answers, cell, header, journal, refusal } from './journal.ts'

const a = cell('a', { relay: 'a' })
const b = cell('b', { relay: 'b' })
const c = cell('c', { relay: 'c' })

/** `n` probes, all answered but the last `failures`, first tokens spread a little around `ttft`. */
const probes = (of: typeof a, n: number, failures: number, ttft: number): Observation[] => [
  ...answers(
    of,
    Array.from({ length: n - failures }, (_, i) => ttft + i),
  ),
  ...Array.from({ length: failures }, (_, i) => refusal(n - i, of, 500, 'boom')),
]

const ranksOf = (...observations: Observation[][]) =>
  Object.fromEntries(
    judge(journal(header([a, b, c]), ...observations)).cells.map(({ id, rank }) => [id, rank]),
  )

test('what cannot be told apart shares a rank, and the next one is counted on', () => {
  expect(ranksOf(probes(a, 20, 0, 205), probes(b, 20, 0, 200), probes(c, 20, 0, 900))).toEqual({
    a: 1,
    b: 1,
    c: 3,
  })
})

test('of equally available relays the faster is first', () => {
  expect(ranksOf(probes(a, 20, 0, 900), probes(b, 20, 0, 300), probes(c, 20, 0, 100))).toEqual({
    a: 3,
    b: 2,
    c: 1,
  })
})

test('successful completions come before speed', () => {
  expect(ranksOf(probes(a, 40, 20, 100), probes(b, 40, 0, 900), probes(c, 40, 0, 500))).toEqual({
    a: 3,
    b: 2,
    c: 1,
  })
})

test('a relay without an answer has no rank', () => {
  expect(ranksOf(probes(a, 20, 20, 100), probes(b, 20, 10, 900))).toEqual({ a: null, b: 1, c: null })
})

test('few answers rank ahead of many only when they are shown to be faster', () => {
  expect(ranksOf(probes(a, 9, 0, 10), probes(b, 10, 0, 900), [])).toEqual({ a: 1, b: 2, c: null })
  expect(ranksOf(probes(a, 2, 0, 310), probes(b, 40, 0, 300), probes(c, 40, 0, 900))).toEqual({
    a: 1,
    b: 1,
    c: 3,
  })
})

test('two lucky answers head neither tier, so they draw nobody up to their place', () => {
  expect(ranksOf(probes(a, 2, 0, 310), probes(b, 60, 0, 300), probes(c, 60, 30, 300))).toEqual({
    a: 1,
    b: 1,
    c: 3,
  })
})

const standingsOf = (...observations: Observation[][]) =>
  judge(journal(header([a, b, c]), ...observations)).cells.map(({ rank, rankUndecided }) => [
    rank,
    rankUndecided,
  ])

test('half the answers missing is not shown by eight probes, and the shared rank says so', () => {
  expect(standingsOf(probes(a, 8, 0, 200), probes(b, 8, 4, 200), [])).toEqual([
    [1, { beside: 'b', needed: expect.any(Number) }],
    [1, { beside: 'a', needed: expect.any(Number) }],
    [null, undefined],
  ])
})

test('about so many more as it says, and the difference is shown', () => {
  const [[, mark] = []] = standingsOf(probes(a, 8, 0, 200), probes(b, 8, 4, 200), [])
  const needed = mark !== null && typeof mark === 'object' ? (mark.needed ?? 0) : 0
  expect(needed).toBeGreaterThan(0)
  const n = 8 + 2 * Math.ceil(needed / 2) + 4
  expect(ranksOf(probes(a, n, 0, 200), probes(b, n, n / 2, 200))).toMatchObject({ a: 1, b: 2 })
})

test('relays that look alike at many answers share a rank without a mark', () => {
  expect(standingsOf(probes(a, 200, 0, 200), probes(b, 200, 0, 201), [])).toEqual([
    [1, undefined],
    [1, undefined],
    [null, undefined],
  ])
})

test('a relay is not shown to be slower by its few answers', () => {
  expect(standingsOf(probes(a, 3, 0, 200), probes(b, 3, 0, 900), [])).toEqual([
    [1, { beside: 'b', needed: 7 }],
    [1, { beside: 'a', needed: 7 }],
    [null, undefined],
  ])
})

test('a missing first token never outranks a measured one, nor shares its rank', () => {
  const cold = probes(a, 20, 0, 100).map((probe) => ({ ...probe, connection: { reused: false } }))
  expect(ranksOf(cold, probes(b, 20, 0, 9_000))).toMatchObject({ a: 2, b: 1 })
})

test('each model and mode has its own ranking, whole answers by E2E', () => {
  const whole = [cell('w1', { mode: 'whole', relay: 'a' }), cell('w2', { mode: 'whole', relay: 'b' })]
  const other = cell('o1', { model: 'other' })
  const records = [
    ...whole.flatMap((of, i) =>
      Array.from({ length: 12 }, (_, round) => answer(round + 1, of, 900 - 600 * i + round)),
    ),
    ...probes(other, 12, 6, 500),
  ]
  const { cells } = judge(journal(header([...whole, other]), records))
  expect(cells.map(({ id, rank }) => [id, rank])).toEqual([
    ['w1', 2],
    ['w2', 1],
    ['o1', 1],
  ])
})
