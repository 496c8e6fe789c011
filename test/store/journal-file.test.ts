import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { UserError } from '../../src/core/text.ts'
import { holdsRun, JournalWriter, readJournal } from '../../src/store/journal-file.ts'
import { answer, cell, end, header, refusal } from '../judge/journal.ts'

const folder = mkdtempSync(join(tmpdir(), 'relaybench-journal-'))
afterAll(() => rmSync(folder, { recursive: true }))

let files = 0
const named = (content: string | Buffer): string => {
  const path = join(folder, `${files++}.ndjson`)
  writeFileSync(path, content)
  return path
}

const c1 = cell('c1')
const lines = (records: readonly unknown[]): string =>
  records.map((record) => `${JSON.stringify(record)}\n`).join('')

describe('reading line by line', () => {
  // Three bytes a character, so that blocks end inside one, and lines of more than a block.
  const long = '中转站'.repeat(70_000)
  const records = [
    header([c1], { vantage: long }),
    ...Array.from({ length: 400 }, (_, i) => answer(i + 1, c1, 200, { reply: { text: '答'.repeat(1 + i) } })),
    refusal(401, c1, 500, long.repeat(2)),
    end(),
  ]

  test('records of any length come as they were written, however often they are read', () => {
    const journal = readJournal(named(lines(records)))
    expect([...journal]).toEqual(records)
    expect([...journal]).toEqual(records)
  })

  test('a record is what its line says, down to the order of its fields, whatever its id', () => {
    const ids = ['r1.c1', '', 'a "quoted" \\ id', '轮1', 'r1\u0000', 'x'.repeat(40)]
    const odd = ids.map((probeId, i) => answer(i + 1, c1, 200, { probeId }))
    const content = lines([
      header([c1]),
      ...odd.map(({ type, probeId, ...rest }) => ({ type, probeId, ...rest })),
    ])
    const read = [...readJournal(named(content))]
    expect(lines(read)).toBe(content)
    expect(JSON.stringify(read.slice(1).map((record) => 'probeId' in record && record.probeId))).toBe(
      JSON.stringify(ids),
    )
  })

  test('a last line without its end is passed over, whatever its length', () => {
    for (const torn of ['{', JSON.stringify(records[0]), long])
      expect([...readJournal(named(lines(records) + torn))]).toEqual(records)
  })

  test('every reading sees the journal as it was when it was opened', () => {
    const path = named(lines(records.slice(0, 3)))
    const journal = readJournal(path)
    const [first] = journal
    appendFileSync(path, lines(records.slice(3)))
    expect(first).toEqual(records[0])
    expect([...journal]).toEqual(records.slice(0, 3))
    expect([...readJournal(path)]).toEqual(records)
  })

  test.each([
    ['no record', '[1]'],
    ['nothing', ''],
    ['half a record', '{"type":"observ'],
  ])('a line that is %s is named by its number', (_, damaged) => {
    const path = named(`${lines(records.slice(0, 300))}${damaged}\n${lines(records.slice(300))}`)
    expect(() => [...readJournal(path)]).toThrow(`${path}:301:`)
  })

  test.each([
    ['without a whole line', JSON.stringify(records[0])],
    ['that begins with something else', lines(records.slice(1))],
    ['of another version', lines([{ ...records[0], schema: 'relaybench.journal/9' }])],
  ])('a journal %s is refused with a sentence', (_, content) => {
    expect(() => [...readJournal(named(content))]).toThrow(UserError)
  })

  test('a journal that is not there is refused before it is read', () => {
    expect(() => readJournal(join(folder, 'none'))).toThrow(UserError)
  })
})

test('a resumed journal is cut behind its last line break, however far from its end that is', () => {
  const directory = mkdtempSync(join(folder, 'run-'))
  const path = join(directory, 'journal.ndjson')
  const records = [header([c1]), answer(1, c1)]
  for (const torn of ['', 'x', 'x'.repeat(1_000_000)]) {
    writeFileSync(path, lines(records) + torn)
    expect(holdsRun(directory)).toBe(true)
    const writer = JournalWriter.resume(directory)
    writer.append(end())
    writer.close()
    expect([...readJournal(directory)]).toEqual([...records, end()])
  }
  writeFileSync(path, 'x'.repeat(1_000_000))
  expect(holdsRun(directory)).toBe(false)
})
