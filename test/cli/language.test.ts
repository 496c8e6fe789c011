import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { latch } from '../latch.ts'
import { type FakeRelay, sendJson, startFakeRelay, steadily } from './fake-relay.ts'
import { program, relaybench, start, startCommand, temporaryFolder, writeProfile } from './harness.ts'

const folder = temporaryFolder()
const run = join(folder, 'run')
const han = /\p{Script=Han}/u
const colour = /\u001b\[\d+m/
let relay: FakeRelay
let profile: string

beforeAll(async () => {
  relay = await startFakeRelay((asked, response) => {
    if (asked.method === 'GET' || asked.path.startsWith('/good')) return steadily()(asked, response)
    return sendJson(response, { error: { message: 'no channel', code: 'model_not_found' } }, 404)
  })
  const origin = `http://127.0.0.1:${relay.port}`
  profile = writeProfile(folder, 'two', {
    relays: [
      { name: 'good', base_url: `${origin}/good/v1` },
      { name: 'ghost', base_url: `${origin}/ghost/v1` },
    ],
    models: ['demo-mini'],
    load: { requests: 6, concurrency: 2, warmup: 0 },
  })
  await relaybench(['run', profile, '--out', run, '--quiet'])
})
afterAll(() => relay.close())

describe('the language', () => {
  test.each<[string, readonly string[], Record<string, string>, 'zh' | 'en']>([
    ['LC_ALL', [], { LC_ALL: 'zh_CN.UTF-8' }, 'zh'],
    ['LANG', [], { LANG: 'zh_CN.UTF-8' }, 'zh'],
    ['LC_ALL before LANG', [], { LC_ALL: 'C.UTF-8', LANG: 'zh_CN.UTF-8' }, 'en'],
    ['--lang zh', ['--lang', 'zh'], {}, 'zh'],
    ['--lang=en before LC_ALL', ['--lang=en'], { LC_ALL: 'zh_CN.UTF-8' }, 'en'],
  ])('is told by %s', async (_, flags, env, language) => {
    const { stdout } = await relaybench(['run', '--help', ...flags], { env })
    expect(han.test(stdout)).toBe(language === 'zh')
    expect(/Usage:|Options:/.test(stdout)).toBe(language === 'en')
  })

  test.each(['zh', 'en'])(
    '%s holds for tables, errors of input and errors of the command line',
    async (language) => {
      const env = { LC_ALL: language === 'zh' ? 'zh_CN.UTF-8' : 'en_US.UTF-8' }
      const [table, ...errors] = await Promise.all([
        relaybench(['report', run], { env }),
        relaybench(['run', join(folder, 'none.yaml')], { env }),
        relaybench(['run', '--no-such-flag'], { env }),
      ])
      for (const text of [table.stdout, ...errors.map(({ stderr }) => stderr)])
        expect(han.test(text)).toBe(language === 'zh')
      expect(/available|relay, model/.test(table.stdout)).toBe(language === 'en')
    },
  )

  test.each(['run', 'models', 'report', 'scorecard', 'probe', 'schema'])(
    '%s --help is Chinese all through',
    async (command) => {
      const { stdout } = await relaybench([command, '--help', '--lang', 'zh'])
      const english = stdout
        .split('\n')
        .filter((line) => /^\s+-/.test(line))
        .filter((line) => !han.test(line))
      expect(english).toEqual([])
    },
  )

  test('no part of a Chinese report is left in English', async () => {
    const { stdout } = await relaybench(['report', run, '--lang', 'zh'], { env: { COLUMNS: '140' } })
    const sentences = stdout.match(/[A-Za-z]+(?: [a-z]+){4,}/g)
    expect(sentences).toBeNull()
  })
})

describe('colour', () => {
  const report = (env: Record<string, string>) => relaybench(['report', run], { env })

  test('is left out where no terminal is, and forced by FORCE_COLOR', async () => {
    const [plain, forced] = await Promise.all([report({}), report({ FORCE_COLOR: '1' })])
    expect(plain.stdout).not.toMatch(colour)
    expect(forced.stdout).toMatch(colour)
    expect(forced.stdout.replace(/\u001b\[\d+m/g, '')).toBe(plain.stdout)
  })

  const script = '/usr/bin/script'
  describe.skipIf(process.platform !== 'linux' || !existsSync(script))('on a terminal', () => {
    /** Its output as the terminal gets it, stderr among it. */
    const onTerminal = (args: string, env: Record<string, string>, columns = 100) =>
      startCommand(
        script,
        ['-qec', `stty cols ${columns} rows 24; "${process.execPath}" "${program}" ${args}`, '/dev/null'],
        { env: { TERM: 'xterm-256color', ...env } },
      ).finished

    test('NO_COLOR takes it away', async () => {
      const [coloured, plain] = await Promise.all([
        onTerminal(`report "${run}"`, {}),
        onTerminal(`report "${run}"`, { NO_COLOR: '1' }),
      ])
      expect(coloured.stdout).toMatch(colour)
      expect(plain.stdout).not.toMatch(colour)
      expect(plain.stdout).toContain('demo-mini')
    })

    test('progress is drawn over itself, and gone when the table comes', async () => {
      const { stdout } = await onTerminal(`run "${profile}" --out "${join(folder, 'drawn')}"`, {
        NO_COLOR: '1',
      })
      const shown = stdout.lastIndexOf(' probes · ')
      const cleared = stdout.indexOf('\u001b[?25h')
      expect(shown).toBeGreaterThan(0)
      expect(stdout.slice(0, shown)).toMatch(/\u001b\[\d*[GK]/)
      expect(cleared).toBeGreaterThan(shown)
      expect(stdout.indexOf('demo-mini')).toBeGreaterThan(cleared)
    })

    test('one that has no width, as in a container, gets plain lines', async () => {
      const { code, stdout } = await onTerminal(`run "${profile}" --out "${join(folder, 'zero')}"`, {}, 0)
      expect(code).toBe(0)
      expect(stdout).not.toMatch(/\u001b\[\?25/)
    })
  })
})

describe('what goes where', () => {
  test('--json: stdout is the report and nothing else; --quiet: stderr is empty', async () => {
    const { stdout, stderr } = await relaybench([
      'run',
      profile,
      '--out',
      join(folder, 'json'),
      '--json',
      '--quiet',
    ])
    expect(stderr).toBe('')
    const { stdout: text } = await relaybench(['schema', 'report'])
    const published = z.fromJSONSchema(JSON.parse(text))
    const report = JSON.parse(stdout)
    expect(published.safeParse(report).error?.issues ?? []).toEqual([])
    expect(published.safeParse({ ...report, cells: [{ ...report.cells[0], sent: 'six' }] }).success).toBe(
      false,
    )
  })

  test('models --json: stdout is the matrix and nothing else', async () => {
    const { stdout, code } = await relaybench(['models', profile, '--out', join(folder, 'matrix'), '--json'])
    expect(code).toBe(0)
    expect(JSON.parse(stdout)).toMatchObject([
      { relay: 'good', state: 'works', listed: true },
      { relay: 'ghost', state: 'listed-but-dead', listed: true },
    ])
  })

  test('without a terminal progress is plain lines on stderr', async () => {
    const shown = latch()
    const slow = await startFakeRelay(async (asked, response) => {
      if (slow.probes().length > 1) await shown.opened
      await steadily()(asked, response)
    })
    const path = writeProfile(folder, 'slow', {
      relays: [{ name: 'slow', base_url: slow.url }],
      models: ['demo-mini'],
      load: { requests: 2, concurrency: 1, warmup: 0 },
    })
    const running = start(['run', path, '--out', join(folder, 'slow')])
    await running.hears(/^1\/2 probes · .*$/m)
    shown.open()
    const { stdout, stderr } = await running.finished
    await slow.close()
    expect(stderr).not.toMatch(/[\u001b\r]/)
    expect(stdout).not.toMatch(/\d\/2 probes/)
  })

  test('a pipe that is closed early is no crash', async () => {
    const { code, stderr } = await startCommand('bash', [
      '-c',
      `"${process.execPath}" "${program}" report "${run}" --json | head -c 1; exit "\${PIPESTATUS[0]}"`,
    ]).finished
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  })
})

test.each(['profile', 'report'])('the schema of a %s is JSON Schema of draft 2020-12', async (what) => {
  const { stdout } = await relaybench(['schema', what])
  const schema = JSON.parse(stdout)
  expect(schema).toMatchObject({ $schema: 'https://json-schema.org/draft/2020-12/schema', type: 'object' })
  const judge = z.fromJSONSchema(schema)
  expect(judge.safeParse({}).success).toBe(false)
  for (const key of schema.required) expect(schema.properties).toHaveProperty(key)
})
