import { inspect } from 'node:util'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { formatProblems } from '../../src/profile/format.ts'
import { type LoadedProfile, parseProfile } from '../../src/profile/parse.ts'
import { ProfileError } from '../../src/profile/problem.ts'
import { relay, yaml } from './support.ts'

const canary = 'CANARY0a1b2c3d4e5f'
const broken = 'load: { requests: 0 }\n'

/** Everything that anybody could print of a profile, loaded or refused. */
function everythingShown(source: string, env: Record<string, string> = {}): string {
  const result = attempt(source, env)
  if (result instanceof ProfileError) {
    return [formatProblems(result, 'en'), formatProblems(result, 'zh'), inspect(result, { depth: 9 })].join(
      '\n',
    )
  }
  return (
    JSON.stringify(result) + JSON.stringify(result.profile) + inspect(result, { depth: 9, showHidden: true })
  )
}

function attempt(source: string, env: Record<string, string>): LoadedProfile | ProfileError {
  try {
    return parseProfile(source, { file: 'p.yaml', env })
  } catch (error) {
    if (error instanceof ProfileError) return error
    throw error
  }
}

const places: readonly (readonly [string, string])[] = [
  ['a key', relay(`api_key: ${canary}`)],
  ['a key in quotes', relay(`api_key: "${canary}"`)],
  ['a default of a key', relay(`api_key: "\${K:-${canary}}"`)],
  ['half a key', relay(`api_key: "\${A}${canary}"`)],
  ['a header', relay(`headers: { Authorization: "Bearer ${canary}" }`)],
  ['a header of any name', relay(`headers: { X-Thing: "${canary}" }`)],
  ['a default of a header', relay(`headers: { X-Thing: "\${K:-${canary}}" }`)],
  ['a proxy password', relay(`proxy: "http://user:${canary}@proxy.example:8080"`)],
  ['a proxy password with @ and /', relay(`proxy: "http://user:a@/${canary}@proxy.example:8080"`)],
  ['a proxy in a default', relay(`proxy: "\${P:-http://user:${canary}@proxy.example:8080}"`)],
  ['a proxy without scheme', relay(`proxy: "user:${canary}@proxy.example:8080"`)],
  ['headers that are text', relay(`headers: "Authorization: ${canary}"`)],
  ['headers that are a list', relay(`headers: ["Authorization: ${canary}"]`)],
  ['nested headers', relay(`headers: { a: { b: ${canary} } }`)],
  ['a misspelt key', relay(`apikey: ${canary}`)],
  ['a key where its variable is named', relay('api_key_env: sk-0123456789CANARY0a1b2c3d4e5f')],
  ['a bare key where its variable is named', relay('api_key_env: CANARY0a1b2c3d4e5f0123456789')],
  ['a key twice', relay(`api_key: ${canary}, api_key: "${canary}"`)],
  ['a malformed reference', relay(`api_key: "\${${canary}-"`)],
  ['an unsendable key', relay(`api_key: "${canary} 中"`)],
  ['an unsendable header', relay(`headers: { X-Thing: "${canary} 中" }`)],
  ['credentials in a URL', `{ name: a, base_url: "https://user:${canary}@a.example/v1" }`],
]

describe('a literal key is never shown', () => {
  test.each(places)('%s', (_, first) => {
    expect(everythingShown(yaml(first))).not.toContain('CANARY')
  })
  test.each(places)('%s, in a profile with other problems on the same line', (_, first) => {
    expect(everythingShown(yaml(first.replace(/ }$/, ', reference: 5 }')))).not.toContain('CANARY')
    expect(everythingShown(yaml(first) + broken)).not.toContain('CANARY')
  })
  test.each(places)('%s, through an anchor', (_, first) => {
    const source = `x-a: &a ${first}\nrelays:\n  - { <<: *a, reference: 5 }\nmodels: [m]\n`
    expect(everythingShown(source)).not.toContain('CANARY')
  })
  test('a key that is an alias', () => {
    const source = `x-a: &k ${canary}\nrelays: [{ name: a, simulate: good, api_key: *k, reference: 5 }]\nmodels: [*k]\n`
    expect(everythingShown(source)).not.toContain('CANARY')
  })
  test('a key in YAML that does not parse', () => {
    for (const end of ['}}', ']', '"', ': :', '\n\t- x']) {
      expect(everythingShown(`relays:\n  - { name: a, api_key: ${canary}, ${end}\n`)).not.toContain('CANARY')
    }
  })
  test("a vendor's key, wherever it stands", () => {
    expect(everythingShown(yaml(relay('auth: sk-proj-CANARY12345678')))).not.toContain('CANARY')
    expect(everythingShown(`${yaml()}load: 5 # sk-proj-CANARY12345678\n`)).not.toContain('CANARY')
  })
})

