import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { exitCodes } from '../../src/cli/exit.ts'
import { refusedPort } from '../run/servers.ts'
import { startFakeProxy } from './fake-proxy.ts'
import { type FakeRelay, sendJson, startFakeRelay, steadily } from './fake-relay.ts'
import { relaybench, root, temporaryFolder, writeProfile } from './harness.ts'

const folder = temporaryFolder()
let relay: FakeRelay
let everyOther: FakeRelay
let closedPort: number
let good: string

const load = { requests: 1, concurrency: 1, warmup: 0 }
const small = (relays: readonly object[]) => ({ relays, models: ['demo-mini'], load })

beforeAll(async () => {
  relay = await startFakeRelay()
  let probes = 0
  everyOther = await startFakeRelay((asked, response) =>
    asked.method === 'POST' && ++probes % 2 === 0
      ? sendJson(response, { error: { message: 'upstream is gone' } }, 502)
      : steadily()(asked, response),
  )
  closedPort = await refusedPort()
  good = writeProfile(folder, 'good', small([{ name: 'poloai', base_url: relay.url }]))
})
afterAll(() => Promise.all([relay.close(), everyOther.close()]))

const out = (name: string) => ['--out', join(folder, `out-${name}`)]

describe('1: a limit was broken', () => {
  test.each([
    // Shares, not times: on a busy machine a relay this quick is rightly called client-limited, and not judged.
    ['every other answer', { error_rate: '< 1%' }, 1, /broken/],
    ['every other answer', { error_rate: '< 99%' }, 0, /no breach seen/],
    ['all answers', { availability: '>= 99.99%' }, 0, /undecided, about [\d,]+ more/],
  ] as const)('%s with %j gives %i', async (what, slo, code, said) => {
    const name = `slo-${Object.keys(slo)}-${code}`
    const warm = { requests: 8, concurrency: 1, warmup: 1 }
    const profile = writeProfile(folder, name, {
      ...small([{ name: 'a', base_url: (what === 'all answers' ? relay : everyOther).url }]),
      load: warm,
      slo,
    })
    const finished = await relaybench(['run', profile, ...out(name)], { env: { COLUMNS: '140' } })
    expect(finished.code, finished.stderr).toBe(code)
    expect(finished.stdout).toMatch(said)
  })
})

describe('6: a limit is undecided', () => {
  const warm = { requests: 4, concurrency: 1, warmup: 0 }
  const run = (name: string, more: object, args: readonly string[]) =>
    relaybench([
      'run',
      writeProfile(folder, name, { ...small([{ name: 'a', base_url: relay.url }]), load: warm, ...more }),
      ...out(name),
      ...args,
    ])

  test('where the command line asks for it', async () => {
    const asked = await run('undecided-flag', {}, [
      '--slo',
      'availability >= 99.9%',
      '--fail-on',
      'undecided',
    ])
    expect(asked.code, asked.stderr).toBe(6)
  })

  test('where the profile asks for it, unless the flag says otherwise', async () => {
    const profile = { slo: { availability: '>= 99.9%' }, fail_on: 'undecided' }
    expect((await run('undecided-key', profile, [])).code).toBe(6)
    expect((await run('undecided-never', profile, ['--fail-on', 'never'])).code).toBe(0)
  })

  test('a warning never changes the exit code', async () => {
    const slo = { availability: { limit: '>= 99.9%', severity: 'warn' } }
    expect((await run('undecided-warn', { slo, fail_on: 'undecided' }, [])).code).toBe(0)
  })

  test('a saved run can be held against other limits', async () => {
    await run('judged-again', {}, [])
    const saved = join(folder, 'out-judged-again')
    const again = (...args: string[]) => relaybench(['report', saved, ...args])
    expect((await again('--slo', 'error_rate < 90%', '--fail-on', 'undecided')).code).toBe(0)
    expect((await again('--slo', 'availability >= 99.9%', '--fail-on', 'undecided')).code).toBe(6)
    const wrong = await again('--slo', 'ttft_p42 < 2s')
    expect({ code: wrong.code, stdout: wrong.stdout }).toEqual({ code: 2, stdout: '' })
    expect(wrong.stderr).toContain('ttft_p42')
  })

  test('a resumed run refuses new limits rather than pass them over', async () => {
    await run('resumed-limits', {}, [])
    const resumed = await relaybench([
      'run',
      '--resume',
      join(folder, 'out-resumed-limits'),
      '--slo',
      'error_rate < 1%',
    ])
    expect(resumed.code).toBe(2)
    expect(resumed.stderr).toContain('report')
  })
})

