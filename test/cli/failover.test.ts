import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import stringWidth from 'string-width'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { failoverSchema } from '../../src/schema/failover.ts'
import { type FakeRelay, sendJson, startFakeRelay, steadily } from './fake-relay.ts'
import {
  finishedObservations,
  journalRecords,
  relaybench,
  start,
  temporaryFolder,
  writeProfile,
} from './harness.ts'

describe('relaybench failover', () => {
  const folder = temporaryFolder()
  const relays: FakeRelay[] = []
  const run = join(folder, 'run')

  beforeAll(async () => {
    const well = steadily({ gapMs: 1 })
    let asked = 0
    relays.push(
      await startFakeRelay((question, response) =>
        question.method === 'POST' && ++asked % 3 === 0
          ? sendJson(response, { error: { message: 'upstream is gone' } }, 502)
          : well(question, response),
      ),
      await startFakeRelay(well),
    )
    const profile = writeProfile(folder, 'pair', {
      relays: ['cheap', 'sure'].map((name, i) => ({ name, base_url: relays[i]?.url ?? '' })),
      models: ['demo-mini'],
      load: { requests: 30, concurrency: 1, warmup: 0 },
    })
    await relaybench(['run', profile, '--quiet', '--no-calibration', '--out', run])
  })
  afterAll(() => Promise.all(relays.map((relay) => relay.close())))

  const failover = (...args: readonly string[]) => relaybench(['failover', run, ...args])

  test('primary and backup together answer what the primary alone did not', async () => {
    const { code, stdout } = await failover(
      '--primary',
      'cheap',
      '--backup',
      'sure',
      '--attempts',
      '1',
      '--json',
    )
    expect(code).toBe(0)
    const [found] = JSON.parse(stdout).map((each: unknown) => failoverSchema.parse(each))
    expect(found.chain.result).toMatchObject({ requests: 30, ok: 30 })
    expect(found.alone[0].result.ok).toBe(20)
    expect(found.chain.result.by.cheap + found.chain.result.by.sure).toBe(30)
  })

  test('a status that is not to be tried again goes to nobody else', async () => {
    const { stdout } = await failover('--primary', 'cheap', '--backup', 'sure', '--retry-on', '503', '--json')
    expect(JSON.parse(stdout)[0].chain.result).toMatchObject({ ok: 20, by: { cheap: 20 } })
  })

  test.each(['en', 'zh'])('fits into 80 columns, and says what it rests on: %s', async (language) => {
    const [narrow, wide] = await Promise.all(
      ['80', '200'].map((columns) =>
        relaybench(['failover', run, '--search', '--lang', language], { env: { COLUMNS: columns } }),
      ),
    )
    expect(narrow?.stdout.split('\n').filter((line) => stringWidth(line) > 80)).toEqual([])
    expect(wide?.stdout).toContain(language === 'en' ? '(held out)' : '留出部分')
    expect(wide?.stdout).toContain(
      language === 'en' ? 'comes to what its next probe came to' : '按其下一次探测的结果计',
    )
  })

  test('live: requests are routed by the policy, and what they came to stands beside the prediction', async () => {
    const [before, after] = [
      relays.map((relay) => relay.probes().length),
      () => relays.map((relay) => relay.probes().length),
    ]
    const out = join(folder, 'live')
    const { code, stdout, stderr } = await failover(
      ...[
        '--primary',
        'cheap',
        '--backup',
        'sure',
        '--attempts',
        '2',
        '--backoff',
        '0.02-0.05',
        '--trip',
        '50',
      ],
      ...['--live', '--requests', '30', '--every', '0', '--out', out, '--quiet', '--json'],
    )
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    const [found] = JSON.parse(stdout).map((each: unknown) => failoverSchema.parse(each))
    // Every third request to the primary fails; its second attempt, or the backup, answers.
    expect(found.live.result).toMatchObject({ requests: 30, ok: 30 })
    expect(found.live.held).toMatchObject({ availability: true })
    const attempts = finishedObservations(journalRecords(out))
    const sent = after().map((n, i) => n - (before[i] ?? 0))
    expect(sent[0] ?? 0).toBeGreaterThan(30)
    expect(attempts.length).toBe((sent[0] ?? 0) + (sent[1] ?? 0))
    expect(attempts.every(({ call }) => call !== undefined)).toBe(true)
    const again = await relaybench(['failover', out, '--search'])
    expect(again).toMatchObject({ code: 2, stderr: expect.stringContaining('cannot be rehearsed on') })
    expect(found.live.result.attemptsPerRequest).toBeCloseTo(attempts.length / 30, 6)
  })

  test('live: a backup is asked beside a primary that has not begun to answer, and the first to begin is taken', async () => {
    const quick = steadily({ gapMs: 1 })
    let asked = 0
    const [slow, sure] = await Promise.all([
      startFakeRelay(async (question, response) => {
        if (question.method === 'POST' && ++asked % 5 === 0) await delay(1_500)
        await quick(question, response)
      }),
      startFakeRelay(quick),
    ])
    const profile = writeProfile(folder, 'hedged', {
      relays: [
        { name: 'slow', base_url: slow.url },
        { name: 'sure', base_url: sure.url },
      ],
      models: ['demo-mini'],
      load: { requests: 30, concurrency: 1, warmup: 0 },
    })
    const [recorded, out] = [join(folder, 'hedged-run'), join(folder, 'hedged-live')]
    await relaybench(['run', profile, '--quiet', '--no-calibration', '--out', recorded])
    const { code, stdout } = await relaybench([
      ...['failover', recorded, '--primary', 'slow', '--backup', 'sure', '--hedge', '0.3', '--live'],
      ...['--requests', '24', '--every', '0', '--out', out, '--quiet', '--json'],
    ])
    await Promise.all([slow.close(), sure.close()])
    expect(code).toBe(0)
    const [{ chain, live }] = JSON.parse(stdout)
    const hedges = finishedObservations(journalRecords(out)).filter(({ call }) => call?.hedge)
    // Every fifth answer is late for certain; on a busy machine others may be.
    expect(chain.result.by.sure).toBeGreaterThanOrEqual(6)
    expect(live.result).toMatchObject({ ok: 24, attemptsPerRequest: (24 + hedges.length) / 24 })
    expect(live.result.by.sure).toBeGreaterThanOrEqual(4)
    expect(live.result.by.sure).toBeLessThanOrEqual(hedges.length)
    expect(live.held.availability).toBe(true)
    expect(live.result.firstMs.p95.value).toBeGreaterThan(300)
    expect(live.result.firstMs.p95.value).toBeLessThan(1_500)
    expect(new Set(hedges.map(({ cellId }) => cellId))).toEqual(new Set(['c2']))
  })

  test('live: broken off, it tells of what was made, and where', async () => {
    const out = join(folder, 'broken-off')
    const before = relays[1]?.probes().length ?? 0
    const running = start([
      ...['failover', run, '--primary', 'sure', '--live', '--requests', '500', '--every', '0.05'],
      ...['--out', out, '--json'],
    ])
    await relays[1]?.until((relay) => relay.probes().length > before)
    running.child.kill('SIGINT')
    const { code, stdout, stderr } = await running.finished
    expect(code).toBe(130)
    expect(stderr).toContain(`Journal and report: ${out}`)
    const made = finishedObservations(journalRecords(out)).length
    expect(made).toBeLessThan(500)
    expect(JSON.parse(stdout)[0].live.result.requests).toBe(made)
  })

  test('live: without a relay of the chain nothing is sent', async () => {
    const keyed = writeProfile(folder, 'keyed', {
      relays: [
        { name: 'cheap', base_url: relays[0]?.url ?? '' },
        { name: 'sure', base_url: relays[1]?.url ?? '', api_key_env: 'SURE_KEY' },
      ],
      models: ['demo-mini'],
      load: { requests: 3, concurrency: 1, warmup: 0 },
    })
    const recorded = join(folder, 'keyed-run')
    await relaybench(['run', keyed, '--quiet', '--no-calibration', '--out', recorded], {
      env: { SURE_KEY: 'sk-sure-55556666' },
    })
    const before = relays.map((relay) => relay.asked.length)
    const { code, stderr } = await relaybench([
      ...['failover', recorded, '--primary', 'cheap', '--backup', 'sure', '--live', '--quiet'],
    ])
    expect(code).toBe(2)
    expect(stderr).toContain('the live run cannot ask sure')
    expect(stderr).toContain('set its key: SURE_KEY')
    expect(relays.map((relay) => relay.asked.length)).toEqual(before)
  })

  test('live: a relay that is down is left alone, and the cap is never passed', async () => {
    const down = writeProfile(folder, 'down', {
      relays: [
        { name: 'gone', base_url: 'http://127.0.0.1:1/v1' },
        { name: 'sure', base_url: relays[1]?.url ?? '' },
      ],
      models: ['demo-mini'],
      load: { requests: 4, concurrency: 1, warmup: 0 },
      prices: { 'demo-mini': { input_usd_per_mtok: 0, output_usd_per_mtok: 0, per_request_usd: 1 } },
    })
    const recorded = join(folder, 'down')
    await relaybench(['run', down, '--quiet', '--no-calibration', '--out', recorded])
    const before = relays[1]?.probes().length ?? 0
    const { code, stdout } = await relaybench([
      ...[
        'failover',
        recorded,
        '--primary',
        'gone',
        '--backup',
        'sure',
        '--attempts',
        '1',
        '--trip',
        '2',
        '--json',
      ],
      ...[
        '--live',
        '--requests',
        '12',
        '--every',
        '0',
        '--budget',
        '9.5',
        '--out',
        join(folder, 'down-live'),
        '--quiet',
      ],
    ])
    expect(code).toBe(0)
    const [found] = JSON.parse(stdout)
    expect((relays[1]?.probes().length ?? 0) - before).toBeLessThanOrEqual(9)
    expect(found.live.result.by.sure).toBeGreaterThanOrEqual(7)
    const gone = finishedObservations(journalRecords(join(folder, 'down-live'))).filter(
      ({ cellId }) => cellId === 'c1',
    )
    expect(gone).toHaveLength(2)
  })

  test.each([
    [['--primary', 'cheap', '--backup', 'cheap'], 'cheap is named twice'],
    [['--primary', 'nobody'], 'the run has no relay nobody'],
    [[], 'name --primary'],
    [['--primary', 'cheap', '--search'], '--search chooses the relays'],
    [['--backup', 'cheap', '--search'], '--search chooses the relays'],
    [['--primary', 'cheap', '--backoff', '5'], '--backoff takes FIRST-MOST'],
    [['--primary', 'cheap', '--retry-on', '5xx'], '--retry-on takes HTTP statuses'],
    [['--primary', 'cheap', '--first-token', '0'], '--first-token wants a number above 0'],
    [['--primary', 'cheap', '--format', 'csv'], 'unknown format'],
  ])('says what is wrong: %j', async (args, words) => {
    const { code, stderr } = await failover(...args)
    expect(code).toBe(2)
    expect(stderr).toContain(words)
  })
})
