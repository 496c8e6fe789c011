import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { createServer } from 'node:net'
import { expect, test } from 'vitest'
import { tracePath } from '../../src/transport/trace-path.ts'
import { certificateFor } from '../run/certificate.ts'
import { secureWeb, withServer } from '../run/servers.ts'

const none = { dnsMs: undefined, addresses: [], certificate: undefined }
const never = new AbortController().signal
const target = (port: number, over: Partial<Parameters<typeof tracePath>[0]> = {}) => ({
  ...{ host: 'localhost', port, secure: true, timeoutMs: 2_000 },
  ...over,
})
test('every address that a name has is connected to, and the certificate read; no request is made', async () => {
  let requests = 0
  const server = secureWeb(certificateFor('localhost'), (_request, response) => {
    requests++
    response.end()
  })
  await withServer(server, async ({ port }) => {
    const { dnsMs, addresses, certificate } = (await tracePath(target(port, { family: 4 }), never)) ?? none
    expect(dnsMs).toBeGreaterThanOrEqual(0)
    expect(addresses).toEqual([
      { address: '127.0.0.1', family: 4, tcpMs: expect.any(Number), tlsMs: expect.any(Number) },
    ])
    expect(certificate).toEqual({
      ...{ issuer: 'test relay', subject: 'test relay' },
      ...{ validFrom: '2020-01-01T00:00:00.000Z', validTo: '2099-12-31T23:59:59.000Z' },
    })
  })
  expect(requests).toBe(0)
})

test('what goes wrong is said of the address that it was at', async () => {
  const refused = createServer()
  refused.listen(0, '127.0.0.1')
  await once(refused, 'listening')
  const { port } = refused.address() as AddressInfo
  refused.close()
  await once(refused, 'close')
  const { addresses } = (await tracePath(target(port, { family: 4 }), never)) ?? none
  expect(addresses).toEqual([{ address: '127.0.0.1', family: 4, failure: 'ECONNREFUSED' }])
})

test('a server that never shakes hands costs no more than the time limit', async () => {
  const silent = createServer((socket) => socket.on('error', () => {}))
  silent.listen(0, '127.0.0.1')
  await once(silent, 'listening')
  const { addresses } =
    (await tracePath(target((silent.address() as AddressInfo).port, { family: 4, timeoutMs: 60 }), never)) ??
    none
  expect(addresses).toEqual([
    { address: '127.0.0.1', family: 4, tcpMs: expect.any(Number), failure: 'ETIMEDOUT' },
  ])
  silent.close()
})

test('an address needs no resolver', async () => {
  expect(await tracePath({ ...target(443), host: '203.0.113.7' }, never)).toBeUndefined()
})

test('a name without an address, and a run that is stopped', async () => {
  const nowhere = await tracePath({ ...target(443), host: 'no-such-host.invalid' }, never)
  expect(nowhere).toMatchObject({ failure: expect.stringMatching(/^E/), addresses: [] })
  const stopped = (await tracePath(target(1), AbortSignal.abort())) ?? none
  expect(stopped.addresses.every(({ tcpMs, failure }) => tcpMs === undefined && failure === undefined)).toBe(
    true,
  )
})