test('a key from the environment is never shown, whatever is wrong around it', () => {
  const source = `relays:
  - { name: a, base_url: "htp://x/\${A_API_KEY}", api_key: "\${A_API_KEY}", headers: { X-B: "\${B}" }, proxy: "\${C}" }
  - { name: c, simulate: good, api_key_env: "\${D}" }
  - { name: "\${A_API_KEY}", base_url: "htp://\${B}", protocol: "\${A_API_KEY}", models: { "x": "\${B}" } }
models: [{ name: m, only: ["\${A_API_KEY}"] }]
stream: "\${B}"
`
  const env = { A_API_KEY: `${canary}!`, B: `${canary}?`, C: `socks://u:${canary}@h`, D: 'CANARY' }
  expect(everythingShown(source, env)).not.toContain('CANARY')
})

test('references stay readable', () => {
  const more = 'api_key: "${K}", headers: { Authorization: "Bearer ${K}" }, proxy: "http://${U}:${P}@h:1"'
  const loaded = parseProfile(yaml(relay(more)), { file: 'p.yaml', env: { K: 'k', U: 'u', P: 'p' } })
  expect(loaded.profile.relays[0]).toMatchObject({
    api_key: '${K}',
    headers: { Authorization: 'Bearer ${K}' },
    proxy: 'http://${U}:${P}@h:1',
  })
  expect(loaded.secrets.get('a')?.proxy?.reveal()).toBe('http://u:p@h:1')
})

test('a proxy without credentials is shown as it is', () => {
  for (const proxy of ['direct', 'http://proxy.example:8080']) {
    const loaded = parseProfile(yaml(relay(`proxy: "${proxy}"`)), { file: 'p.yaml', env: {} })
    expect(loaded.profile.relays[0]?.proxy).toBe(proxy)
    expect(loaded.secrets.get('a')?.proxy?.reveal()).toBe(proxy)
  }
})

/** A profile that uses most of what there is; every mutation of it must load or be refused in words. */
const rich = `x-common: &common
  timeouts: { connect: 5, first_token: 30.5 }
  headers: &h { X-Team: "\${TEAM:-blue}", Authorization: 'Bearer ${canary}' }
relays:
  - <<: *common
    name: "中转站"
    endpoints:
      - { line: 电信, url: "https://a.example/v1" }
      - { line: 联通, url: "https://b.example/v1?x=1" }
    api_key: ${canary}
    auth: { style: header, name: X-Key }
    facts: { kind: relay, sla: "99.9%", invoice: unknown }
    proxy: "http://u:${canary}@proxy.example:1"
  - { name: b, simulate: { preset: good, ttft: [1, 2] }, headers: *h, limits: { rpm: 60 } }
models:
  - m
  - { name: claude, ids: { b: claude-5 }, only: [b] }
stream: both
workload: { prompt: short, max_tokens: 256 }
load: { requests: 20, concurrency: 2, seed: 42 }
`

test('the rich profile loads', () => {
  expect(attempt(rich, {})).not.toBeInstanceOf(ProfileError)
})

const scraps = [
  '\n',
  '  ',
  '\t',
  '- ',
  ': ',
  '{',
  '}',
  '[',
  ']',
  '"',
  "'",
  '*a',
  '&a ',
  '*h',
  '<<: ',
  '${',
  '}',
  '#',
  '|',
  '>-',
  '? ',
  '---\n',
  '!!set ',
  '%',
  '@',
  '\u0000',
  '\u001b',
  '\ud800',
  '中',
  'null',
  '0',
  '-1',
  '.inf',
  '__proto__: ',
  'constructor: ',
  'relays: ',
  'name: ',
  'x-: ',
]

