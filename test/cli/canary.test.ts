import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { credentialsOf, type Echo, echoes, echoing, pathOf } from './echo-relay.ts'
import { type FakeRelay, sendJson, startFakeRelay } from './fake-relay.ts'
import { everyFile, type Finished, relaybench, temporaryFolder, writeProfile } from './harness.ts'

const folder = temporaryFolder()
/** Canaries: a key as vendors make it, and one that URLs, JSON, HTML and base64 all write differently. */
const plainKey = 'sk-canary-4f9d2c7ab81e63f05d2a9c31'
const oddKey = 'sk-odd<"&\'\\/+=%2F>~!(q1w2e3r4t5y6u7i8'
const secretHeader = 'hdr-canary-77aa88bb99cc00dd11ee'
const cookie = 'session=cookie-canary-5544332211ffee'
const env = { PLAIN_KEY: plainKey, ODD_KEY: oddKey, SECRET_HEADER: secretHeader, COOKIE: cookie }

const known = Object.keys(echoes) as Echo[]
let relay: FakeRelay
let redirecting: FakeRelay
let elsewhere: FakeRelay

beforeAll(async () => {
  relay = await startFakeRelay(echoing)
  elsewhere = await startFakeRelay(echoing)
  redirecting = await startFakeRelay((asked, response) => {
    const [key = ''] = credentialsOf(asked)
    const location = `http://127.0.0.1:${elsewhere.port}/steal/${encodeURIComponent(key)}?key=${encodeURIComponent(key)}`
    sendJson(response, { message: location }, asked.method === 'GET' ? 302 : 307, { location })
  })
})
afterAll(() => Promise.all([relay.close(), redirecting.close(), elsewhere.close()]))

/** Ways to send a key, in turn, so that every echo meets both keys and several styles. */
const styles = [
  { api_key_env: 'PLAIN_KEY' },
  { api_key: '${ODD_KEY}' },
  { api_key_env: 'ODD_KEY', auth: 'query' },
  {
    api_key: '${PLAIN_KEY}',
    auth: 'x-api-key',
    headers: { 'X-Secret': '${SECRET_HEADER}', Cookie: '${COOKIE}' },
  },
  { api_key_env: 'ODD_KEY', auth: 'header', headers: { Authorization: 'Bearer ${SECRET_HEADER}' } },
]

const profile = () => ({
  relays: [
    ...known.flatMap((echo, i) =>
      [0, 1].map((more) => ({
        name: `relay-${i}-${more}`,
        base_url: `http://127.0.0.1:${relay.port}${pathOf(echo)}`,
        ...styles[(i + more * 2) % styles.length],
      })),
    ),
    { name: 'redirecting', base_url: redirecting.url, api_key_env: 'ODD_KEY' },
    {
      name: 'pasted',
      base_url: `http://127.0.0.1:${relay.port}${pathOf('in a JSON error')}/`,
      api_key: plainKey,
    },
  ],
  models: ['demo-mini'],
  stream: 'both',
  load: { requests: 1, concurrency: 2, warmup: 0 },
})

/** Every way in which a secret may show: whole or in part, as it is or encoded. */
function formsOf(secret: string): readonly string[] {
  const inJson = JSON.stringify(secret).slice(1, -1)
  const encoded = encodeURIComponent(secret)
  const base64 = ['', 'Bearer ', 'user:', 'u:'].map((before) =>
    Buffer.from(before + secret).toString('base64'),
  )
  return [
    ...[secret, inJson].flatMap((text) => windows(text, 12)),
    ...[encoded, encoded.toLowerCase(), new URLSearchParams({ k: secret }).toString().slice(2)].flatMap(
      (text) => windows(text, 20),
    ),
    ...base64.flatMap((text) => windows(text.replace(/=+$/, ''), 20).slice(-12)),
  ]
}

const windows = (text: string, size: number): string[] =>
  Array.from({ length: Math.max(1, text.length - size + 1) }, (_, at) => text.slice(at, at + size))

const forbidden = [plainKey, oddKey, secretHeader, cookie.slice('session='.length)].flatMap(formsOf)

function expectNoSecretIn(text: string, where: string): void {
  const found = forbidden.filter((form) => text.includes(form)).slice(0, 1)
  expect(found.map((form) => `${form} in ${where}: …${around(text, form)}…`)).toEqual([])
}

const around = (text: string, form: string) =>
  text.slice(Math.max(0, text.indexOf(form) - 60), text.indexOf(form) + 60)

function expectNoSecret({ stdout, stderr }: Finished, command: string): void {
  expect(`${stdout}${stderr}`, command).not.toBe('')
  expectNoSecretIn(stdout, `stdout of ${command}`)
  expectNoSecretIn(stderr, `stderr of ${command}`)
}

