import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type FakeRelay, startFakeRelay, steadily } from './fake-relay.ts'
import { type Running, relaybench, root, start, temporaryFolder, writeProfile } from './harness.ts'

const folder = temporaryFolder()
let relay: FakeRelay
const env = { KEY: 'sk-1234567890' }

beforeAll(async () => {
  relay = await startFakeRelay(steadily({ tokens: 12, gapMs: 3 }))
})
afterAll(() => relay.close())

const profileOf = (name: string, more: object = {}) =>
  writeProfile(folder, name, {
    relays: [{ name: 'good', base_url: relay.url, api_key_env: 'KEY' }],
    models: ['demo-mini'],
    load: { requests: 5, warmup: 0 },
    ...more,
  })

const watch = (profile: string, ...args: readonly string[]): Running =>
  start(['watch', profile, '--listen', '127.0.0.1:0', ...args], { env })

/** Where it serves, as it says itself. */
async function addressOf(running: Running): Promise<string> {
  await running.hears(/http:\/\/127\.0\.0\.1:\d+/)
  return /http:\/\/127\.0\.0\.1:\d+/.exec(running.said.stderr)?.[0] ?? ''
}

async function untilFetched(url: string, pattern: RegExp): Promise<string> {
  for (let i = 0; i < 600; i++) {
    const text = await fetch(url).then(
      (response) => response.text(),
      () => '',
    )
    if (pattern.test(text)) return text
    await delay(50)
  }
  throw new Error(`${url} never said ${pattern}`)
}

describe('relaybench watch', () => {
  test('probes in rounds, each a run of its own, and serves what they showed', async () => {
    const out = join(folder, 'served')
    const running = watch(profileOf('served'), '--every', '1s', '--out', out)
    const url = await addressOf(running)
    const metrics = await untilFetched(
      `${url}/metrics`,
      /relaybench_probes_total\{.*relaybench_outcome="ok".*\} (10|15)$/m,
    )
    expect(metrics).toContain('gen_ai_server_time_to_first_token_seconds_bucket')
    expect(metrics).not.toContain('sk-1234567890')
    const page = await fetch(url)
    expect(page.headers.get('content-type')).toContain('text/html')
    expect(await page.text()).toContain('relaybench watch: served')
    expect(await (await fetch(`${url}/report.json`)).json()).toMatchObject({
      schema: 'relaybench.report/1',
      state: 'finished',
    })
    expect((await fetch(`${url}/healthz`)).status).toBe(200)
    expect((await fetch(`${url}/../etc/passwd`)).status).toBe(404)
    expect((await fetch(url, { method: 'POST' })).status).toBe(405)
    running.child.kill('SIGINT')
    const { code, stderr } = await running.finished
    expect(code).toBe(0)
    expect(stderr).toMatch(/round 1: 5 of 5 answered[\s\S]*round 2: 5 of 5 answered/)
    const runs = readdirSync(out)
    expect(runs.length).toBeGreaterThanOrEqual(2)
    for (const each of runs) expect(existsSync(join(out, each, 'report.json'))).toBe(true)
    const { code: slaCode, stdout } = await relaybench(['sla', out])
    expect(slaCode).toBe(0)
    expect(stdout).toContain('good')
  })

  test('one cap holds for all rounds: no probe is sent that could pass it', async () => {
    const before = relay.probes().length
    // A probe is set aside at 1 USD, and costs that: there is room for seven of them.
    const profile = profileOf('capped', {
      budget: { usd: 7.5 },
      prices: { 'demo-mini': { input_usd_per_mtok: 0, output_usd_per_mtok: 0, per_request_usd: 1 } },
    })
    const out = join(folder, 'capped')
    const running = watch(profile, '--every', '1s', '--out', out)
    await running.hears(/The budget is used up/)
    const url = await addressOf(running)
    expect(await (await fetch(url)).text()).toContain('ended by the budget')
    await delay(1500)
    expect(relay.probes().length - before).toBe(7)
    running.child.kill('SIGTERM')
    expect((await running.finished).code).toBe(0)
  })

  test('ends by itself after --rounds, with the exit code of what they showed', async () => {
    const profile = profileOf('strict', { slo: { ttft_p50: '< 1ms' } })
    const { code } = await watch(
      profile,
      '--every',
      '1s',
      '--rounds',
      '2',
      '--requests',
      '30',
      '--out',
      join(folder, 'strict'),
    ).finished
    expect(code).toBe(1)
    expect(readdirSync(join(folder, 'strict'))).toHaveLength(2)
  })

  test('a taken address, a bad one and a missing key are told', async () => {
    const taken = createServer()
    taken.listen(0, '127.0.0.1')
    await once(taken, 'listening')
    const address = taken.address()
    const port = typeof address === 'object' && address !== null ? address.port : 0
    const profile = profileOf('told')
    const results = await Promise.all([
      relaybench(['watch', profile, '--listen', `127.0.0.1:${port}`], { env }),
      relaybench(['watch', profile, '--listen', 'here'], { env }),
      relaybench(['watch', profile, '--every', '1'], { env }),
      relaybench(['watch', profile, '--rounds', '0'], { env }),
      relaybench(['watch', profile, '--listen', '127.0.0.1:0', '--out', join(folder, 'keyless')]),
    ])
    taken.close()
    expect(results.map(({ code }) => code)).toEqual([2, 2, 2, 2, 3])
    const [inUse, bad, every, rounds, keyless] = results
    expect(inUse?.stderr).toContain('EADDRINUSE')
    expect(bad?.stderr).toContain('--listen takes HOST:PORT')
    expect(every?.stderr).toContain('--every takes a time')
    expect(rounds?.stderr).toContain('--rounds takes a whole number')
    expect(keyless?.stdout).toContain('set KEY')
  })
})

