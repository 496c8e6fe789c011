import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { failoverSchema } from '../../src/schema/failover.ts'
import { type FakeRelay, sendJson, startFakeRelay, steadily } from './fake-relay.ts'
import { relaybench, temporaryFolder, writeProfile } from './harness.ts'

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

  test.each(['en', 'zh'])('fits into 80 columns, and says what it rests on: %s', async (language) => {
    const { stdout } = await relaybench(['failover', run, '--search', '--lang', language], {
      env: { COLUMNS: '80' },
    })
    const said = stdout.replace(/\s+/g, ' ')
    expect(said.replaceAll(' ', '')).toMatch(language === 'en' ? /heldout/ : /留出部分/)
    expect(stdout).toMatch(
      language === 'en' ? /comes to what its next probe came to/ : /按其下一次探测的结果计/,
    )
  })

  test.each([
    [['--primary', 'nobody'], 'the run has no relay nobody'],
    [[], 'name --primary'],
    [['--primary', 'cheap', '--backoff', '5'], '--backoff takes FIRST-MOST'],
    [['--primary', 'cheap', '--idle', '-1'], '--idle'],
    [['--primary', 'cheap', '--format', 'csv'], 'unknown format'],
  ])('says what is wrong: %j', async (args, words) => {
    const { code, stderr } = await failover(...args)
    expect(code).toBe(2)
    expect(stderr).toContain(words)
  })
})
