import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { UserError } from '../../src/core/text.ts'
import { render, renderers } from '../../src/report/index.ts'
import { type Report, reportSchema } from '../../src/schema/report.ts'
import { answered, failed, pair, relay, report } from './fixture.ts'
import { audited, hostile, hostileAudit, mixed, named } from './reports.ts'

const options = { language: 'en', width: 80, color: true } as const

test('formats are found by id, and a mistyped one is suggested', () => {
  expect(renderers.map(({ id }) => id)).toEqual(['table', 'json', 'markdown', 'csv', 'sla', 'junit', 'html'])
  expect(() => render(mixed, 'markdwon', options)).toThrow(UserError)
  expect(() => render(mixed, 'markdwon', options)).toThrow('unknown report format "markdwon"')
})

test.each(Object.entries(named))('the fixture %s is a report that the schema accepts', (_, shown) => {
  expect(reportSchema.parse(shown)).toEqual(shown)
})

test.each(renderers)('$id lets no escape byte through', ({ render }) => {
  for (const shown of [hostile, hostileAudit]) {
    const text = render(shown, { ...options, color: false })
    expect(text).not.toContain('\u001b')
    expect(text).not.toContain('\u0007')
  }
})

test.each(renderers)('$id ends in one line break', ({ render }) => {
  expect(render(mixed, options)).toMatch(/[^\n]\n$/)
})

test('json is the report, and only that', () => {
  const text = render(mixed, 'json', options)
  expect(JSON.parse(text)).toEqual(mixed)
  expect(text).toBe(`${JSON.stringify(mixed, null, 2)}\n`)
})

/** A report in which one hostile name stands everywhere that a name can. */
const withName = (name: string): Report =>
  report({
    profileName: name,
    cells: [
      answered(name, 1, [9, 9], [1, 2, 3], { model: name, line: name }),
      failed(name, 9, name, name, { model: name }),
    ],
    models: [pair(name, name, 'absent', { modelId: `${name}2`, near: [name] })],
    relays: [relay(name, { software: name })],
  })

const nasty = fc.string({
  unit: fc.constantFrom(...'|\\`*_[]()<>#-=+@\'",\r\n\t\u001b\u202e~$&;!x1中 ', 'http://', '</script>'),
  maxLength: 12,
})

describe('markdown', () => {
  test.each(['en', 'zh'] as const)('reads as recorded: %s', async (language) => {
    const text = render(mixed, 'markdown', { ...options, language })
    await expect(text).toMatchFileSnapshot(`golden/mixed.markdown.${language}.txt`)
  })

  test('hostile text reads as recorded', async () => {
    await expect(render(hostile, 'markdown', options)).toMatchFileSnapshot('golden/hostile.markdown.en.txt')
  })

  test('no name changes the number of columns, opens HTML, or makes a link', () => {
    fc.assert(
      fc.property(nasty, (name) => {
        const text = render(withName(name), 'markdown', options)
        expect(columnCounts(text)).toEqual(columnCounts(render(withName('x'), 'markdown', options)))
        expect(text).not.toMatch(/[<\u001b\u202e]/)
        expect(text).not.toMatch(/(?<!\\)\]\(|\w:\/\//)
      }),
      { seed: 1 },
    )
  })
})

const columnCounts = (text: string): number[] =>
  text
    .split('\n')
    .filter((line) => line.startsWith('|'))
    .map((line) => line.split('|').length)

describe('csv', () => {
  test('its column names are stable', async () => {
    const [head] = readCsv(render(mixed, 'csv', options))
    await expect(`${head?.join('\n')}\n`).toMatchFileSnapshot('golden/csv-columns.txt')
    expect(new Set(head).size).toBe(head?.length)
  })

  test('it has one row a cell, with figures as they are and nothing for what is absent', () => {
    const rows = records(render(mixed, 'csv', options))
    expect(rows).toHaveLength(mixed.cells.length)
    expect(rows[0]).toMatchObject({
      relay: 'slow',
      mode: 'stream',
      ok: '20',
      ttft_p50_ms: '812',
      ttft_p99_ms: '',
    })
    expect(rows[1]).toMatchObject({ outcomes: 'ok=15;truncated=2;upstream=3', availability: '0.75' })
    expect(rows[3]).toMatchObject({ relay: 'ghost', rank: '', ttft_n: '0', ttft_p50_ms: '' })
  })

  test.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1', ' =1', '＝1'])('%j is no formula', (name) => {
    expect(records(render(withName(name), 'csv', options))[0]?.['relay']).toMatch(/^'/)
  })

  test('whatever the name, rows and columns stay as they are and harmless names come back', () => {
    fc.assert(
      fc.property(nasty, (name) => {
        const rows = readCsv(render(withName(name), 'csv', options))
        expect(rows).toHaveLength(3)
        expect(new Set(rows.map(({ length }) => length)).size).toBe(1)
        for (const field of rows.slice(1).flat()) expect(field).not.toMatch(/^\s*[=+\-@]|[\u001b\r\n\t]/)
      }),
      { seed: 1 },
    )
    const quotes = 'a "quoted", name'
    expect(records(render(withName(quotes), 'csv', options))[0]?.['relay']).toBe(quotes)
  })
})

describe('audits', () => {
  test.each(['en', 'zh'] as const)(
    'Markdown and the table of limits read as recorded: %s',
    async (language) => {
      for (const format of ['markdown', 'sla']) {
        const text = render(audited, format, { ...options, color: false, language })
        await expect(text).toMatchFileSnapshot(`golden/audited.${format}.${language}.txt`)
      }
    },
  )

  test('csv has one row a finding, under names that are stable', async () => {
    const [head] = readCsv(render(audited, 'csv', options))
    await expect(`${head?.join('\n')}\n`).toMatchFileSnapshot('golden/csv-finding-columns.txt')
    const rows = records(render(audited, 'csv', options))
    expect(rows).toHaveLength(audited.audit?.findings.length ?? 0)
    expect(rows[1]).toMatchObject({
      relay: 'steady',
      line: '',
      code: 'usage.input',
      kind: 'test',
      verdict: 'differs',
      p_adjusted: '0.000001',
      effect_value: '3',
      evidence: 'q241.c2;q250.c2',
    })
    expect(rows[4]).toMatchObject({ kind: 'fact', verdict: '', p: '', effect_value: '' })
  })

  test('no finding is a formula, HTML or a link', () => {
    const [row] = records(render(hostileAudit, 'csv', options))
    for (const name of ['relay', 'line', 'model', 'code', 'sentence']) expect(row?.[name]).toMatch(/^'/)
    const markdown = render(hostileAudit, 'markdown', options)
    expect(markdown).not.toMatch(/[<\u202e]|(?<!\\)\]\(|\w:\/\//)
  })
})

function records(text: string): Record<string, string>[] {
  const [head = [], ...rows] = readCsv(text)
  return rows.map((row) => Object.fromEntries(row.map((field, index) => [head[index] ?? '', field])))
}

/** RFC 4180, written apart from the writer: records end in CRLF, a quote inside quotes is doubled. */
function readCsv(text: string): string[][] {
  const rows: string[][] = []
  let row: string[] = []
  const field = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/y
  while (field.lastIndex < text.length) {
    const at = field.lastIndex
    const found = field.exec(text)
    if (!found) throw new Error(`not RFC 4180 at character ${at}`)
    row.push(found[1]?.replaceAll('""', '"') ?? found[2] ?? '')
    if (found[3] === '\r\n') {
      rows.push(row)
      row = []
    }
  }
  return rows
}
