import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { reportSchema } from '../../src/schema/report.ts'
import { syntheticRun, usual } from '../judge/synthetic-run.ts'
import { commandsIn } from '../report/runner.ts'
import { elementsOf, readXml } from '../report/xml-reader.ts'
import { web, withServer } from '../run/servers.ts'
import { journalLines, relaybench, temporaryFolder, writeProfile } from './harness.ts'

const folder = temporaryFolder()
const at = (...names: readonly string[]) => join(folder, ...names)
const read = (path: string): string => readFileSync(path, 'utf8')

const profile = writeProfile(folder, 'limits', {
  relays: [
    { name: 'steady', simulate: { seed: 1, output_tokens: 8 } },
    { name: 'down', simulate: { seed: 2, output_tokens: 8, faults: [{ fault: 'error-500', rate: 1 }] } },
  ],
  models: ['demo-mini'],
  load: { requests: 12, warmup: 0 },
  // Only of shares: times depend on the machine.
  slo: { availability: '>= 99.9%', error_rate: { limit: '< 1%', severity: 'warn' } },
})
const run = at('run')
const onGithub = { GITHUB_ACTIONS: 'true' }
const summaryAt = (name: string) => ({ ...onGithub, GITHUB_STEP_SUMMARY: at(name) })

describe('a run in a job of GitHub Actions', () => {
  let finished: Awaited<ReturnType<typeof relaybench>>
  beforeAll(async () => {
    writeFileSync(at('summary.md'), '# what an earlier command said\n')
    const saves = ['--save', `junit=${at('junit.xml')}`, '--save', `markdown=${at('report.md')}`]
    finished = await relaybench(['run', profile, '--json', '--out', run, ...saves], {
      env: summaryAt('summary.md'),
    })
  })

  test('stdout is the report as JSON, and nothing else', () => {
    expect(finished.code).toBe(1)
    expect(reportSchema.parse(JSON.parse(finished.stdout)).objectives).toHaveLength(4)
    expect(finished.stdout).toBe(read(join(run, 'report.json')))
  })

  test('broken limits are errors on stderr, warnings and undecided ones warnings', () => {
    expect(
      commandsIn(finished.stderr).map(({ name, properties }) => `${name} ${properties['title']}`),
    ).toEqual([
      'error down: availability >= 99.9%',
      'warning down: error_rate < 1%',
      'warning steady: availability >= 99.9%',
      'warning steady: error_rate < 1%',
    ])
    expect(commandsIn(finished.stdout)).toEqual([])
  })

  test('every file that --save names holds the report in its format, and no draft is left', () => {
    const results = elementsOf(readXml(read(at('junit.xml'))), 'testcase').map(
      ({ attributes, children }) => `${attributes['name']}: ${children[0]?.name}`,
    )
    expect(results).toEqual([
      'availability >= 99.9%: skipped',
      'error_rate < 1%: skipped',
      'serves demo-mini: system-out',
      'availability >= 99.9%: failure',
      'error_rate < 1%: skipped',
      'serves demo-mini: skipped',
    ])
    expect(read(at('report.md'))).toMatch(/^# relaybench: limits\n/)
    expect(readdirSync(folder).filter((name) => name.endsWith('.part'))).toEqual([])
  })

  test('the Markdown report is added to the job summary, after what stood there', () => {
    expect(read(at('summary.md'))).toBe(`# what an earlier command said\n\n${read(at('report.md'))}`)
  })

  test('report does the same from the journal, and both can be left out', async () => {
    const saved = ['--save', `junit=${at('again.xml')}`]
    const again = await relaybench(['report', run, ...saved], { env: summaryAt('again.md') })
    expect({ code: again.code, stderr: again.stderr.split('\n').length }).toEqual({ code: 0, stderr: 5 })
    expect(read(at('again.xml'))).toBe(read(at('junit.xml')))
    expect(read(at('again.md'))).toBe(read(at('report.md')))

    const quiet = await relaybench(['report', run, '--no-summary', '--no-annotations'], {
      env: summaryAt('none.md'),
    })
    expect(quiet).toEqual({ code: 0, stdout: again.stdout, stderr: '' })
    expect(existsSync(at('none.md'))).toBe(false)
  })

  test('what is undecided is an error where --fail-on says so', async () => {
    const { code, stderr } = await relaybench(['report', run, '--fail-on', 'undecided'], { env: onGithub })
    expect(code).toBe(1)
    expect(commandsIn(stderr).filter(({ name }) => name === 'error')).toHaveLength(2)
  })

  test('elsewhere nothing is annotated', async () => {
    for (const env of [{}, { GITHUB_ACTIONS: 'false' }, { CI: 'true' }])
      expect((await relaybench(['report', run], { env })).stderr).toBe('')
  })

  test('in Chinese all of it is', async () => {
    const { stderr } = await relaybench(['report', run, '--lang', 'zh'], { env: summaryAt('zh.md') })
    expect(commandsIn(stderr)[0]?.data).toMatch(/^down、demo-mini（流式）；违反；实测 /)
    expect(read(at('zh.md'))).toContain('# relaybench 测试报告')
  })
})

describe('the job summary', () => {
  const limitBytes = 1024 * 1024

  test('is cut where GitHub would refuse it, and says so', async () => {
    writeFileSync(at('nearly.md'), `${'x'.repeat(limitBytes - 801)}\n`)
    const { code, stderr } = await relaybench(['report', run, '--no-annotations'], {
      env: summaryAt('nearly.md'),
    })
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(statSync(at('nearly.md')).size).toBeLessThanOrEqual(limitBytes)
    const [, added = ''] = read(at('nearly.md')).split('x\n')
    expect(added).toMatch(
      /^\n# relaybench: limits\n[\s\S]*\n\n> Cut here: GitHub takes 1 MiB a step, so \d+ lines are left out\..*\n$/,
    )
  })

  test('that is full, or cannot be written, is said on stderr and fails nothing', async () => {
    writeFileSync(at('full.md'), 'x'.repeat(limitBytes))
    const full = await relaybench(['report', run, '--no-annotations'], { env: summaryAt('full.md') })
    expect(full).toMatchObject({ code: 0, stderr: expect.stringContaining('has no room left') })
    expect(statSync(at('full.md')).size).toBe(limitBytes)

    const nowhere = await relaybench(['report', run, '--no-annotations'], {
      env: summaryAt('no-folder/x.md'),
    })
    expect(nowhere).toMatchObject({
      code: 0,
      stderr: expect.stringContaining('cannot write the job summary'),
    })
  })
})

describe('--save', () => {
  test.each([
    ['no format', 'report.xml', '--save takes FORMAT=FILE'],
    ['no file', 'junit=', '--save takes FORMAT=FILE'],
    ['an unknown format', 'junt=report.xml', 'did you mean "junit"?'],
  ])('with %s is bad input, found before anything is sent', async (_, value, said) => {
    const out = at(`unsent-${value}`)
    const { code, stdout, stderr } = await relaybench(['run', profile, '--out', out, '--save', value])
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(stderr).toContain(said)
    expect(existsSync(out)).toBe(false)
  })

  test('to a file that cannot be written is told by its path, with the code of the disk, before anything is sent', async () => {
    mkdirSync(at('a-folder'))
    for (const path of [at('no-such-folder', 'x.xml'), at('a-folder')]) {
      const out = at('unsent')
      const { code, stdout, stderr } = await relaybench([
        'run',
        profile,
        '--out',
        out,
        '--save',
        `junit=${path}`,
      ])
      expect({ code, stdout }).toEqual({ code: 5, stdout: '' })
      expect(stderr).toContain(`cannot write ${path}: `)
      expect(existsSync(out)).toBe(false)
    }
  })

  test('to a folder that vanished while the run was on: the report is printed all the same', async () => {
    const saveTo = at('vanishing')
    mkdirSync(saveTo)
    const answered = web((request, response) => {
      request.resume()
      rmSync(saveTo, { recursive: true, force: true })
      response.end('{"choices":[{"message":{"content":"x"},"finish_reason":"stop"}]}')
    })
    await withServer(answered, async ({ port }) => {
      const one = writeProfile(folder, 'one', {
        relays: [{ name: 'a', base_url: `http://127.0.0.1:${port}/v1` }],
        models: ['m'],
        stream: false,
        load: { requests: 1, warmup: 0 },
      })
      const saves = ['--save', `csv=${join(saveTo, 'x.csv')}`, '--save', `csv=${at('kept.csv')}`]
      const { code, stdout, stderr } = await relaybench(['run', one, '--json', '--out', at('one'), ...saves])
      expect(code).toBe(5)
      expect(JSON.parse(stdout)).toMatchObject({ state: 'finished' })
      expect(stderr).toContain(`cannot write ${join(saveTo, 'x.csv')}: `)
      expect(journalLines(at('one')).length).toBeGreaterThan(2)
      expect(read(at('kept.csv'))).toMatch(/^profile,/)
    })
  })

  test('replaces what stood there, and the ending of the name tells nothing', async () => {
    writeFileSync(at('report.csv'), 'an old report')
    await relaybench(['report', run, '--save', `json=${at('report.csv')}`])
    expect(reportSchema.parse(JSON.parse(read(at('report.csv'))))).toMatchObject({ state: 'finished' })
  })

  test('names a file once, and does not go with --as', async () => {
    const twice = ['--save', `csv=${at('x')}`, '--save', `json=${at('.', 'x')}`]
    expect(await relaybench(['report', run, ...twice])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('twice'),
    })
    expect(await relaybench(['report', run, '--as', 'vllm', '--save', `csv=${at('x')}`])).toMatchObject({
      code: 2,
    })
    expect(existsSync(at('x'))).toBe(false)
  })
})

