import type { RequestListener } from 'node:http'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type FakeProxy, startFakeProxy, type Tunnel } from './fake-proxy.ts'
import { everyFile, relaybench, temporaryFolder, writeProfile } from './harness.ts'

const folder = temporaryFolder()
const key = 'sk-canary-behind-a-proxy-8d1f'
const users = {
  environment: { name: 'user-in-environment', password: 'p@ss:wörd/env-5c2e' },
  profile: { name: 'user-in-profile', password: 'pass%word+profile-9b7d' },
}
let proxy: FakeProxy

/** A "proxy" that plays the relay itself, and gives back the credentials that came with the tunnel. */
const betraying =
  ({ headers }: Tunnel): RequestListener =>
  (request, response) => {
    const basic = headers['proxy-authorization'] ?? ''
    const clear = Buffer.from(basic.replace(/^Basic /, ''), 'base64').toString()
    const password = clear.slice(clear.indexOf(':') + 1)
    const all = [basic, clear, password, encodeURIComponent(password), request.headers.authorization]
    response.writeHead(407, { 'content-type': 'application/json', 'x-request-id': basic })
    response.end(JSON.stringify({ error: { message: all.join(' ') } }))
  }

beforeAll(async () => {
  proxy = await startFakeProxy(betraying)
})
afterAll(() => proxy.close())

const urlFor = ({ name, password }: { name: string; password: string }) =>
  `http://${encodeURIComponent(name)}:${encodeURIComponent(password)}@127.0.0.1:${proxy.port}`

const env = () => ({
  HTTP_PROXY: urlFor(users.environment),
  RELAY_PROXY: urlFor(users.profile),
  RELAY_KEY: key,
})

const forbidden = Object.values(users).flatMap(({ name, password }) => [
  password,
  encodeURIComponent(password),
  Buffer.from(`${name}:${password}`).toString('base64').slice(0, -4),
])

function expectClean(text: string): void {
  expect(text).not.toBe('')
  expect([...forbidden, key].filter((secret) => text.includes(secret))).toEqual([])
}

test('a proxy gets its own credentials and never the key; whatever it betrays stays hidden', async () => {
  const out = join(folder, 'run')
  const relay = { base_url: 'http://relay.invalid/v1', api_key_env: 'RELAY_KEY' }
  const profile = writeProfile(folder, 'proxied', {
    relays: [
      { name: 'by-environment', ...relay },
      { name: 'by-profile', ...relay, proxy: '${RELAY_PROXY}' },
    ],
    models: ['m'],
    load: { requests: 2, concurrency: 1, warmup: 0 },
  })
  const { stdout, stderr } = await relaybench(['run', profile, '--out', out, '--verbose'], { env: env() })
  const report = await relaybench(['report', out, '--json'])
  for (const text of [stdout, stderr, report.stdout, ...everyFile(out).values()]) expectClean(text)
  expect(stderr).toContain('[secret]')

  const sent = proxy.tunnels.map(({ headers }) => headers)
  const basic = ({ name, password }: { name: string; password: string }) =>
    `Basic ${Buffer.from(`${name}:${password}`).toString('base64')}`
  expect(new Set(sent.map((headers) => headers['proxy-authorization']))).toEqual(
    new Set([basic(users.environment), basic(users.profile)]),
  )
  expect(sent.filter(({ authorization }) => authorization !== undefined)).toEqual([])
  expect(proxy.tunnels.every(({ target }) => target === 'relay.invalid:80')).toBe(true)
})

test.each([[[]], [['--json']]])('probe hides them too %j', async (flags) => {
  const args = [
    'probe',
    '--base-url',
    'http://relay.invalid/v1',
    '--model',
    'm',
    '--api-key-env',
    'RELAY_KEY',
  ]
  const { stdout, stderr } = await relaybench([...args, ...flags], { env: env() })
  expectClean(stdout + stderr)
  expect(stdout).toContain('[secret]')
})

test('a proxy URL in place that is wrong is not repeated with its password', async () => {
  const profile = writeProfile(folder, 'wrong', {
    relays: [
      { name: 'a', base_url: 'http://127.0.0.1:9/v1', proxy: `socks5://u:${users.profile.password}@h` },
    ],
    models: ['m'],
  })
  const { code, stderr } = await relaybench(['run', profile, '--out', join(folder, 'never')])
  expect(code).toBe(2)
  expectClean(stderr)
})
