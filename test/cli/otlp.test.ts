import { createServer } from 'node:http'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Report } from '../../src/schema/report.ts'
import { decodePush } from '../telemetry/otlp-messages.ts'
import { closed, type FakeRelay, listen, startFakeRelay } from './fake-relay.ts'
import { relaybench, temporaryFolder, writeProfile } from './harness.ts'

/** A receiver of OTLP over HTTP, on a real socket. */
async function startReceiver(status = 200) {
  const pushed: {
    readonly path: string | undefined
    readonly type: string | undefined
    readonly auth: unknown
    readonly body: Uint8Array
  }[] = []
  const server = createServer(async (request, response) => {
    const { url: path, headers } = request
    pushed.push({
      path,
      type: headers['content-type'],
      auth: headers['authorization'],
      body: await buffer(request),
    })
    response.writeHead(status).end()
  })
  const port = await listen(server)
  return { url: `http://127.0.0.1:${port}`, pushed, close: () => closed(server) }
}

describe('--otlp', () => {
  const folder = temporaryFolder()
  let relay: FakeRelay
  let profile = ''

  beforeAll(async () => {
    relay = await startFakeRelay()
    profile = writeProfile(folder, 'otlp', {
      relays: [{ name: 'good', base_url: relay.url, api_key_env: 'KEY' }],
      models: ['demo-mini'],
      load: { requests: 12, warmup: 1 },
      slo: { availability: '>= 10%' },
    })
  })
  afterAll(() => relay.close())

  const env = { KEY: 'sk-1234567890', OTEL_EXPORTER_OTLP_HEADERS: 'authorization=Basic%20abc' }
  const run = (name: string, ...args: readonly string[]) =>
    relaybench(['run', profile, '--out', join(folder, name), '--quiet', '--json', ...args], { env })

  test('a receiver gets the run: names, units and counts are those of the report', async () => {
    const receiver = await startReceiver()
    const { code, stderr, stdout } = await run('taken', '--otlp', receiver.url)
    await receiver.close()
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(receiver.pushed.map(({ path, type, auth }) => ({ path, type, auth }))).toEqual([
      { path: '/v1/metrics', type: 'application/x-protobuf', auth: 'Basic abc' },
    ])
    const { resource, metrics } = decodePush(receiver.pushed[0]?.body ?? new Uint8Array())
    expect(resource).toMatchObject({ 'service.name': 'relaybench' })

    const report: Report = JSON.parse(stdout)
    const [cell] = report.cells
    const place = {
      'relaybench.relay': 'good',
      'gen_ai.request.model': 'demo-mini',
      'gen_ai.provider.name': 'openai',
    }
    const probes = metrics.get('relaybench.probes')
    expect(probes?.points).toMatchObject([
      { attributes: { ...place, 'relaybench.outcome': 'ok' }, point: { asDouble: 12 } },
    ])
    const warm = metrics
      .get('gen_ai.server.time_to_first_token')
      ?.points.find(({ attributes }) => attributes['relaybench.connection'] === 'warm')
    expect(metrics.get('gen_ai.server.time_to_first_token')?.unit).toBe('s')
    expect(warm?.attributes).toMatchObject(place)
    expect(warm?.point.count).toBe(cell?.ttftMs.n)
    expect(warm?.point.bucketCounts?.length).toBe((warm?.point.explicitBounds?.length ?? 0) + 1)
    const p50 = metrics
      .get('relaybench.time_to_first_token')
      ?.points.find(({ attributes }) => attributes['relaybench.quantile'] === '0.5')
    expect(p50?.point.asDouble).toBeCloseTo((cell?.ttftMs.p50 ?? 0) / 1000, 9)
    expect(Buffer.from(receiver.pushed[0]?.body ?? []).includes('sk-1234567890')).toBe(false)
  })

  test('a saved run can be sent later', async () => {
    const receiver = await startReceiver()
    const { code } = await relaybench(
      ['report', join(folder, 'taken'), '--quiet', '--otlp', `${receiver.url}/own/path`].filter(
        (word) => word !== '--quiet',
      ),
    )
    await receiver.close()
    expect(code).toBe(0)
    expect(receiver.pushed[0]?.path).toBe('/own/path')
    expect(
      decodePush(receiver.pushed[0]?.body ?? new Uint8Array()).metrics.get('relaybench.probes')?.points,
    ).toHaveLength(1)
  })

  test('a receiver that refuses is named, and takes the exit code 4; the report is there all the same', async () => {
    const receiver = await startReceiver(400)
    const { code, stderr, stdout } = await run('refused', '--otlp', receiver.url)
    await receiver.close()
    expect(code).toBe(4)
    expect(stderr).toContain(`the metrics were not taken by ${receiver.url}`)
    expect(JSON.parse(stdout)).toMatchObject({ state: 'finished' })
  })

  test('an address that is none is told before anything is sent', async () => {
    const before = relay.asked.length
    const { code, stderr } = await run('bad', '--otlp', 'localhost:4318')
    expect(code).toBe(2)
    expect(stderr).toContain('--otlp takes an address')
    expect(relay.asked.length).toBe(before)
  })
})
