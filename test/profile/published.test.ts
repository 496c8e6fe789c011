import { expect, test } from 'vitest'
import { z } from 'zod'
import { profileDocs } from '../../src/profile/docs.ts'
import { profileJsonSchema } from '../../src/profile/json-schema.ts'
import { keysAt, placeOf } from '../../src/profile/schema-keys.ts'
import { profileSchema } from '../../src/schema/profile.ts'
import { shapeProblems } from '../../src/words/problems.ts'

const schema = profileJsonSchema()
const text = JSON.stringify(schema)

test('the JSON schema says what it is, and lets x- keys hold anything', () => {
  expect(schema).toMatchObject({
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    $id: 'https://relaybench.dev/schema/profile-1.json',
    title: 'relaybench profile',
    required: ['relays', 'models'],
    additionalProperties: false,
    patternProperties: { '^x-': {} },
  })
})

test('the JSON schema is one that zod reads back, with the same judgement', () => {
  const back = z.fromJSONSchema(JSON.parse(text))
  const good = { relays: [{ name: 'a', base_url: '${BASE}' }], models: ['m'], 'x-a': 1 }
  expect(back.safeParse(good).success).toBe(true)
  expect(back.safeParse({ ...good, stream: 'yes' }).success).toBe(false)
  expect(back.safeParse({ ...good, lod: {} }).success).toBe(false)
})

test('the reference names every key and every description of the schema', () => {
  const docs = profileDocs()
  for (const [, description = ''] of text.matchAll(/"description":("(?:[^"\\]|\\.)*")/g)) {
    expect(docs).toContain(JSON.parse(description).replaceAll('|', '\\|'))
  }
  for (const key of ['`relays` (required)', '`first_token`', '`quiet_hours`', '`reasoning_effort`']) {
    expect(docs).toContain(key)
  }
})

test('every link of the reference leads to a heading', () => {
  const docs = profileDocs()
  const slugs = [...docs.matchAll(/^## (.*)$/gm)].map(([, title = '']) =>
    title
      .toLowerCase()
      .replace(/[^\w -]/g, '')
      .replaceAll(' ', '-'),
  )
  const links = [...docs.matchAll(/\]\(#([^)]*)\)/g)].map(([, slug]) => slug)
  expect(links.length).toBeGreaterThan(8)
  expect(slugs).toEqual(expect.arrayContaining(links))
})

test('every sentence of the schema has a translation', () => {
  const sentences = [...customSentences()]
  expect(sentences.length).toBeGreaterThan(0)
  for (const sentence of sentences) {
    expect(shapeProblems.format(sentence, undefined).message.zh).toMatch(/\p{Script=Han}/u)
  }
})

/** What the schema says of a text that no pattern accepts, at every place that wants a pattern. */
function customSentences(): Set<string> {
  const wrong = '\u0000'
  const profile = {
    relays: [
      {
        name: wrong,
        api_key_env: wrong,
        endpoints: [{ line: wrong }],
        probe_policy: { quiet_hours: wrong },
      },
    ],
    models: [wrong],
    vantage: wrong,
    load: { duration: wrong },
  }
  const issues = z.safeParse(profileSchema, profile).error?.issues ?? []
  return new Set(issues.filter(({ code }) => code === 'invalid_format').map(({ message }) => message))
}

test.each([
  [[], ['relays', 'models', 'load']],
  [
    ['relays', 0],
    ['base_url', 'api_key'],
  ],
  [
    ['relays', 0, 'auth'],
    ['style', 'name'],
  ],
  [
    ['models', 1],
    ['ids', 'only'],
  ],
  [['relays', 0, 'headers', 'x'], []],
  [['nowhere'], []],
])('keys at %j include %j', (path, keys) => {
  expect(keysAt(path)).toEqual(expect.arrayContaining(keys))
})

test.each([
  ['requests', 'load.requests'],
  ['stream', 'stream'],
  ['sla', 'relays[].facts.sla'],
  ['nothing', undefined],
])('%s belongs at %s', (key, place) => {
  expect(placeOf(key)).toBe(place)
})
