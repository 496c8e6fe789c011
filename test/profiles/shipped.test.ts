import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { parseProfile } from '../../src/profile/parse.ts'
import { type Profile, type ProfileRelay, profileSchema } from '../../src/schema/profile.ts'

const folder = new URL('../../profiles/', import.meta.url)
const files = readdirSync(folder).filter((file) => file.endsWith('.yaml'))
const textOf = (file: string): string => readFileSync(new URL(file, folder), 'utf8')
const profileOf = (file: string): Profile => profileSchema.parse(parse(textOf(file)))

const kindOf = (relay: ProfileRelay): string => relay.facts?.kind ?? 'none'
const urlsOf = (relay: ProfileRelay): string[] =>
  relay.endpoints?.map(({ url }) => url) ?? (relay.base_url === undefined ? [] : [relay.base_url])
const keyVariableOf = (relay: ProfileRelay): string | undefined =>
  relay.api_key_env ?? /^\$\{(\w+)\}$/.exec(relay.api_key ?? '')?.[1]
const remote = (profile: Profile): ProfileRelay[] =>
  profile.relays.filter(({ simulate }) => simulate === undefined)

/** Names of the models that a relay is asked for. */
const wantedOf = (profile: Profile, relay: string): string[] =>
  profile.models.flatMap((model) => {
    if (typeof model === 'string') return [model]
    return model.only === undefined || model.only.includes(relay) ? [model.name] : []
  })

/** Most requests that a profile can lead to when every key is set: warm-up included, retries not. */
function mostRequests(profile: Profile): number {
  const modes = profile.stream === 'both' ? 2 : 1
  const cells = profile.relays
    .map(({ name, endpoints }) => wantedOf(profile, name).length * (endpoints?.length ?? 1) * modes)
    .reduce((sum, count) => sum + count, 0)
  return cells * ((profile.load?.requests ?? 0) + (profile.load?.warmup ?? 0))
}

const grouped = (count: number): string => count.toLocaleString('en-US')

test('the profiles of the documentation are shipped', () => {
  expect(files.toSorted()).toEqual(['audit-demo.yaml', 'cn.yaml', 'demo.yaml', 'global.yaml', 'nightly.yaml'])
})

describe.each(files)('%s', (file) => {
  const profile = profileOf(file)
  const names = profile.relays.map(({ name }) => name)

  test('begins with the line by which editors find the schema', () => {
    expect(textOf(file).split('\n')[0]).toBe('# yaml-language-server: $schema=../docs/profile.schema.json')
  })

  test('names every relay and every model once', () => {
    const models = profile.models.map((model) => (typeof model === 'string' ? model : model.name))
    expect(new Set(names).size).toBe(names.length)
    expect(new Set(models).size).toBe(models.length)
  })

  test('asks only relays that it lists, and each of them for something', () => {
    const mentioned = profile.models.flatMap((model) =>
      typeof model === 'string' ? [] : [...(model.only ?? []), ...Object.keys(model.ids ?? {})],
    )
    expect(mentioned.filter((name) => !names.includes(name))).toEqual([])
    expect(names.filter((name) => wantedOf(profile, name).length === 0)).toEqual([])
  })

  test('gives aliases only for models that the relay is asked for', () => {
    const idle = profile.relays.flatMap(({ name, models }) =>
      Object.keys(models ?? {}).filter((model) => !wantedOf(profile, name).includes(model)),
    )
    expect(idle).toEqual([])
  })

  test('reaches real relays over https, and takes each key from a variable of its own', () => {
    const relays = remote(profile)
    const variables = relays.map(keyVariableOf)
    expect(relays.filter((relay) => urlsOf(relay).length === 0)).toEqual([])
    expect(relays.flatMap(urlsOf).filter((url) => new URL(url).protocol !== 'https:')).toEqual([])
    expect(relays.filter((relay) => keyVariableOf(relay) === undefined)).toEqual([])
    expect(new Set(variables).size).toBe(variables.length)
  })

  test('holds nothing that looks like a key', () => {
    expect(textOf(file)).not.toMatch(/\b(sk|fk|xai|gsk)-[A-Za-z0-9]{4,}|\bAIza|bce-v3\/[A-Za-z]/)
  })

  test('says of every real relay what it is, and where and when that was read', () => {
    const vague = remote(profile).filter(
      ({ facts }) =>
        facts?.kind === undefined ||
        facts.kind === 'unknown' ||
        !facts.source ||
        !/^2026-\d\d(-\d\d)?$/.test(facts.as_of ?? '') ||
        (facts.as_of ?? '') > '2026-11-24',
    )
    expect(vague.map(({ name }) => name)).toEqual([])
  })

  test('loads without any key, naming the variable that each real relay lacks', () => {
    const { secrets, notices } = parseProfile(textOf(file), { file, env: {} })
    const lacking = remote(profile).map(({ name }) => secrets.get(name)?.missingEnv)
    expect(lacking).toEqual(remote(profile).map(keyVariableOf))
    expect(notices).toEqual([])
  })

  test('loads with every key set, and gives each relay its own', () => {
    const variables = remote(profile).map((relay) => keyVariableOf(relay) ?? '')
    const env = Object.fromEntries(variables.map((variable) => [variable, `key-of-${variable}`]))
    const { secrets, notices } = parseProfile(textOf(file), { file, env })
    const keys = remote(profile).map(({ name }) => secrets.get(name)?.key?.reveal())
    expect(keys).toEqual(variables.map((variable) => env[variable]))
    expect(notices).toEqual([])
  })

  test('uses vendors and clouds, and no relay, as references', () => {
    const references = remote(profile).filter(({ reference }) => reference)
    expect(references.map(kindOf).filter((kind) => kind !== 'official' && kind !== 'cloud')).toEqual([])
  })
})

