import { describe, expect, test } from 'vitest'
import type { JournalRecord } from '../../src/core/journal.ts'
import { judge } from '../../src/judge/judge.ts'
import { answer, cell, dnsFailure, header, journal, listing, plan, refusal } from './journal.ts'

const c1 = cell('c1')

const relayOf = (...records: JournalRecord[]) => judge(journal(header([c1]), records)).relays[0]

describe('listing', () => {
  test.each([
    ['a list', listing(['a', 'b']), { outcome: 'ok', models: 2, message: null }],
    ['an empty list', listing([]), { outcome: 'ok', models: 0, message: null }],
    [
      'a refused key',
      listing(undefined, { http: { status: 401, headers: {} }, error: { message: 'invalid api key' } }),
      { outcome: 'auth', models: null, message: 'invalid api key' },
    ],
    [
      'a web page',
      listing(undefined, { http: { status: 200, contentType: 'text/html; charset=utf-8', headers: {} } }),
      { outcome: 'wrong-path', models: null },
    ],
    ['JSON that is no list', listing(undefined), { outcome: 'malformed', models: null }],
  ])('%s', (_, record, expected) => {
    expect(relayOf(record)?.listing).toMatchObject(expected)
  })

  test('a host that is not found', () => {
    const { http: _http, connection: _connection, ...record } = listing(undefined, { ending: dnsFailure })
    expect(relayOf(record)?.listing).toMatchObject({ outcome: 'dns', models: null })
  })

  test('a later failure does not hide an earlier list', () => {
    const later = listing(undefined, { session: 2, http: { status: 500, headers: {} } })
    expect(relayOf(listing(['a']), later)?.listing).toMatchObject({ outcome: 'ok', models: 1 })
  })
})

describe('edge', () => {
  test.each([
    [{ 'cf-ray': '8f2b1c9d0e1f2a3b-HKG' }, 'Cloudflare HKG'],
    [{ 'cf-ray': '8f2b1c9d0e1f2a3b' }, 'Cloudflare'],
    [{ 'cf-ray': 'x-\u001b[31m' }, 'Cloudflare'],
    [{ 'eo-log-uuid': '123' }, 'EdgeOne'],
    [{ 'x-nws-log-uuid': '123' }, 'Tencent'],
    [{ eagleid: '123' }, 'Alibaba'],
    [{ 'x-amz-cf-pop': 'NRT57-P3' }, 'CloudFront NRT'],
    [{ 'x-served-by': 'cache-iad-kiad7000123-IAD, cache-hkg17935-HKG' }, 'Fastly HKG'],
    [{ 'x-served-by': 'my-server' }, null],
    [{ server: 'nginx' }, null],
  ])('%j is %s', (headers, edge) => {
    const http = { status: 200, headers: headers as Record<string, string> }
    expect(relayOf(answer(1, c1, 200, { http }))?.network.edge).toBe(edge)
  })
})

test('network facts are the commonest, dial times the median', () => {
  const dialled = (round: number, tls: number, remoteAddress: string) =>
    answer(round, c1, 300, {
      connection: { reused: false, remoteAddress },
      timeline: { started: 1000, tcp: 1010, tls, sent: tls + 1 },
    })
  expect(
    relayOf(
      dialled(1, 1050, '203.0.113.7'),
      dialled(2, 1090, '203.0.113.9'),
      dialled(3, 1070, '203.0.113.7'),
      answer(4, c1, 200, { connection: { reused: true, remoteAddress: '203.0.113.7' } }),
    )?.network,
  ).toMatchObject({ dnsMs: null, tcpMs: 10, tlsMs: 60, remoteAddress: '203.0.113.7' })
})

describe('stopped', () => {
  const stop = {
    type: 'stop',
    relay: 'acme',
    session: 1,
    reason: 'quota',
    probeId: 'r1.c1',
    atMs: 5,
  } as const
  const broke = refusal(1, c1, 402, 'insufficient balance')

  test('a relay that was given up says why', () => {
    expect(relayOf(broke, stop)?.stopped).toEqual({ outcome: 'quota', probeId: 'r1.c1' })
  })

  test('a relay that a later session went on with was not given up', () => {
    expect(relayOf(broke, stop, answer(2, c1, 200, { session: 2 }))?.stopped).toBeNull()
  })
})

test('the status page names the software', () => {
  const page = {
    type: 'status-page',
    relay: 'acme',
    session: 1,
    software: 'new-api',
    version: 'v0.9',
  } as const
  expect(relayOf(page)?.software).toBe('new-api v0.9')
})

test('every line of a relay has its row, and relays that the run left out have none', () => {
  const profile = {
    relays: [
      { name: 'unused', base_url: 'https://unused.example' },
      {
        name: 'acme',
        reference: true,
        facts: { kind: 'relay', sla: 'unknown' },
        endpoints: [
          { line: 'hk', url: 'https://hk.acme.example/v1' },
          { line: 'us', url: 'https://us.acme.example/v1' },
        ],
      },
    ],
  }
  const cells = [cell('c1', { line: 'hk' }), cell('c2', { line: 'us' })]
  const { relays } = judge(journal(header(cells, { profile }), listing(['a'], { line: 'us' })))
  expect(relays).toMatchObject([
    { relay: 'acme', line: 'hk', origin: 'https://hk.acme.example', reference: true, listing: null },
    { relay: 'acme', line: 'us', origin: 'https://us.acme.example', listing: { models: 1 } },
  ])
  expect(relays[0]?.facts).toEqual({ kind: 'relay', sla: 'unknown' })
})

test.each([[null], ['text'], [{ relays: [7, { base_url: 3 }] }]])(
  'a profile like %j leaves the relays that the plan names',
  (profile) => {
    const { relays } = judge(journal(header([c1], { profile, plan: plan([c1]) })))
    expect(relays).toMatchObject([{ relay: 'acme', line: null, origin: null, reference: false, facts: {} }])
  },
)

test.each([
  ['198.18.3.7', ['fake-ip']],
  ['198.19.255.1', ['fake-ip']],
  ['198.20.0.1', []],
  ['203.0.113.9', []],
])('an answer from %s gives the notices %j', (remoteAddress, codes) => {
  const record = listing(['a'], { connection: { reused: false, remoteAddress } })
  const { notices } = judge(journal(header([c1]), record))
  expect(notices.map(({ code }) => code)).toEqual(codes)
})