describe('0: done', () => {
  test.each([['--help'], ['--version'], ['run --help'], ['help run'], ['schema profile'], ['schema report']])(
    'relaybench %s',
    async (args) => {
      const { code, stdout, stderr } = await relaybench(args.split(' '))
      expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
      expect(stdout).not.toBe('')
    },
  )

  test('one relay is dead, another answers, a third has no key', async () => {
    const profile = writeProfile(
      folder,
      'mixed',
      small([
        { name: 'dead', base_url: `http://127.0.0.1:${closedPort}/v1` },
        { name: 'alive', base_url: relay.url },
        { name: 'keyless', base_url: relay.url, api_key_env: 'NOT_SET_KEY' },
      ]),
    )
    const { code, stdout, stderr } = await relaybench(['run', profile, ...out('mixed')])
    expect(code).toBe(0)
    expect(stdout + stderr).toContain('NOT_SET_KEY')
  })
})

describe('2: bad input, and nothing is sent', () => {
  const wrongProfile = () => {
    const path = join(folder, 'wrong.yaml')
    const lines = ['relays:', '  - name: a', `    base_url: ${relay.url}`, '    api_kye: x', 'models: m', '']
    writeFileSync(path, lines.join('\n'))
    return path
  }
  const brokenYaml = () => {
    const path = join(folder, 'broken.yaml')
    writeFileSync(path, 'relays:\n  - { name: a\nmodels: [m]\n')
    return path
  }
  const notJson = () => {
    const path = join(folder, 'garbage.json')
    writeFileSync(path, '{"schema":')
    return path
  }
  const emptyFolder = () => {
    const path = join(folder, 'empty')
    mkdirSync(path, { recursive: true })
    return path
  }

  test.each<[string, () => readonly string[], RegExp]>([
    [
      'every mistake of a profile with its place',
      () => ['run', wrongProfile()],
      /wrong\.yaml:4:5.*api_kye[\s\S]*api_key[\s\S]*wrong\.yaml:5:9/,
    ],
    ['YAML that cannot be read', () => ['run', brokenYaml()], /broken\.yaml:\d+:\d+/],
    ['a profile that is not there', () => ['run', join(folder, 'none.yaml')], /none\.yaml/],
    ['a folder in place of a profile', () => ['run', emptyFolder()], /empty/],
    ['no profile at all', () => ['run'], /--resume DIR/],
    ['a flag that does not exist', () => ['run', good, '--requets', '3'], /--requets[\s\S]*--requests/],
    ['a command that does not exist', () => ['rnu', good], /rnu[\s\S]*run/],
    ['a relay that the profile lacks', () => ['run', good, '--relay', 'poloia'], /poloia[\s\S]*poloai/],
    [
      'a model that the profile lacks',
      () => ['run', good, '--model', 'demo-mni'],
      /demo-mni[\s\S]*demo-mini/,
    ],
    ['a word for a number', () => ['run', good, '--requests', 'many'], /--requests.*many/],
    ['a number out of range', () => ['run', good, '--requests', '0'], /requests/],
    ['a format that does not exist', () => ['run', good, '--format', 'tabel'], /tabel[\s\S]*table/],
    ['a run that is not there to resume', () => ['run', '--resume', join(folder, 'none')], /none/],
    ['a run that is not there to report', () => ['report', emptyFolder()], /journal\.ndjson/],
    ['a report file that is not there', () => ['report', join(folder, 'none.json')], /none\.json/],
    ['a report file that is none', () => ['report', notJson()], /garbage\.json/],
    ['a schema that does not exist', () => ['schema', 'profil'], /profil[\s\S]*profile/],
    ['a base URL without a scheme', () => ['probe', '--base-url', 'api.x.com', '--model', 'm'], /http\(s\)/],
    ['a probe without a model', () => ['probe', '--base-url', relay.url], /--model/],
    [
      'a protocol that does not exist',
      () => ['probe', '--base-url', relay.url, '--model', 'm', '--protocol', 'openai-chta'],
      /openai-chta[\s\S]*openai-chat/,
    ],
  ])('%s', async (_, args, message) => {
    const seen = relay.asked.length
    const { code, stdout, stderr } = await relaybench(args())
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(stderr).toMatch(message)
    expect(stderr).not.toMatch(/defect|\bat .*\.js:\d+/)
    expect(relay.asked.length).toBe(seen)
  })
})

