import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { draftProfile, type Found, importers, profileText, type Source } from '../../src/import/index.ts'
import { parseProfile } from '../../src/profile/parse.ts'
import * as files from './files.ts'

const sourceOf = (content: string | Uint8Array, over: Partial<Source> = {}): Source => ({
  path: '~/file',
  bytes: typeof content === 'string' ? new TextEncoder().encode(content) : content,
  text: typeof content === 'string' ? content : '',
  env: {},
  beside: () => undefined,
  rows: () => [],
  ...over,
})

function read(id: string, content: string | Uint8Array, over: Partial<Source> = {}): readonly Found[] {
  const importer = importers.find((each) => each.id === id)
  if (!importer) throw new Error(`no importer ${id}`)
  return importer.read(sourceOf(content, over))
}

const database: Partial<Source> = {
  rows: (table) => (table === 'providers' ? files.ccSwitchRows.providers : files.ccSwitchRows.endpoints),
}
const sqlite = new TextEncoder().encode('SQLite format 3\0…')

describe('what other tools keep', () => {
  test('Claude Code: a token is sent as Bearer', () => {
    expect(read('claude-code', files.claudeSettings)).toMatchObject([
      {
        ...{ name: 'relay-a.example', urls: ['https://relay-a.example'], protocol: 'anthropic-messages' },
        ...{ auth: 'bearer', models: ['claude-opus-5'] },
        key: { type: 'file', place: '~/file, env.ANTHROPIC_AUTH_TOKEN' },
      },
    ])
  })

  test('Codex: every provider, with the variable it names or the key of auth.json', () => {
    const found = read('codex', files.codexConfig, {
      beside: (name) => (name === 'auth.json' ? files.codexAuth : undefined),
    })
    expect(found).toMatchObject([
      {
        name: 'Relay B',
        urls: ['https://relay-b.example/v1'],
        protocol: 'openai-responses',
        models: ['gpt-5.6-sol'],
        key: { type: 'file' },
      },
      { name: 'Other', protocol: 'openai-chat', models: [], key: { type: 'variable', name: 'OTHER_KEY' } },
    ])
  })

  test('LiteLLM: entries with an address of their own', () => {
    expect(read('litellm', files.litellmConfig)).toMatchObject([
      {
        urls: ['https://relay-c.example/v1'],
        models: ['gpt-5.6-sol'],
        key: { type: 'variable', name: 'RELAY_C_KEY' },
      },
      { urls: ['https://relay-c.example/v1'], models: ['gpt-5.6-mini'] },
      { urls: ['https://relay-d.example'], protocol: 'anthropic-messages', key: { type: 'file' } },
    ])
  })

  test('new-api: channels with an address, and the connection that its page copies', () => {
    expect(read('new-api', files.channels)).toMatchObject([
      {
        name: 'east',
        urls: ['https://east.relay-e.example/v1'],
        models: ['gpt-5.6-sol', 'claude-opus-5'],
        key: { type: 'file' },
      },
      { name: 'west', urls: ['https://west.relay-e.example/v1'] },
      {
        name: 'messages',
        urls: ['https://relay-f.example'],
        protocol: 'anthropic-messages',
        key: { type: 'none' },
      },
      { name: 'own path', urls: ['https://relay-k.example/api/v4'], sent: { 'gpt-5.6-sol': 'sol-2026' } },
    ])
    expect(read('new-api', files.connection)).toMatchObject([
      { urls: ['https://relay-g.example/v1'], key: { type: 'file' } },
    ])
  })

  test('Cherry Studio: a zip with JSON within JSON; hosts that end in "/" are used as they are', () => {
    expect(read('cherry-studio', files.cherryBackup)).toMatchObject([
      {
        name: '中转 H',
        urls: ['https://relay-h.example/v1'],
        models: ['gpt-5.6-sol'],
        key: { type: 'file' },
      },
      { name: 'as is', urls: ['https://relay-i.example/own/v3'], key: { type: 'none' } },
    ])
  })

  test('cc-switch: its database and the file of earlier versions; further addresses are lines', () => {
    expect(read('cc-switch', sqlite, database)).toMatchObject([
      { name: 'Relay A', urls: ['https://relay-a.example', 'https://cn2.relay-a.example'], auth: 'bearer' },
      {
        name: 'Relay B',
        urls: ['https://relay-b.example/v1', 'https://hk.relay-b.example/v1'],
        protocol: 'openai-responses',
      },
    ])
    expect(read('cc-switch', files.ccSwitchJson)).toMatchObject([
      { name: 'Relay A', urls: ['https://relay-a.example', 'https://cn2.relay-a.example'] },
    ])
  })

  test('the environment: addresses and the variables that hold the keys', () => {
    const env = {
      ...{
        OPENAI_BASE_URL: 'https://relay-j.example/v1',
        OPENAI_API_KEY: 'sk-x',
        OPENAI_MODEL: 'gpt-5.6-sol',
      },
      ...{ ANTHROPIC_BASE_URL: 'https://relay-j.example', ANTHROPIC_AUTH_TOKEN: 'sk-y' },
    }
    expect(read('env', '', { env })).toMatchObject([
      {
        urls: ['https://relay-j.example/v1'],
        models: ['gpt-5.6-sol'],
        key: { type: 'variable', name: 'OPENAI_API_KEY' },
      },
      {
        protocol: 'anthropic-messages',
        auth: 'bearer',
        key: { type: 'variable', name: 'ANTHROPIC_AUTH_TOKEN' },
      },
    ])
  })
})

