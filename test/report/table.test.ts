import stringWidth from 'string-width'
import { describe, expect, test } from 'vitest'
import type { Language } from '../../src/core/text.ts'
import { dropOrder } from '../../src/report/columns.ts'
import { modelsView, render } from '../../src/report/index.ts'
import type { Report } from '../../src/schema/report.ts'
import { answered, around, cell, failed, pair, relay, report } from './fixture.ts'
import { chinese, healthy, hostile, mixed, named } from './reports.ts'

const languages: readonly Language[] = ['en', 'zh']
const plain = { color: false, language: 'en' } as const
const at = (width: number, shown: Report) => render(shown, 'table', { ...plain, width })
const both = (width: number) => languages.map((language) => ({ language, width, color: false }))

describe.each(Object.entries(named))('%s', (name, shown) => {
  test.each([...both(80), ...both(140)])('reads as recorded: $language, $width columns', async (options) => {
    await expect(render(shown, 'table', options)).toMatchFileSnapshot(
      `golden/${name}.${options.language}.${options.width}.txt`,
    )
  })

  test.each([80, 97, 140].flatMap(both))(
    'no line is wider than the terminal: $language, $width columns',
    (options) => {
      for (const text of [render(shown, 'table', options), modelsView(shown, options)])
        for (const line of text.split('\n')) expect(stringWidth(line)).toBeLessThanOrEqual(options.width)
    },
  )
})

test.each(languages)('the models view shows matrix and evidence: %s', async (language) => {
  const view = modelsView(mixed, { language, width: 80, color: false })
  await expect(view).toMatchFileSnapshot(`golden/models.${language}.80.txt`)
})

const wide: Report = report({
  cells: [
    answered('first', 1, [1000, 1000], [400, 4000, 33], { ttfoMs: around(800, 999) }),
    answered('second', 2, [990, 1000], [500, 5000, 30], { outcomes: { ok: 990, upstream: 10 } }),
  ],
})

/** A head that only this column has, in a table with all its heads on one line each. */
const marks: Record<(typeof dropOrder)[number], RegExp> = {
  ttftInterval: /TTFT p50/,
  e2eP99: /E2E +E2E/,
  ttftP99: /p50.* p99 .*p50/,
  ttfoP50: /TTFO +/,
  outcomes: /failures$/,
  ttftP95: /p95/,
  tokensPerSecond: /tok\/s/,
  availabilityInterval: /available +95% CI/,
}

test('a narrowing terminal drops columns in the stated order, one after the other', () => {
  const gone = (width: number) => {
    const heads = at(width, wide).split('\n').slice(4, 7)
    return dropOrder.filter((id) => !heads.some((line) => marks[id].test(line)))
  }
  for (let width = 200; width >= 80; width -= 3) {
    const dropped = gone(width)
    expect(dropped).toEqual(dropOrder.slice(0, dropped.length))
  }
  expect(gone(200)).toEqual([])
  expect(gone(80).length).toBeGreaterThan(3)
})

test('80 columns still show relay, ok/sent, availability, TTFT and E2E, and the failures below', () => {
  const text = at(80, wide)
  expect(text).toMatch(/second +990\/1000 +99\.0% .*500 ms +5\.00 s/)
  expect(text).toContain('second: upstream 5xx ×10')
})