describe('3: nothing could be measured', () => {
  test.each<[string, () => readonly object[], RegExp]>([
    [
      'no key is set',
      () => [
        { name: 'a', base_url: relay.url, api_key_env: 'FIRST_KEY' },
        { name: 'b', base_url: relay.url, api_key: '${SECOND_KEY}' },
      ],
      /FIRST_KEY[\s\S]*SECOND_KEY/,
    ],
    [
      'every relay refuses the connection',
      () => [{ name: 'a', base_url: `http://127.0.0.1:${closedPort}/v1` }],
      /refused/,
    ],
  ])('%s', async (name, relays, message) => {
    const posts = relay.probes().length
    const profile = writeProfile(folder, name.replaceAll(' ', '-'), small(relays()))
    const { code, stdout, stderr } = await relaybench(['run', profile, ...out(name)])
    expect(code).toBe(3)
    expect(stdout + stderr).toMatch(message)
    expect(relay.probes().length).toBe(posts)
  })

  test('every key is refused', async () => {
    const refusing = await startFakeRelay((_, response) =>
      sendJson(response, { error: { message: 'Incorrect API key provided' } }, 401),
    )
    const profile = writeProfile(folder, 'refused', small([{ name: 'a', base_url: refusing.url }]))
    const { code } = await relaybench(['run', profile, ...out('refused')])
    const probe = await relaybench(['probe', '--base-url', refusing.url, '--model', 'm'])
    await refusing.close()
    expect([code, probe.code]).toEqual([3, 3])
    expect(probe.stdout).toContain('auth')
  })
})

describe('4: our own network failed, and no relay is blamed', () => {
  const distant = () =>
    writeProfile(folder, 'distant', small([{ name: 'a', base_url: 'http://relay.invalid/v1' }]))

  test('a proxy that is not there', async () => {
    const env = { HTTP_PROXY: `http://127.0.0.1:${closedPort}` }
    const { code, stdout } = await relaybench(['run', distant(), ...out('no-proxy'), '--json'], { env })
    expect(code).toBe(4)
    const { cells } = JSON.parse(stdout)
    expect(cells[0]).toMatchObject({ outcomes: { proxy: 1 }, availability: { n: 0, value: null } })
  })

  test('a proxy that refuses', async () => {
    const proxy = await startFakeProxy()
    const env = { HTTP_PROXY: `http://127.0.0.1:${proxy.port}` }
    const { code, stdout } = await relaybench(['run', distant(), ...out('refusing')], { env })
    const probe = await relaybench(['probe', '--base-url', 'http://relay.invalid/v1', '--model', 'm'], {
      env,
    })
    await proxy.close()
    expect(proxy.tunnels.length).toBeGreaterThan(1)
    expect([code, probe.code]).toEqual([4, 4])
    expect(stdout).toContain('HTTPS_PROXY')
  })
})

test('every code that the program knows is explained, and no other', () => {
  const documented = readFileSync(join(root, 'docs', 'exit-codes.md'), 'utf8').matchAll(/^\| `(\d+)`/gm)
  expect([...documented].map(([, code]) => Number(code))).toEqual(Object.values(exitCodes))
})
