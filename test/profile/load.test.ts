import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { UserError } from '../../src/core/text.ts'
import { loadProfile } from '../../src/profile/load.ts'
import { parseProfile } from '../../src/profile/parse.ts'
import { load, relay, yaml } from './support.ts'

const example = `relays:
  - { name: poloai, base_url: "https://api.poloai.cn/v1", api_key: "\${POLOAI_API_KEY}" }
  - { name: official, base_url: "https://api.openai.com/v1", api_key_env: OPENAI_API_KEY, reference: true }
models: [gpt-5.6-sol, { name: claude, ids: { poloai: claude-opus-5 } }]
stream: both            # true | false | both
workload: { prompt: short, max_tokens: 256 }
load: { requests: 20, concurrency: 2, warmup: 1 }   # requests: per cell, warm-up not counted
`

test('the smallest useful profile loads, with keys from the environment', () => {
  const loaded = load(example, { POLOAI_API_KEY: 'sk-polo-0123456789', OPENAI_API_KEY: 'sk-open-0123456789' })
  expect(loaded).toMatchObject({ name: 'cn', directory: 'profiles', notices: [] })
  expect(loaded.profile).toEqual({
    relays: [
      { name: 'poloai', base_url: 'https://api.poloai.cn/v1', api_key: '${POLOAI_API_KEY}' },
      {
        name: 'official',
        base_url: 'https://api.openai.com/v1',
        api_key_env: 'OPENAI_API_KEY',
        reference: true,
      },
    ],
    models: ['gpt-5.6-sol', { name: 'claude', ids: { poloai: 'claude-opus-5' } }],
    stream: 'both',
    workload: { prompt: 'short', max_tokens: 256 },
    load: { requests: 20, concurrency: 2, warmup: 1 },
  })
  expect(loaded.secrets.get('poloai')?.key?.reveal()).toBe('sk-polo-0123456789')
  expect(loaded.secrets.get('official')?.key?.reveal()).toBe('sk-open-0123456789')
})

test.each([
  ['unset', {}],
  ['empty', { POLOAI_API_KEY: '', OPENAI_API_KEY: ' \n' }],
])('a key that is %s is no mistake: its variable is named', (_, env) => {
  const { secrets } = load(example, env)
  expect(secrets.get('poloai')).toEqual({ missingEnv: 'POLOAI_API_KEY', headers: new Map() })
  expect(secrets.get('official')).toEqual({ missingEnv: 'OPENAI_API_KEY', headers: new Map() })
})

describe('references to the environment', () => {
  test.each([
    ['${NAME}', { NAME: 'home' }, 'home'],
    ['cn-${CITY}-${NET:-telecom}', { CITY: 'shanghai' }, 'cn-shanghai-telecom'],
    ['${NAME:-a b:-c}', {}, 'a b:-c'],
    ['${NAME:-x}', { NAME: '' }, 'x'],
    ['$${NAME} costs 5$', { NAME: 'x' }, '${NAME} costs 5$'],
    ['$$${NAME}', { NAME: 'x' }, '$${NAME}'],
    ['${NAME}', { NAME: '${OTHER}', OTHER: 'x' }, '${OTHER}'],
  ])('%s with %j is %s', (text, env, expected) => {
    expect(load(`${yaml()}vantage: '${text}'\n`, env).profile.vantage).toBe(expected)
  })

  test('what every object inherits is not the environment', () => {
    expect(load(`${yaml()}vantage: '\${constructor:-x}'\n`).profile.vantage).toBe('x')
  })

  test('a key may end in a line break, as copied ones do', () => {
    const { secrets } = load(yaml(relay('api_key_env: K')), { K: ' sk-0123456789\r\n' })
    expect(secrets.get('a')?.key?.reveal()).toBe('sk-0123456789')
  })

  test('a key with an empty default is no key, and none is missed', () => {
    expect(load(yaml(relay('api_key: "${K:-}"'))).secrets.get('a')).toEqual({ headers: new Map() })
  })
})

