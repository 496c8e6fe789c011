import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { answer, cell, end, header, session } from '../judge/journal.ts'
import { relaybench, temporaryFolder } from './harness.ts'

const folder = temporaryFolder()
const c1 = cell('c1')
const records = [header([c1]), session(), answer(1, c1, 100), answer(2, c1, 200), end()]
writeFileSync(join(folder, 'journal.ndjson'), records.map((record) => `${JSON.stringify(record)}\n`).join(''))

describe('report --as', () => {
  test("prints the tool's figures and ours", async () => {
    const { code, stdout } = await relaybench(['report', folder, '--as', 'vllm'])
    expect(code).toBe(0)
    expect(stdout).toMatch(/TTFT +vllm +2 +149 ms +149 ms +198 ms/)
    expect(stdout).toMatch(/TTFT, warm +relaybench +2 +— +100 ms +—/)
  })

  test('prints JSON', async () => {
    const { code, stdout } = await relaybench(['report', folder, '--as', 'guidellm', '--json'])
    expect(code).toBe(0)
    expect(JSON.parse(stdout)).toMatchObject({ schema: 'relaybench.as/1', as: 'guidellm' })
  })

  test.each([
    [['--as', 'guidelm'], 'unknown tool "guidelm"', 'did you mean "guidellm"?'],
    [['--as', 'locust'], 'unknown tool "locust"', 'known: vllm, aiperf, guidellm, llmperf'],
    [['--as', 'vllm', '--format', 'csv'], 'the format is table or json, not "csv"', ''],
  ])('%j is bad input', async (flags, problem, hint) => {
    const { code, stdout, stderr } = await relaybench(['report', folder, ...flags])
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(stderr).toContain(problem)
    expect(stderr).toContain(hint)
  })

  test('a report has no stamps', async () => {
    const { code, stderr } = await relaybench(['report', join(folder, 'report.json'), '--as', 'vllm'])
    expect(code).toBe(2)
    expect(stderr).toContain('give the folder of the run')
  })
})