describe('compare', () => {
  const writeRun = (name: string, records: ReturnType<typeof syntheticRun>): string => {
    mkdirSync(at(name), { recursive: true })
    writeFileSync(at(name, 'journal.ndjson'), records.map((record) => `${JSON.stringify(record)}\n`).join(''))
    return at(name)
  }
  const before = writeRun('before', syntheticRun(1, 60, { acme: usual }))
  const after = writeRun('after', syntheticRun(2, 60, { acme: { ttftMs: 2000, failureShare: 0.3 } }))

  test('a regression is an error where it fails the job, else a warning; the summary and --save have the comparison', async () => {
    const saves = ['--save', `markdown=${at('compare.md')}`]
    const gate = await relaybench(['compare', before, after, '--fail-on', 'regression', ...saves], {
      env: summaryAt('compared.md'),
    })
    expect(gate.code).toBe(1)
    const errors = commandsIn(gate.stderr)
    expect(new Set(errors.map(({ name }) => name))).toEqual(new Set(['error']))
    expect(errors[0]).toMatchObject({
      properties: { title: 'acme: available' },
      data: expect.stringMatching(/^worse: acme · gpt-x/),
    })
    expect(read(at('compared.md'))).toBe(read(at('compare.md')))
    expect(read(at('compare.md'))).toMatch(/^# Compared with /)

    const free = await relaybench(['compare', before, after, '--no-summary'], { env: summaryAt('free.md') })
    expect(free.code).toBe(0)
    expect(new Set(commandsIn(free.stderr).map(({ name }) => name))).toEqual(new Set(['warning']))
    expect(existsSync(at('free.md'))).toBe(false)
  })

  test('a format that comparisons do not have is bad input', async () => {
    const { code, stderr } = await relaybench(['compare', before, after, '--save', `junit=${at('no.xml')}`])
    expect(code).toBe(2)
    expect(stderr).toContain('unknown report format "junit"')
  })
})

describe("a relay's words in the log of a job", () => {
  const attack = [
    '::error title=pwned::gone',
    '##[error]gone',
    '::stop-commands::x',
    '##[add-mask]x',
    '::add-mask::x',
  ]
  const message = `${attack.join(' ')} ${attack.map((each) => `\n${each}`).join('')} ${`${'m'.repeat(60)} ${attack.join(' ')} `.repeat(8)}`

  /** Says commands of GitHub's runner wherever a relay can say anything. */
  const relay = () =>
    web((request, response) => {
      request.resume()
      const listing = {
        data: attack.map((id) => ({ id: `demo-mini${id}` })).concat({ id: '::error::demo-mini' }),
      }
      response.writeHead(request.method === 'GET' ? 200 : 500, { 'content-type': 'application/json' })
      response.end(
        JSON.stringify(request.method === 'GET' ? listing : { error: { message, code: attack[0] } }),
      )
    })

  test('is obeyed without a guard, and by none of the outputs under GitHub Actions', async () => {
    await withServer(relay(), async ({ port }) => {
      const url = `http://127.0.0.1:${port}/v1`
      const hostile = writeProfile(folder, 'hostile', {
        relays: [{ name: 'a', base_url: url }],
        models: ['demo-mini', '::error::demo-mini'],
        slo: { availability: '>= 99%' },
        load: { requests: 4, warmup: 0 },
      })
      const out = at('hostile-run')
      const first = await relaybench(['run', hostile, '--out', out, '--verbose'], { env: onGithub })
      const outputs = [first]
      const wrapped = [
        ['report', out],
        ['report', out, '--format', 'sla'],
        ['scorecard', out],
        ['compare', out, out],
      ]
      const others = [
        ...['json', 'markdown', 'csv', 'junit'].map((format) => ['report', out, '--format', format]),
        ['models', hostile, '--out', at('hostile-models')],
        ['probe', '--base-url', url, '--model', '::error::m'],
        ['probe', '--base-url', url, '--model', '::error::m', '--json'],
        ['run', '::error::no-such-profile'],
      ]
      for (const words of others) outputs.push(await relaybench(words, { env: onGithub }))
      // Where a line is wrapped decides what it begins with.
      for (const words of wrapped)
        for (const columns of ['60', '100'])
          outputs.push(await relaybench(words, { env: { ...onGithub, COLUMNS: columns } }))
      for (const { stdout, stderr } of outputs) {
        expect(commandsIn(stdout)).toEqual([])
        for (const { name, properties } of commandsIn(stderr)) {
          expect(name).toMatch(/^(error|warning)$/)
          expect(properties['title']).toMatch(/^a: availability >= 99%$/)
        }
      }
      const bare = await relaybench(['report', out], { env: { COLUMNS: '60' } })
      expect(commandsIn(bare.stdout).length).toBeGreaterThan(0)
    })
  })
})