const has = (command: string): boolean => spawnSync(command, ['--version']).status === 0

describe.skipIf(!has('prometheus') || !has('promtool'))('a real Prometheus', () => {
  test('scrapes a watch and answers a p99 within the buckets around the true one', async () => {
    const running = watch(
      profileOf('scraped'),
      '--every',
      '1s',
      '--requests',
      '40',
      '--out',
      join(folder, 'scraped'),
    )
    const url = await addressOf(running)
    const config = join(folder, 'prometheus.yml')
    writeFileSync(
      config,
      `scrape_configs: [{ job_name: relaybench, scrape_interval: 500ms, static_configs: [{ targets: ["${new URL(url).host}"] }] }]\n`,
    )
    const port = await freePort()
    const prometheus = spawn('prometheus', [
      `--config.file=${config}`,
      `--storage.tsdb.path=${join(folder, 'tsdb')}`,
      `--web.listen-address=127.0.0.1:${port}`,
    ])
    try {
      const ask = (query: string) =>
        `http://127.0.0.1:${port}/api/v1/query?query=${encodeURIComponent(query)}`
      const ttft = 'gen_ai_server_time_to_first_token_seconds'
      const p99Query = `histogram_quantile(0.99, sum by (le, relaybench_relay) (rate(${ttft}_bucket[1m])))`
      // A rate takes two scrapes between which something was counted.
      const [result] = JSON.parse(await untilFetched(ask(`${p99Query} > 0`), /"value":/)).data.result
      expect(result.metric).toEqual({ relaybench_relay: 'good' })
      const p99 = Number(result.value[1])
      const journals = readdirSync(join(folder, 'scraped')).map((each) =>
        join(folder, 'scraped', each, 'report.json'),
      )
      const largest = Math.max(
        ...journals
          .filter(existsSync)
          .map((path) => JSON.parse(readFileSync(path, 'utf8')).cells[0].ttftMs.max),
      )
      expect(p99).toBeGreaterThan(0)
      // The next bucket above the largest value is at most twice as far.
      expect(p99).toBeLessThanOrEqual(Math.max(0.005, (largest / 1000) * 5))
      const up = JSON.parse(await (await fetch(ask('up'))).text())
      expect(up.data.result[0].value[1]).toBe('1')
    } finally {
      prometheus.kill('SIGKILL')
      running.child.kill('SIGINT')
    }
    expect((await running.finished).code).toBe(0)
  })

  test('takes the alert rules', () => {
    const { status, stdout, stderr } = spawnSync(
      'promtool',
      ['check', 'rules', join(root, 'docs', 'prometheus-alerts.yml')],
      { encoding: 'utf8' },
    )
    expect({ status, said: stdout + stderr }).toMatchObject({ status: 0 })
  })
})

async function freePort(): Promise<number> {
  const server = createServer()
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  return typeof address === 'object' && address !== null ? address.port : 0
}
