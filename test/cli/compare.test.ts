import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import type { Ending } from '../../src/core/observation.ts'
import { comparisonSchema } from '../../src/schema/comparison.ts'
import { cell, end, journal, rounds, session, silence } from '../judge/journal.ts'
import { syntheticRun, usual } from '../judge/synthetic-run.ts'
import { relaybench, temporaryFolder, writeProfile } from './harness.ts'

const folder = temporaryFolder()
const at = (...names: readonly string[]) => join(folder, ...names)

/** A journal that no server and no clock had a part in. */
function writeRun(name: string, records: ReturnType<typeof journal>): string {
  mkdirSync(at(name), { recursive: true })
  writeFileSync(at(name, 'journal.ndjson'), records.map((record) => `${JSON.stringify(record)}\n`).join(''))
  return at(name)
}

const [before, after, same] = [
  writeRun('before', syntheticRun(1, 60, { acme: usual, other: { ...usual, ttftMs: 1500 } })),
  writeRun('after', syntheticRun(2, 60, { acme: { ttftMs: 2000, failureShare: 0.3 }, other: usual })),
  writeRun('nights/same', syntheticRun(3, 60, { acme: usual, other: { ...usual, ttftMs: 1500 } })),
]
const compare = (...args: readonly string[]) => relaybench(['compare', ...args], { env: { COLUMNS: '140' } })