test('the best of a column has a sign, and a colour where colour is wanted', () => {
  const coloured = render(mixed, 'table', { language: 'en', width: 140, color: true })
  expect(coloured).toContain('\u001b[32m93.4 ms*\u001b[39m')
  expect(coloured).toContain('\u001b[32m62.0*\u001b[39m')
  expect(at(140, mixed)).toContain('93.4 ms*')
  expect(at(140, mixed)).not.toContain('\u001b')
  expect(coloured.replace(/\u001b\[\d+m/g, '')).toBe(at(140, mixed))
})

const rows = (text: string, ...names: string[]) =>
  text.split('\n').filter((line) => names.some((name) => new RegExp(`^\\S+ +${name} `).test(line)))

test('a cell without rank wins no column, however fast it looks', () => {
  const shown = report({
    cells: [
      answered('few', null, [3, 20], [1, 2, 900]),
      answered('slow', 2, [20, 20], [800, 900, 10]),
      answered('quick', 1, [20, 20], [400, 500, 20]),
    ],
  })
  const [quick, slow, few] = rows(at(140, shown), 'quick', 'slow', 'few')
  expect(quick).toMatch(/^1 .*400 ms\*.*500 ms\*.*20\.0\*/)
  expect(slow).toMatch(/^2 /)
  expect(few).toMatch(/^insufficient /)
  expect(few).not.toContain('*')
})

test('a missing value is a dash that never wins and never comes first', () => {
  const shown = report({
    cells: [
      answered('without', 2, [20, 20], [0, 700, 20], { ttftMs: cell({}).ttftMs }),
      answered('with', 1, [20, 20], [400, 900, 10]),
      answered('also', 3, [20, 20], [500, 950, 10]),
    ],
  })
  const [first, second] = rows(at(140, shown), 'without', 'with', 'also')
  expect(first).toMatch(/^1 +with .*400 ms\*/)
  expect(second).toMatch(/^2 +without .*— .*700 ms\*/)
})

test('there is no best where only one ranked cell has a value, or where all show the same', () => {
  const only = report({ cells: [answered('a', 1, [9, 9], [1, 2, 3]), failed('b', 9, 'tcp', 'x')] })
  const equal = report({
    cells: [answered('a', 1, [9, 9], [1, 2, 3]), answered('b', 2, [9, 9], [1, 2, 3])],
  })
  for (const shown of [only, equal]) expect(at(140, shown)).not.toContain('*')
})

test('a relay whose probes all failed has insufficient evidence, not a time of 0 ms', () => {
  const shown = report({ cells: [failed('dead', 20, 'dns', 'x'), answered('a', 1, [9, 9], [1, 2, 3])] })
  const [dead] = rows(at(140, shown), 'dead')
  expect(dead).toMatch(/^insufficient +dead +0\/20 +0% +\[0, 16\.1\] +— +— +— +— +DNS failure ×20$/)
  expect(render(shown, 'table', { language: 'zh', width: 140, color: false })).toMatch(/^证据不足 +dead /m)
})

test('a column in which no cell has a value is left out', () => {
  const text = at(200, report({ cells: [failed('a', 9, 'tcp', 'x'), failed('b', 9, 'tcp', 'x')] }))
  expect(text).not.toMatch(/TTFT +p50|E2E +p50|tok\/s/)
})

test('TTFO has a column only where it comes more than 5 % after TTFT', () => {
  const of = (ttfo: number) =>
    at(
      140,
      report({
        cells: [
          answered('a', 1, [20, 20], [100, 300, 9], { ttfoMs: around(ttfo, 19) }),
          answered('b', 2, [20, 20], [100, 300, 9]),
        ],
      }),
    ).split('\n')
  expect(of(104).some((line) => /TTFO +E2E/.test(line))).toBe(false)
  expect(of(106).some((line) => /TTFO +E2E/.test(line))).toBe(true)
})

test('one relay with many models has one table a mode, with the models in it', () => {
  const models = ['m1', 'm2', 'm3'].map((model) => answered('solo', 1, [20, 20], [100, 300, 9], { model }))
  const text = at(100, report({ cells: models }))
  expect(text.match(/ok\/sent/g)).toHaveLength(1)
  expect(text).toMatch(/^solo m2 +20\/20/m)
})

test('n is told where it is not the ok of ok/sent, and cold TTFT where there is no warm one', () => {
  const shown = report({
    cells: [
      answered('kept', 1, [20, 20], [100, 300, 9]),
      answered('closes', 2, [20, 20], [0, 300, 9], {
        ttftMs: cell({}).ttftMs,
        ttfoMs: cell({}).ttfoMs,
        ttftColdMs: around(480, 20),
      }),
    ],
  })
  expect(at(100, shown)).toContain('n where it differs from ok: TTFT kept n=19\n')
  expect(at(100, shown)).toContain('closes: every connection had to be dialled; cold TTFT p50 480 ms (n=20)')
})

test('notices and an unfinished state stand above every table', () => {
  const text = at(80, { ...mixed, state: 'interrupted' })
  const table = text.indexOf('ok/sent')
  for (const warning of ['! slow resolves', '! interrupted'])
    expect(text.indexOf(warning)).toBeGreaterThan(-1)
  expect(text.lastIndexOf('\n! ')).toBeLessThan(table)
})

test('a client that was too busy says so', () => {
  const busy = { ...healthy, client: { ...healthy.client, limited: true } }
  expect(at(140, busy)).toContain('! These numbers are limited by this machine rather than by the relays')
  expect(at(140, healthy)).not.toContain('limited by this machine')
})

test('a matrix too wide for words shows signs, cut into as many tables as it needs', () => {
  const names = Array.from({ length: 12 }, (_, i) => `some-vendor-model-${i}`)
  const text = at(80, report({ models: names.map((model) => pair('r', model, 'listed-but-dead')) }))
  expect(text.match(/^relay +some-vendor-model/gm)?.length).toBeGreaterThan(2)
  expect(text).toMatch(/^r( +✗)+$/m)
  expect(text).toContain('✗ listed but dead')
  for (const name of names) expect(text).toContain(name)
})

test('network facts of a healthy relay need a wide terminal', () => {
  expect(at(120, healthy)).toMatch(/0\.42 ms +12\.3 ms +31\.2 ms +203\.0\.113\.7/)
  expect(at(119, healthy)).not.toContain('203.0.113.7')
})

test('a relay skipped for lack of a key says which variable to set', () => {
  const skipped = { reason: 'no-key', env: 'POLOAI_API_KEY' } as const
  const lines = ['a', 'b'].map((line) => relay('poloai', { line, skipped }))
  const shown = at(80, report({ relays: lines }))
  expect(shown.match(/poloai\/[ab] +set POLOAI_API_KEY/g)).toHaveLength(2)
  expect(shown).toContain('a .env file')
})

test('what relays say cannot act on the terminal', () => {
  for (const shown of [hostile, chinese])
    for (const options of both(80))
      for (const text of [render(shown, 'table', options), modelsView(shown, options)])
        expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e]/)
})

test('figures with and without a sign stand under each other', () => {
  const ends = rows(at(140, healthy), 'a', 'b/cn2').map((line) => line.indexOf(' ms'))
  expect(ends).toEqual([50, 50])
})

test('columns of Chinese names line up', () => {
  const lines = at(140, chinese).split('\n')
  const ends = lines
    .filter((line) => /\d+\/30 /.test(line))
    .map((line) => stringWidth(line.slice(0, line.indexOf('/30'))))
  expect(ends).toHaveLength(2)
  expect(new Set(ends).size).toBe(1)
})
