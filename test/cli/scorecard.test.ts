import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { answer, cell, end, header, session } from '../judge/journal.ts'
import { relaybench, temporaryFolder } from './harness.ts'

const folder = temporaryFolder()
const c1 = cell('c1')
const records = [header([c1]), session(), answer(1, c1, 100), answer(2, c1, 200), end()]
writeFileSync(join(folder, 'journal.ndjson'), records.map((record) => `${JSON.stringify(record)}\n`).join(''))

describe('scorecard', () => {
  test('of a run and of its report is the same', async () => {
    const { stdout: report } = await relaybench(['report', folder, '--json'])
    writeFileSync(join(folder, 'report.json'), report)
    const [ofRun, ofReport] = await Promise.all([
      relaybench(['scorecard', folder]),
      relaybench(['scorecard', join(folder, 'report.json')]),
    ])
    expect(ofRun).toMatchObject({ code: 0, stderr: '' })
    expect(ofReport.stdout).toBe(ofRun.stdout)
    expect(ofRun.stdout).toContain('acme · Connection and network quality')
  })

  test('in JSON, in Markdown and in Chinese', async () => {
    const [json, markdown, chinese] = await Promise.all([
      relaybench(['scorecard', folder, '--format', 'json']),
      relaybench(['scorecard', folder, '--format', 'markdown']),
      relaybench(['scorecard', folder, '--lang', 'zh']),
    ])
    expect(JSON.parse(json.stdout)).toMatchObject({ schema: 'relaybench.scorecard/1' })
    expect(markdown.stdout).toContain('## acme · Cost')
    expect(chinese.stdout).toContain('acme · 成本')
  })

  test.each([
    [['--format', 'tabl'], 'unknown scorecard format "tabl"', 'did you mean "table"?'],
    [['--fromat', 'json'], '--fromat', ''],
  ])('%j is bad input', async (flags, problem, hint) => {
    const { code, stdout, stderr } = await relaybench(['scorecard', folder, ...flags])
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(stderr).toContain(problem)
    expect(stderr).toContain(hint)
  })

  test('what is no report is said to be none', async () => {
    const path = join(folder, 'other.json')
    writeFileSync(path, '{}')
    const { code, stderr } = await relaybench(['scorecard', path])
    expect(code).toBe(2)
    expect(stderr).toContain('is not a relaybench report')
  })
})