test('what looks for a secret finds it', () => {
  const found = (text: string) => forbidden.some((form) => text.includes(form))
  const encoded = encodeURIComponent(oddKey)
  for (const form of [
    plainKey,
    oddKey,
    JSON.stringify(oddKey),
    encoded,
    encoded.toLowerCase(),
    plainKey.slice(9, 22),
  ])
    expect(found(`x ${form} y`), form).toBe(true)
  expect(found(Buffer.from(`user:${oddKey}`).toString('base64'))).toBe(true)
  expect(found('nothing of the kind: sk-, session=')).toBe(false)
})

describe('a run against relays that echo every credential', () => {
  const out = join(folder, 'run')
  let path: string

  beforeAll(async () => {
    path = writeProfile(folder, 'canary', profile())
    const finished = await relaybench(['run', path, '--verbose', '--out', out], { env })
    expect(finished.code).toBe(0)
    expect(finished.stderr.match(/\[secret\]/g)?.length).toBeGreaterThan(20)
    expectNoSecret(finished, 'run --verbose')
  })

  test('every secret was really sent', () => {
    const sent = relay.asked.flatMap(credentialsOf).join('\n')
    for (const secret of [plainKey, oddKey, secretHeader, cookie]) expect(sent).toContain(secret)
    expect(redirecting.probes().length).toBeGreaterThan(0)
  })

  test('no file of the run holds one', () => {
    const files = everyFile(out)
    expect(files.size).toBe(2)
    for (const [file, text] of files) {
      expect(text).toContain('[secret]')
      expectNoSecretIn(text, file)
    }
  })

  test('no format, plan or matrix shows one', async () => {
    const commands = [
      ...['table', 'json', 'markdown', 'csv', 'sla', 'junit'].map((format) => [
        'report',
        out,
        '--format',
        format,
      ]),
      ['models', path, '--out', join(folder, 'models'), '--verbose'],
      ['run', path, '--dry-run'],
      ['run', path, '--dry-run', '--json'],
    ]
    await Promise.all(
      commands.map(async (args) => expectNoSecret(await relaybench(args, { env }), args.join(' '))),
    )
    for (const [file, text] of everyFile(join(folder, 'models'))) expectNoSecretIn(text, file)
  })

  test('a redirect is told, not followed', () => {
    expect(elsewhere.asked).toEqual([])
  })
})

describe('probe', () => {
  const probe = (url: string, ...flags: string[]) =>
    relaybench(['probe', '--base-url', url, '--model', 'demo-mini', '--api-key-env', 'ODD_KEY', ...flags], {
      env,
    })

  test.each(['in frames that split it', 'in headers', 'in base64', 'in URL encoding'] as const)(
    'shows no key that comes back %s',
    async (echo) => {
      const url = `http://127.0.0.1:${relay.port}${pathOf(echo)}`
      const auth = echo === 'in URL encoding' ? ['--auth', 'query'] : []
      const header = ['--header', `X-Secret: ${secretHeader}`]
      const [shown, json] = await Promise.all([
        probe(url, ...auth, ...header),
        probe(url, ...auth, ...header, '--json', '--no-stream'),
      ])
      for (const finished of [shown, json]) {
        expect(finished.stdout).toContain('[secret]')
        expectNoSecret(finished, 'probe')
      }
    },
  )

  test('does not follow a redirect', async () => {
    const finished = await probe(redirecting.url, '--json')
    expect(JSON.parse(finished.stdout)).toMatchObject({
      outcome: 'redirect',
      http: { redirectTo: `http://127.0.0.1:${elsewhere.port}` },
    })
    expectNoSecret(finished, 'probe')
    expect(elsewhere.asked).toEqual([])
  })
})

describe('a command line or a profile that is wrong', () => {
  test.each([
    ['a header without a colon', ['--header', `Authorization=${plainKey}`]],
    ['a key in a base URL that is none', ['--base-url', `api.relay.invalid/v1?api_key=${plainKey}`]],
    ['a flag that does not exist', [`--api-key=${plainKey}`]],
    ['a key given for a number', ['--max-tokens', plainKey]],
    ['a key in place of an auth style', ['--auth', plainKey]],
  ])('%s is not repeated with the key', async (_, flags) => {
    const finished = await relaybench(['probe', '--base-url', relay.url, '--model', 'm', ...flags])
    expect(finished.code).toBe(2)
    expectNoSecret(finished, 'probe')
  })

  test('the line with the mistake is shown without the key', async () => {
    const path = writeProfile(folder, 'wrong', {
      relays: [
        {
          name: 'a',
          base_url: 'htps://x',
          api_key: oddKey,
          headers: { 'X-Secret': secretHeader },
          api_keyy: plainKey,
        },
      ],
      models: ['m'],
    })
    const finished = await relaybench(['run', path, '--out', join(folder, 'never')])
    expect(finished.code).toBe(2)
    expect(finished.stderr).toContain(`${path}:`)
    expectNoSecret(finished, 'run')
  })
})