describe('YAML conveniences', () => {
  const anchored = `x-common: &common
  timeouts: { total: 30 }
  headers: { X-Team: blue }
x-names: &names { m: vendor/m }
relays:
  - { <<: *common, name: a, simulate: good, models: *names }
  - { <<: [*common, { limits: { rpm: 5 } }], name: b, simulate: slow, timeouts: { total: 5 } }
models: [m]
`
  test('anchors, aliases and merge keys work; x- keys are dropped', () => {
    const { profile, secrets } = load(anchored)
    expect(Object.keys(profile)).toEqual(['relays', 'models'])
    expect(profile.relays).toMatchObject([
      { name: 'a', timeouts: { total: 30 }, models: { m: 'vendor/m' } },
      { name: 'b', timeouts: { total: 5 }, limits: { rpm: 5 } },
    ])
    expect(secrets.get('b')?.headers.get('X-Team')?.reveal()).toBe('blue')
  })

  test('sixty relays may share one anchor', () => {
    const relays = Array.from({ length: 60 }, (_, i) => `  - { <<: *c, name: r${i}, simulate: good }`).join(
      '\n',
    )
    expect(
      load(`x-c: &c { timeouts: { total: 9 } }\nrelays:\n${relays}\nmodels: [m]\n`).profile.relays,
    ).toHaveLength(60)
  })

  test('a byte order mark and Windows line ends do no harm', () => {
    expect(load(`\ufeff${yaml().replaceAll('\n', '\r\n')}`).profile.models).toEqual(['m'])
  })

  test('numbers as keys are names', () => {
    const source = 'relays: [{ name: "1", simulate: good }]\nmodels: [{ name: m, ids: { 1: x } }]\n'
    expect(load(source).profile.models).toEqual([{ name: 'm', ids: { '1': 'x' } }])
  })
})

describe('warnings become notices', () => {
  test.each([
    ['plain-key', 'api_key: sk-0123456789abcdef', 'use ${A_API_KEY} and put it in .env'],
    ['plain-key', 'headers: { Authorization: "Bearer 0123456789abcdef" }', 'relays[0].headers.Authorization'],
    ['tls-insecure', 'tls: { insecure: true }', 'not checked'],
    ['unknown-name', 'models: { n: x }', 'no model named "n"; did you mean "m"?'],
  ])('%s for %s', (code, more, words) => {
    const { notices } = load(yaml(relay(more)))
    expect(notices).toMatchObject([{ code, message: { en: expect.stringContaining(words) } }])
    expect(notices[0]?.message.en).toMatch(/^profiles\/cn\.yaml:2:\d+ relays\[0\]/)
    expect(notices[0]?.message.zh).toMatch(/\p{Script=Han}/u)
  })

  test.each([['key-in-clear', '{ name: a, base_url: "http://x.example/v1", api_key: "${K}" }']])(
    '%s for %s',
    (code, first) => {
      expect(load(yaml(first)).notices).toMatchObject([{ code }])
    },
  )

  test('open-secret for a key in a place that is shown', () => {
    const source = yaml('{ name: a, base_url: "https://x.example/${MY_KEY}/v1" }')
    expect(load(source, { MY_KEY: 'abc' }).notices).toMatchObject([{ code: 'open-secret' }])
  })

  test.each([
    ['on this machine', '{ name: a, base_url: "http://127.0.0.1:3000/v1", api_key: sk-0123456789abcdef }'],
    ['of a simulated relay', '{ name: a, simulate: good, api_key: sk-0123456789abcdef }'],
    ['that says there is none', yaml(relay('api_key: none'))],
  ])('a plain key %s is not worth a word', (_, first) => {
    expect(load(first.startsWith('{') ? yaml(first) : first).notices).toEqual([])
  })
})

describe('files', () => {
  let directory = ''
  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'profile-'))
  })
  afterEach(() => rm(directory, { recursive: true }))

  const path = () => join(directory, 'my.profile.yaml')

  test('.env fills what the environment does not set', async () => {
    await writeFile(path(), yaml(relay('api_key: "${K}", headers: { X-A: "${H}", X-B: "${E}" }')))
    await writeFile(join(directory, '.env'), '\ufeffK=from-file\r\nexport H="in quotes" # why\r\nE=file\n')
    const loaded = await loadProfile(path(), { env: { K: 'from-env', E: '', H: undefined } })
    const secrets = loaded.secrets.get('a')
    expect(secrets?.key?.reveal()).toBe('from-env')
    expect(secrets?.headers.get('X-A')?.reveal()).toBe('in quotes')
    expect(secrets?.headers.get('X-B')?.reveal()).toBe('')
    expect(loaded).toMatchObject({ name: 'my.profile', directory })
  })

  test('a missing file, another encoding and a directory are said in plain words', async () => {
    await expect(loadProfile(path())).rejects.toThrow(UserError)
    await expect(loadProfile(path())).rejects.toThrow(/no such file/)
    await writeFile(path(), Buffer.from([0xd6, 0xd0, 0xce, 0xc4]))
    await expect(loadProfile(path())).rejects.toMatchObject({ hint: { zh: expect.stringContaining('GBK') } })
    await expect(loadProfile(directory)).rejects.toThrow(/cannot read .* \(EISDIR\)/)
  })

  test('a huge file is refused before it is read through', async () => {
    await writeFile(path(), '长'.repeat(1024 * 1024))
    await expect(loadProfile(path())).rejects.toMatchObject({ problems: [{ code: 'too-large' }] })
  })

  test('a file and its text give the same profile', async () => {
    await writeFile(path(), example)
    const { profile } = await loadProfile(path(), { env: {} })
    expect(profile).toEqual(parseProfile(example, { file: path(), env: {} }).profile)
  })
})
