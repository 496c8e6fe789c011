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

test('nine answers are ranked after ten, however fast they are', () => {
  expect(ranksOf(probes(a, 9, 0, 10), probes(b, 10, 0, 900), [])).toEqual({ a: 2, b: 1, c: null })
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