test.each([
  ['cn.yaml', /至多 ([\d,]+) 次请求、([\d,]+) 输出 token/],
  ['global.yaml', /at most ([\d,]+) requests and ([\d,]+) output tokens/],
  ['nightly.yaml', /at most ([\d,]+) requests a night.*?: ([\d,]+) output tokens/s],
])('%s states its worst case as it is', (file, sentence) => {
  const profile = profileOf(file)
  const requests = mostRequests(profile)
  expect(sentence.exec(textOf(file))?.slice(1)).toEqual([
    grouped(requests),
    grouped(requests * (profile.workload?.max_tokens ?? 0)),
  ])
})

describe('cn.yaml', () => {
  const { relays, limits, load } = profileOf('cn.yaml')
  const ofKind = (kind: string) => relays.filter((relay) => kindOf(relay) === kind)

  test('says that inclusion is no endorsement, and of which day it is', () => {
    expect(textOf('cn.yaml')).toContain('收录不代表背书')
    expect(textOf('cn.yaml')).toContain('清单日期：2026-11-24')
  })

  test('goes from vendors over clouds, aggregators and communities to relays', () => {
    const order = relays.map(kindOf).filter((kind, i, kinds) => kind !== kinds[i - 1])
    expect(order).toEqual(['official', 'cloud', 'aggregator', 'community', 'relay'])
  })

  test.each([
    ['official', 8],
    ['cloud', 4],
    ['aggregator', 8],
    ['community', 1],
    ['relay', 8],
  ])('%s: at least %i entries', (kind, least) => {
    expect(ofKind(kind).length).toBeGreaterThanOrEqual(least)
  })

  test('names PoloAI first among the relays, with no promise made in its name', () => {
    const first = ofKind('relay')[0]
    expect(first?.name).toBe('poloai')
    expect(first?.base_url).toBe('https://api.poloai.cn/v1')
    expect(first?.facts?.sla).toBe('unknown')
  })

  test('cites at least two sources for every relay', () => {
    const single = ofKind('relay').filter(({ facts }) => (facts?.source ?? '').split('；').length < 2)
    expect(single.map(({ name }) => name)).toEqual([])
  })

  test('uses every vendor and cloud as a reference', () => {
    const others = [...ofKind('official'), ...ofKind('cloud')].filter(({ reference }) => !reference)
    expect(others.map(({ name }) => name)).toEqual([])
  })

  test('is gentle: one request at a time, at most one a second', () => {
    expect(load?.concurrency).toBe(1)
    expect(limits?.rps).toBeLessThanOrEqual(1)
  })
})

test('demo.yaml needs neither key nor network: four simulated relays, one of each preset', () => {
  const { relays, stream } = profileOf('demo.yaml')
  expect(relays.map(({ simulate }) => simulate)).toEqual(['good', 'slow', 'flaky', 'ghost'])
  expect(relays.flatMap((relay) => [...urlsOf(relay), keyVariableOf(relay)]).filter(Boolean)).toEqual([])
  expect(stream).toBe('both')
})

test('nightly.yaml follows one relay next to one reference', () => {
  const { relays, models } = profileOf('nightly.yaml')
  expect(relays.map(({ reference }) => reference ?? false)).toEqual([true, false])
  expect(models).toHaveLength(1)
})

test('audit-demo.yaml needs neither key nor network: a reference, an honest relay and one that differs', () => {
  const { relays, slo } = profileOf('audit-demo.yaml')
  expect(relays.map(({ reference }) => reference ?? false)).toEqual([true, false, false])
  expect(relays.map(({ simulate }) => simulate)).toMatchObject([
    { mind: {} },
    { mind: {} },
    { mind: { identity: 'other', usage_factor: 3 } },
  ])
  expect(relays.flatMap((relay) => [...urlsOf(relay), keyVariableOf(relay)]).filter(Boolean)).toEqual([])
  expect(slo).toMatchObject({ audit: { severity: 'warn' } })
})