describe('what it prints', () => {
  test('a table that names what got worse first, and says what could not be shown', async () => {
    const { code, stdout, stderr } = await compare(before, after)
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(stdout).toContain(`Compared with ${before}`)
    expect(stdout).toMatch(/! worse: acme · gpt-x · openai-chat, streaming, available −\d+\.\d points \[/)
    expect(stdout).toMatch(/! worse: acme · gpt-y · openai-chat, streaming, TTFT p50 ×\d\.\d\d \[/)
    expect(stdout).toMatch(/TPOT p50 .* no difference shown \(could have seen ≥ [\d.]+%\)/)
    expect(stdout).toContain(
      '20 questions; the chance of any false "worse" or "better" among them is at most 5.0%',
    )
  })

  test('JSON as its schema says, the same from reports as from their journals', async () => {
    const reports = await Promise.all(
      [before, after].map(async (path, index) => {
        const report = at(`report-${index}.json`)
        writeFileSync(report, (await relaybench(['report', path, '--json'])).stdout)
        return report
      }),
    )
    const [fromJournals, fromReports] = await Promise.all([
      compare(before, after, '--json'),
      compare(...reports, '--json'),
    ])
    const { cells } = comparisonSchema.parse(JSON.parse(fromJournals.stdout))
    expect(comparisonSchema.parse(JSON.parse(fromReports.stdout)).cells).toEqual(cells)
    expect(cells).toHaveLength(6)
  })

  test('Markdown, csv, and Chinese', async () => {
    const [markdown, csv, chinese] = await Promise.all([
      compare(before, after, '--format', 'markdown'),
      compare(before, after, '--format', 'csv'),
      compare(before, after, '--lang', 'zh'),
    ])
    expect(markdown.stdout).toContain('| metric | baseline | compared |')
    expect(csv.stdout.split('\r\n')[0]).toMatch(/^baseline,side,.*,regression$/)
    expect(csv.stdout.trim().split('\r\n')).toHaveLength(1 + 20)
    expect(chinese.stdout).toContain('较差')
  })

  test('relays of one run by pairs of rounds, of a report without its journal by all probes', async () => {
    const paired = await compare(before, '--relays', 'acme,other', '--json')
    expect(JSON.parse(paired.stdout)).toMatchObject({ design: 'paired', matchedBy: 'model' })
    expect((await compare(before, '--relays', 'acme,other')).stdout).toMatch(
      /paired by round.*[\s\S]*worse: other against acme · gpt-x/,
    )
    const report = at('alone.json')
    writeFileSync(report, (await relaybench(['report', before, '--json'])).stdout)
    const { stdout } = await compare(report, '--relays', 'acme,other', '--json')
    expect(JSON.parse(stdout)).toMatchObject({ design: 'independent' })
  })

  test('a folder of runs is taken together, and says so', async () => {
    writeRun('nights/other', syntheticRun(4, 60, { acme: usual }))
    const { stdout } = await compare(at('nights'), before)
    expect(stdout).toContain('2 runs taken together')
  })
})

describe('exit codes', () => {
  test.each([
    ['a regression', [before, after, '--fail-on', 'regression'], 1],
    ['no regression', [before, same, '--fail-on', 'regression'], 0],
    ['one side', [before], 2],
    ['no run', [before, at('nowhere')], 2],
    ['a file that is no report', [before, at('before', 'journal.ndjson'), at('x.json')], 2],
    ['a relay that is not there', [before, '--relays', 'acme,nobody'], 2],
    ['relays of several runs', [before, after, '--relays', 'acme,other'], 2],
    ['a level that is none', [before, after, '--alpha', '120%'], 2],
    ['an unknown gate', [before, after, '--fail-on', 'anything'], 2],
    ['an unknown format', [before, after, '--format', 'pdf'], 2],
    ['an unknown way to match', [before, after, '--by', 'name'], 2],
  ] as const)('%s', async (_, args, code) => {
    const finished = await compare(...args)
    expect(finished.code, finished.stderr).toBe(code)
    expect(finished.stdout === '').toBe(code === 2)
  })

  test('times that are worse within the tolerance are no regression', async () => {
    const slower = writeRun('slower', syntheticRun(5, 60, { acme: { ...usual, ttftMs: 1200 } }))
    const plain = writeRun('plain', syntheticRun(6, 60, { acme: usual }))
    const gate = (tolerance: string) =>
      compare(plain, slower, '--fail-on', 'regression', '--tolerance', tolerance)
    expect((await gate('5%')).code).toBe(1)
    const tolerant = await gate('400%')
    expect(tolerant.code).toBe(0)
    expect(tolerant.stdout).toContain('worse, within tolerance')
  })

  test('a gate for which nothing could be judged has not passed', async () => {
    const c = cell('c1')
    const unreachable: Ending = {
      ...{ type: 'failed', stage: 'tcp', code: 'ENETUNREACH', detail: 'connect ENETUNREACH', stale: false },
    }
    const probes = [1, 2, 3].map((round) => silence(round, c, unreachable))
    const path = writeRun('nothing', journal(rounds(3, c), session(), probes, end()))
    const { code, stdout } = await compare(path, path, '--fail-on', 'regression')
    expect(stdout).toContain('not comparable: nothing measured')
    expect(code).toBe(3)
  })
})

describe('who is compared', () => {
  test('runs with other settings are refused, with what differs', async () => {
    const [head, ...rest] = syntheticRun(1, 30, { acme: usual })
    if (head?.type !== 'run') throw new Error('a header')
    const workload = { ...head.plan.workload, maxOutputTokens: 1024 }
    const other = writeRun('longer', journal({ ...head, plan: { ...head.plan, workload } }, rest))
    const { code, stderr } = await compare(before, other)
    expect(code).toBe(2)
    expect(stderr).toContain('not asked the same: at most 256 and 1024 tokens')
  })

  test('two vendors, each with a profile of its own', async () => {
    const a = writeRun('vendor-a', syntheticRun(11, 40, { aaa: usual }))
    const b = writeRun('vendor-b', syntheticRun(12, 40, { bbb: { ...usual, ttftMs: 2400 } }))
    const { stdout } = await compare(a, b)
    expect(stdout).toContain('worse: bbb against aaa · gpt-x')
  })

  test('a name that a hostile profile or report brings acts nowhere', async () => {
    const name = '=cmd|\u001b]0;x\u0007[a](http://evil.example)<b>\u202e'
    const hostile = writeRun('hostile', syntheticRun(21, 20, { [name]: usual }))
    for (const format of ['table', 'json', 'markdown', 'csv']) {
      const { code, stdout } = await compare(hostile, hostile, '--format', format)
      expect(code).toBe(0)
      expect(stdout).not.toMatch(/[\u001b\u0007\u202e]/)
      if (format === 'csv') expect(stdout).not.toMatch(/(^|,)"?=cmd/m)
      if (format === 'markdown') expect(stdout).not.toMatch(/<b>|(?<!\\)\]\(http/)
    }
  })
})

describe('a baseline kept from a real run', () => {
  let run: string
  beforeAll(async () => {
    const profile = writeProfile(folder, 'simulated', {
      relays: [
        { name: 'steady', simulate: { seed: 1, output_tokens: 12 } },
        {
          name: 'broken',
          simulate: { seed: 2, output_tokens: 12, faults: [{ fault: 'error-500', rate: 1 }] },
        },
      ],
      models: ['demo-mini'],
      load: { requests: 12, concurrency: 2, warmup: 1 },
    })
    run = at('real')
    const { code, stderr } = await relaybench(['run', profile, '--quiet', '--no-calibration', '--out', run])
    expect(code, stderr).toBe(0)
    copyFileSync(join(run, 'report.json'), at('baseline.json'))
  })

  test('is compared with the run itself, to no difference', async () => {
    const { code, stdout } = await compare(at('baseline.json'), run, '--fail-on', 'regression', '--json')
    expect(code).toBe(0)
    const { cells } = comparisonSchema.parse(JSON.parse(stdout))
    expect(cells.flatMap(({ questions }) => questions.map(({ regression }) => regression))).not.toContain(
      true,
    )
    expect(readFileSync(at('baseline.json'), 'utf8')).toContain('relaybench.report/1')
  })

  test('and its dead relay is worse than its living one, by availability whatever the machine', async () => {
    const { stdout } = await compare(run, '--relays', 'steady,broken', '--json')
    const { cells } = comparisonSchema.parse(JSON.parse(stdout))
    expect(cells[0]?.questions[0]).toMatchObject({ metric: 'availability', estimate: -1, verdict: 'worse' })
  })
})
