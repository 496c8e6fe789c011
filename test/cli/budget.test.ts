import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { uniformInt } from 'pure-rand/distribution/uniformInt'
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus'
import { describe, expect, test } from 'vitest'
import { reportSchema } from '../../src/schema/report.ts'
import { type FakeRelay, startFakeRelay, steadily } from './fake-relay.ts'
import {
  finishedObservations,
  journalRecords,
  relaybench,
  start,
  temporaryFolder,
  writeProfile,
} from './harness.ts'

const folder = temporaryFolder()
const tokens = 6
/** What `steadily` reports: 120 tokens in, and these out. */
const answerUsd = (120 * 100 + tokens * 1_000) / 1e6

const profileOf = (relays: readonly FakeRelay[], usd: number) => ({
  relays: relays.map(({ url }, i) => ({ name: `relay-${i + 1}`, base_url: url })),
  models: ['demo-mini'],
  prices: { 'demo-mini': { input_usd_per_mtok: 100, output_usd_per_mtok: 1_000 } },
  budget: { usd },
  workload: { max_tokens: 10 },
  load: { requests: 60, concurrency: 2, warmup: 0 },
})

describe.each([3, 20_261_125])('a run with a cap that is killed again and again, by seed %i', (seed) => {
  test('costs no more than the cap in all its sessions together', async () => {
    const cap = 2
    const relays = await Promise.all([1, 2].map(() => startFakeRelay(steadily({ tokens, gapMs: 8 }))))
    const profile = writeProfile(folder, `capped-${seed}`, profileOf(relays, cap))
    const out = join(folder, `capped-${seed}`)
    const random = xoroshiro128plus(seed)
    const asked = () => relays.reduce((sum, relay) => sum + relay.probes().length, 0)
    const words = ['run', profile, '--out', out]
    for (let kill = 0; kill < 4; kill++) {
      const before = asked()
      const running = start([...(kill === 0 ? words : ['run', '--resume', out]), '--quiet'])
      await Promise.race([...relays.map((relay) => relay.until(() => asked() > before)), running.finished])
      await delay(uniformInt(random, 50, 400))
      running.child.kill('SIGKILL')
      await running.finished
    }
    const { code, stdout } = await relaybench(['run', '--resume', out, '--quiet', '--json'])
    await Promise.all(relays.map((relay) => relay.close()))

    // A relay charges for whatever reaches it, whether or not anybody hears the answer.
    expect(asked() * answerUsd).toBeLessThanOrEqual(cap)
    const { state, spend, totals } = reportSchema.parse(JSON.parse(stdout))
    expect(state).toBe('budget')
    expect(spend?.spentUsd).toBeLessThanOrEqual(cap)
    expect(spend?.spentUsd).toBeGreaterThanOrEqual(asked() * answerUsd - 1e-9)
    expect(spend?.refused).toBe(120 - totals.sent)
    expect(totals.sent).toBe(finishedObservations(journalRecords(out)).length)
    expect(code).toBe(0)
  })
})

test('a run that its cap ended says so, and goes on when the cap is raised', async () => {
  const relay = await startFakeRelay(steadily({ tokens, gapMs: 1 }))
  const profile = writeProfile(folder, 'raised', profileOf([relay], 0.5))
  const out = join(folder, 'raised')
  const first = await relaybench(['run', profile, '--out', out])
  expect(first.code).toBe(0)
  expect(first.stdout).toContain('ended by the budget')
  expect(first.stdout).toContain('left no room for the next probe')
  expect(first.stdout).toMatch(/cost: at most \$0\.\d{2,4} of a budget of \$0\.50/)
  expect(first.stderr).toContain(`relaybench run --resume ${out} --budget USD`)
  const again = await relaybench(['run', '--resume', out, '--quiet', '--lang', 'zh'])
  expect(again.stdout).toContain('因预算用尽而结束')
  expect(again.stdout).toContain('预算 $0.5 已不够发送下一次请求')
  const raised = await relaybench(['run', '--resume', out, '--budget', '3', '--quiet', '--json'])
  const { state, spend, totals } = reportSchema.parse(JSON.parse(raised.stdout))
  expect(state).toBe('finished')
  expect(totals.sent).toBe(60)
  expect(relay.probes().length).toBe(60)
  expect(spend).toMatchObject({ capUsd: 3, capSource: 'declared', capped: false, refused: 0 })
  expect(spend?.spentUsd).toBeCloseTo(60 * answerUsd, 6)
  expect(readFileSync(join(out, 'report.json'), 'utf8')).toBe(raised.stdout)
  await relay.close()
})

test('a budget that leaves no room for anything: nothing is measured, and the exit code says so', async () => {
  const relay = await startFakeRelay()
  const profile = writeProfile(folder, 'none', profileOf([relay], 0.5))
  const { code } = await relaybench([
    'run',
    profile,
    '--out',
    join(folder, 'none'),
    '--budget',
    '0',
    '--quiet',
  ])
  expect(code).toBe(3)
  expect(relay.probes()).toEqual([])
  await relay.close()
})

test('--dry-run tells the cap, and the most that the plan could cost, by relay and model', async () => {
  const relays = [{ name: 'a', base_url: 'https://a.example/v1' }]
  const profile = writeProfile(folder, 'dry', {
    relays,
    models: ['m'],
    load: { requests: 99, warmup: 1 },
    budget: undefined,
  })
  const { stdout } = await relaybench(['run', profile, '--dry-run'])
  expect(stdout).toContain('budget $1.00 (default; change it with --budget)')
  expect(stdout).toMatch(
    /a {2}m: at most \$\d\.\d\d \/ ¥\d+\.\d\d for 100 requests \(price not stated: counted at \$12\.50 in, \$50\.00 out/,
  )
  expect(stdout).toContain('that is more than the budget')
  const dear = await relaybench(['run', profile, '--dry-run', '--budget', '50', '--lang', 'zh'])
  expect(dear.stdout).toContain('预算 $50.00：超出之前运行即结束')
  expect(dear.stdout).not.toContain('超出预算：')
})

test.each(['abc', '-1'])('--budget %s is no budget', async (value) => {
  const profile = writeProfile(folder, 'wrong', {
    relays: [{ name: 'a', base_url: 'https://a.example/v1' }],
    models: ['m'],
  })
  const { code, stderr } = await relaybench(['run', profile, '--dry-run', `--budget=${value}`])
  expect(code).toBe(2)
  expect(stderr).toMatch(/budget/)
})

test('a run that spends as much as the profile wants to hear of says so, and ends with a code of its own', async () => {
  const profile = (share: number) =>
    writeProfile(folder, `warn-${share}`, {
      relays: [{ name: 'a', simulate: 'good' }],
      models: ['demo-mini'],
      load: { requests: 1, warmup: 0 },
      budget: { usd: 1, warn_at: share },
    })
  const at = (share: number) =>
    relaybench(['run', profile(share), '--out', join(folder, `warned-${share}`), '--no-calibration'])
  const warned = await at(0)
  expect([warned.code, warned.stdout]).toEqual([7, expect.stringContaining('budget.warn_at')])
  const silent = await at(0.5)
  expect([silent.code, silent.stdout]).toEqual([0, expect.not.stringContaining('budget.warn_at')])
})
