import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Plan } from '../../src/core/plan.ts'
import { probesOf } from '../../src/plan/order.ts'
import { mergedSchema } from '../../src/schema/merged.ts'
import { type FakeRelay, startFakeRelay } from './fake-relay.ts'
import {
  finishedObservations,
  journalRecords,
  relaybench,
  start,
  temporaryFolder,
  writeProfile,
} from './harness.ts'

describe('a plan that several machines share', () => {
  const folder = temporaryFolder()
  let relay: FakeRelay
  let profile = ''
  const env = { KEY: 'sk-1234567890' }

  beforeAll(async () => {
    relay = await startFakeRelay()
    profile = writeProfile(folder, 'shards', {
      relays: [
        { name: 'a', base_url: relay.url, api_key_env: 'KEY' },
        { name: 'b', base_url: relay.url, api_key_env: 'KEY' },
      ],
      models: ['demo-mini'],
      load: { requests: 11, warmup: 1 },
    })
  })
  afterAll(() => relay.close())

  const planOf = async (...args: readonly string[]): Promise<Plan> =>
    JSON.parse(
      (await relaybench(['run', profile, '--seed', '7', '--dry-run', '--json', ...args], { env })).stdout,
    )
  const countedIn = (plan: Plan): readonly string[] =>
    ['a', 'b'].flatMap((name) =>
      [...probesOf(plan, name)].filter(({ warmup }) => !warmup).map(({ id }) => id),
    )

  test.each([1, 2, 3, 11])('%i parts together are the whole plan, each probe once', async (of) => {
    const whole = await planOf()
    const parts = await Promise.all(Array.from({ length: of }, (_, i) => planOf('--shard', `${i + 1}/${of}`)))
    expect(parts.flatMap(countedIn).sort()).toEqual([...countedIn(whole)].sort())
    const cap = parts.reduce((sum, { budget }) => sum + (budget?.capUsd ?? 0), 0)
    // Each share is cut to a millionth of a dollar.
    expect(cap).toBeLessThanOrEqual((whole.budget?.capUsd ?? 0) + 1e-12)
    expect(cap).toBeGreaterThan((whole.budget?.capUsd ?? 0) - parts.length * 1.1e-6)
    for (const part of parts)
      for (const name of ['a', 'b']) {
        const order = [...probesOf(whole, name)].map(({ id }) => id)
        const own = [...probesOf(part, name)].map(({ id }) => id)
        expect(own).toEqual(order.filter((id) => own.includes(id)))
      }
  })

  test('as processes of their own: merged, they are the run that one machine would have made', async () => {
    const out = (i: number) => join(folder, `part-${i}`)
    const parts = [1, 2, 3].map((i) =>
      start(
        [
          'run',
          profile,
          '--seed',
          '7',
          '--shard',
          `${i}/3`,
          '--vantage',
          `machine-${i}`,
          '--out',
          out(i),
          '--quiet',
          '--no-calibration',
        ],
        { env },
      ),
    )
    for (const { finished } of parts) expect(await finished).toMatchObject({ code: 0, stderr: '' })
    const made = [1, 2, 3].flatMap((i) =>
      finishedObservations(journalRecords(out(i))).filter(({ warmup }) => !warmup),
    )
    expect(made.map(({ probeId }) => probeId).sort()).toEqual([...countedIn(await planOf())].sort())

    const file = join(folder, 'merged.json')
    const { code, stdout } = await relaybench(['merge', ...[1, 2, 3].map(out), '--out', file])
    expect(code).toBe(0)
    expect(stdout).toContain('machine-2')
    const merged = mergedSchema.parse(JSON.parse(readFileSync(file, 'utf8')))
    const all = merged.rows.filter(({ vantage }) => vantage === null)
    expect(all.map(({ relay: name, sent, ok }) => ({ name, sent, ok }))).toEqual([
      { name: 'a', sent: 11, ok: 11 },
      { name: 'b', sent: 11, ok: 11 },
    ])
    const chinese = await relaybench(['merge', folder, '--lang', 'zh'])
    expect(chinese.stdout).toContain('测试地点')
  })

  test.each([
    [['--shard', '1/2'], '--shard needs a seed'],
    [['--shard', '3/2', '--seed', '7'], '--shard takes i/n'],
    [['--shard', '12/12', '--seed', '7'], 'nothing is left for 12/12'],
    [['--shard', '1/2', '--seed', '7', '--rate', '5/s'], 'in a closed loop'],
  ])('says what is wrong: %j', async (args, words) => {
    const { code, stderr } = await relaybench(['run', profile, '--dry-run', ...args], { env })
    expect(code).toBe(2)
    expect(stderr).toContain(words)
  })

  test('nothing to merge has an exit code of its own', async () => {
    const { code, stderr } = await relaybench(['merge', join(folder, 'nowhere')])
    expect(code).toBe(3)
    expect(stderr).toContain('no report was found')
  })
})