const all = [
  ...read('claude-code', files.claudeSettings),
  ...read('codex', files.codexConfig, { beside: () => files.codexAuth }),
  ...read('litellm', files.litellmConfig),
  ...read('new-api', files.channels),
  ...read('cherry-studio', files.cherryBackup),
  ...read('cc-switch', sqlite, database),
]

describe('the profile that comes of it', () => {
  const draft = draftProfile(all, [])
  const text = profileText(draft, ({ en }) => en)

  test('is one that loads, once its variables are set', () => {
    const env = Object.fromEntries(draft.relays.map(({ variable }) => [variable, 'sk-0123456789abcdef']))
    const { profile, notices } = parseProfile(text, { file: 'relays.yaml', env })
    expect(profile.relays.map(({ name }) => name)).toEqual(draft.relays.map(({ name }) => name))
    expect(notices).toEqual([])
  })

  test('entries with one key are lines of one relay', () => {
    const lines = draft.relays.map(({ name, lines: all }) => [name, all.map(({ url }) => url)])
    expect(Object.fromEntries(lines)).toMatchObject({
      east: ['https://east.relay-e.example/v1', 'https://west.relay-e.example/v1'],
      'relay-a.example': ['https://relay-a.example', 'https://cn2.relay-a.example'],
    })
    expect(text).toMatch(
      /endpoints:\n +- line: east\.relay-e\.example\n +url: https:\/\/east\.relay-e\.example\/v1/,
    )
  })

  test('a relay with its own name for a model is asked by that name', () => {
    expect(parse(text).relays.flatMap(({ models }: { models?: object }) => models ?? [])).toEqual([
      { 'gpt-5.6-sol': 'sol-2026' },
    ])
  })

  test('no key is in it, nor in what is known of it', () => {
    for (const key of files.keys) {
      expect(text).not.toContain(key)
      expect(JSON.stringify(draft)).not.toContain(key)
    }
  })

  test('models are those that most relays serve; others stand in a comment', () => {
    expect(
      draft.models
        .map(({ name }) => name)
        .slice(0, 2)
        .sort(),
    ).toEqual(['claude-opus-5', 'gpt-5.6-sol'])
    expect(draftProfile(all, ['mine']).models).toEqual([{ name: 'mine' }])
    const many = { ...(all[0] as Found), models: Array.from({ length: 9 }, (_, i) => `m${i}`) }
    expect(profileText(draftProfile([many], []), ({ en }) => en)).toContain(
      '# also known there: m5, m6, m7, m8',
    )
  })
})

describe('whatever a file holds', () => {
  test.each(importers)('$id reads no relay from it, and never falls over', ({ read: readIt }) => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json(), fc.uint8Array()), (content) => {
        for (const found of readIt(sourceOf(content))) expect(found.urls.length).toBeGreaterThan(0)
      }),
    )
  })

  test('names and addresses of others never become YAML, and always load', () => {
    const nasty = fc.string({
      unit: fc.constantFrom(...'a: #-{}[]&*!|>\'"%@`,\n\t\u0000\u001b\u202e中?~'),
      maxLength: 90,
    })
    fc.assert(
      fc.property(nasty, nasty, (name, model) => {
        const found: Found = { ...(all[0] as Found), name, models: [model, 'x'] }
        const draft = draftProfile([found, { ...found, key: { type: 'none' } }], [])
        const env = Object.fromEntries(draft.relays.map(({ variable }) => [variable, 'sk-0123456789abcdef']))
        const { profile } = parseProfile(
          profileText(draft, ({ zh }) => zh),
          { file: 'x.yaml', env },
        )
        expect(profile.relays).toHaveLength(2)
      }),
    )
  })
})
