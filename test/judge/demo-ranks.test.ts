import { describe, expect, test } from 'vitest'
import { judge } from '../../src/judge/judge.ts'
import { render } from '../../src/report/index.ts'
import { cell, end, header, journal, session } from './journal.ts'
import { type Behaviour, behaves } from './standing.ts'

/** The demo's relays, and a second one that is no different from the first. */
const relays: Readonly<Record<string, Behaviour>> = {
  steady: { ttftMs: 120, answers: 1 },
  twin: { ttftMs: 120, answers: 1 },
  slow: { ttftMs: 620, answers: 1 },
  flaky: { ttftMs: 120, answers: 0.75 },
  ghost: { ttftMs: 120, answers: 0 },
}

const cells = Object.keys(relays).map((relay) => cell(relay, { relay }))

const judged = (rounds: number, seed = 1) =>
  judge(
    journal(
      header(cells),
      session(),
      cells.flatMap((each, i) =>
        behaves(each, rounds, relays[each.relay] ?? { ttftMs: 1, answers: 1 }, seed * 100 + i),
      ),
      end(),
    ),
  )

const shown = (rounds: number) =>
  Object.fromEntries(
    judged(rounds).cells.map(({ id, rank, rankUndecided }) => [id, `${rank}${rankUndecided ? '?' : ''}`]),
  )

describe('the relays of the demo', () => {
  test('five probes show little, and every shared rank says so', () => {
    expect(shown(5)).toEqual({ steady: '1?', twin: '1?', slow: '1?', flaky: '1?', ghost: 'null' })
  })

  test('two hundred tell all apart but the twins, who share their rank without a mark', () => {
    expect(shown(200)).toEqual({ steady: '1', twin: '1', slow: '3', flaky: '4', ghost: 'null' })
  })

  test.each([
    ['en', /\? rank shared because there are too few answers to tell apart: .*steady.*about \d+ more each/s],
    ['zh', /\? 样本不足、无法区分而并列：.*steady.*各约需再测 \d+ 次/s],
  ] as const)('the table says what is missing: %s', (language, note) => {
    const options = { language, width: 100, color: false }
    expect(render(judged(5), 'table', options)).toMatch(/^1\? {2,}steady/m)
    expect(render(judged(5), 'table', options)).toMatch(note)
    expect(render(judged(200), 'table', options)).toMatch(/^1 {2,}steady/m)
    expect(render(judged(200), 'table', options)).not.toMatch(/^\?/m)
  })

  test('ranks are places: as many stand before a cell as its rank says', () => {
    for (const rounds of [2, 5, 12, 40, 200])
      for (const seed of [1, 2, 3]) {
        const all = judged(rounds, seed).cells.flatMap(({ rank }) => (rank === null ? [] : [rank]))
        for (const rank of all) expect(all.filter((other) => other < rank)).toHaveLength(rank - 1)
      }
  })
})

test('alike relays are told apart in at most one run of twenty', () => {
  const alike = ['a', 'b', 'c', 'd'].map((relay) => cell(relay, { relay }))
  let apart = 0
  for (let run = 0; run < 200; run++) {
    const { cells: judgedCells } = judge(
      journal(
        header(alike),
        alike.flatMap((each, i) => behaves(each, 15, { ttftMs: 300, answers: 0.9 }, run * 4 + i)),
      ),
    )
    if (judgedCells.some(({ rank }) => rank !== 1)) apart++
  }
  // The seeds are fixed, so this number is too.
  expect(apart).toBeLessThanOrEqual(10)
})