/** Cuts a piece out somewhere and puts some of YAML's own signs, or another piece of the text, in its place. */
const mutation = fc.record({
  at: fc.nat(rich.length),
  cut: fc.oneof(fc.nat(3), fc.nat(60)),
  insert: fc.oneof(
    fc.constantFrom(...scraps),
    fc.array(fc.constantFrom(...scraps), { maxLength: 5 }).map((all) => all.join('')),
    fc.tuple(fc.nat(rich.length), fc.nat(80)).map(([from, length]) => rich.slice(from, from + length)),
    fc.string({ unit: 'binary', maxLength: 8 }),
  ),
})

const mutate = (mutations: readonly { at: number; cut: number; insert: string }[]): string =>
  mutations.reduce((text, { at, cut, insert }) => text.slice(0, at) + insert + text.slice(at + cut), rich)

test('any mutation of a profile loads or is refused in words, at places that exist', () => {
  fc.assert(
    fc.property(fc.array(mutation, { minLength: 1, maxLength: 4 }), (mutations) => {
      const source = mutate(mutations)
      const result = attempt(source, {})
      if (!(result instanceof ProfileError)) {
        expect(JSON.parse(JSON.stringify(result.profile))).toEqual(result.profile)
        return
      }
      expect(result.problems.length).toBeGreaterThan(0)
      const lines = source.split('\n').length
      for (const { line, column, message } of result.problems) {
        expect(line).toBeGreaterThanOrEqual(1)
        expect(line).toBeLessThanOrEqual(lines)
        expect(column).toBeGreaterThanOrEqual(1)
        expect(message.zh).not.toBe('')
      }
      formatProblems(result, 'zh')
    }),
    { seed: 20_260_101, numRuns: 300 },
  )
})

const keys = [
  'relays',
  'models',
  'name',
  'base_url',
  'endpoints',
  'simulate',
  'headers',
  'api_key',
  'proxy',
  'auth',
  'ids',
  'only',
  'load',
  'requests',
  'timeouts',
  'tls',
  'workload',
  'stream',
  '__proto__',
  'x-a',
]

/** Trees of the profile's own keys with any values: what the YAML parser passes on, but hardly ever a profile. */
const { tree } = fc.letrec<{ tree: unknown; value: unknown }>((tie) => ({
  tree: fc.dictionary(fc.constantFrom(...keys), tie('value'), { maxKeys: 5 }),
  value: fc.oneof(
    { maxDepth: 5 },
    fc.constantFrom(
      null,
      true,
      5,
      -1.5,
      '',
      'a',
      '${A}',
      '${',
      'https://a.example/v1',
      'both',
      'direct',
      'b@c',
    ),
    fc.array(tie('value'), { maxLength: 3 }),
    tie('tree'),
  ),
}))

test('any tree of known keys loads or is refused in words', () => {
  fc.assert(
    fc.property(tree, (value) => {
      const result = attempt(JSON.stringify(value), {})
      if (result instanceof ProfileError)
        expect(formatProblems(result, 'en')).not.toMatch(/undefined|\[object/)
    }),
    { seed: 20_260_103, numRuns: 250 },
  )
})

test('whatever is typed around the keys, they stay unseen', () => {
  // A mutation inside a key makes another text of it; so mutate only where no key is.
  const safe = fc.nat(rich.length).filter((at) => {
    const line = rich.slice(rich.lastIndexOf('\n', at - 1) + 1, rich.indexOf('\n', at) >>> 0)
    return !line.includes('CANARY')
  })
  const insert = fc.tuple(safe, fc.constantFrom(...scraps.filter((scrap) => scrap !== '#')))
  fc.assert(
    fc.property(insert, ([at, scrap]) => {
      expect(everythingShown(rich.slice(0, at) + scrap + rich.slice(at))).not.toContain('CANARY')
    }),
    { seed: 20_260_102, numRuns: 120 },
  )
})
