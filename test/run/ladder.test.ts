import { describe, expect, test } from 'vitest'
import { UserError } from '../../src/core/text.ts'
import { judge, planRun, run } from '../../src/index.ts'
import { parseProfile } from '../../src/profile/parse.ts'
import { resumeState } from '../../src/run/resume.ts'
import { after, withRelay } from './relay.ts'
import { type Run, runProfile } from './run-profile.ts'

const ladder = { from: 1, to: 16, factor: 2, requests_per_step: 12 }
const profile = (simulate: object, load: object = {}, more: object = {}): object => ({
  relays: [{ name: 'a', simulate: { ttft_ms: 60, output_tokens: 10, token_ms: 2, ...simulate } }],
  models: ['demo-mini'],
  load: { seed: 1, ladder: { ...ladder, until: ['slo'], ...load } },
  ...more,
})
const only = ({ report: { ladder: all } }: Run) => {
  const [first] = all
  if (!first) throw new Error('no ladder in the report')
  return first
}

describe('a relay with a limit of concurrency', () => {
  test('is climbed to it: the limit, the knee, and that Retry-After told the truth', async () => {
    const result = await runProfile(profile({ max_concurrency: 5, retry_after: 0.4 }))
    const found = only(result)
    expect(found.steps.map(({ concurrency }) => concurrency)).toEqual([1, 2, 4, 8])
    expect(found).toMatchObject({ ended: 'errors', endedAt: 8, knee: 4 })
    expect(found.ceiling).toMatchObject({ refusedFrom: 8, acceptedTo: 4, kind: 'concurrency' })
    // Where one is refused five are under way; the last of an answer may still be on its way to us.
    expect(Math.abs((found.ceiling?.inFlight ?? 0) - 5)).toBeLessThanOrEqual(1)
    expect(found.retryAfter).toEqual({ statedMs: 400, tested: 1, accepted: 1, honest: true })
    const steps = found.steps.slice(0, 3)
    expect(steps.map(({ n, ok, opening }) => [n, ok, opening])).toEqual([1, 2, 4].map((at) => [12, 12, at]))
    for (const { outcomes } of steps) expect(Object.keys(outcomes)).toEqual(['ok'])
  })

  test('a Retry-After that is too short is found out', async () => {
    const found = only(
      await runProfile(profile({ max_concurrency: 2, retry_after: 0.1, recovers_after: 60 }, { to: 8 })),
    )
    expect(found.ended).toBe('errors')
    expect(found.retryAfter).toMatchObject({ accepted: 0, honest: false })
    expect(found.retryAfter?.tested).toBeGreaterThan(0)
  })

  test('is not asked on and on: after the step that broke nothing but one probe comes', async () => {
    const { observations } = await runProfile(profile({ max_concurrency: 2, retry_after: 0.3 }))
    const refused = observations.filter(({ http }) => http?.status === 429)
    // Three failures of sixteen are too many; who was in flight or waiting may still come.
    expect(refused.length).toBeLessThanOrEqual(3 + 4)
    expect(observations.at(-1)?.step).toEqual({ at: 4, part: 'recovery' })
  })
})

test('a limit of the profile ends it: the knee is the step before', async () => {
  // Every answer takes 60 ms, and no machine makes it faster: the limit breaks in the first step.
  const found = only(await runProfile(profile({}, {}, { slo: { ttft_p50: '< 30ms' } })))
  expect(found).toMatchObject({ ended: 'slo', endedAt: 1, broken: ['ttft_p50'], knee: null })
  expect(found.steps.length).toBe(1)
})

test('a relay that bears everything is climbed to the top', async () => {
  const result = await runProfile(profile({}, { to: 6, requests_per_step: 4 }))
  const found = only(result)
  expect(found.steps.map(({ concurrency, n }) => [concurrency, n])).toEqual([
    [1, 4],
    [2, 4],
    [4, 4],
    [6, 6],
  ])
  expect(found).toMatchObject({ ended: 'top', knee: null, endedAt: null, ceiling: null, retryAfter: null })
  const [plan] = [result.plan]
  expect(plan.worstCase?.requests).toBe(result.observations.length + found.steps.length)
})

test('the comparison holds the first step alone, the totals all of them', async () => {
  const { report, observations } = await runProfile(profile({}, { to: 2, requests_per_step: 5 }))
  expect(report.cells[0]).toMatchObject({ sent: 5, ok: 5 })
  expect(report.totals).toMatchObject({ sent: 10, ok: 10 })
  expect(report.notices.map(({ code }) => code)).toContain('ladder')
  expect(observations.filter(({ warmup }) => warmup).map(({ step }) => step?.part)).toEqual(
    Array(3).fill('opening'),
  )
})

test('the same journal in another order gives the same report', async () => {
  const { records, report } = await runProfile(profile({ max_concurrency: 2, retry_after: 0.2 }))
  const [first, ...rest] = JSON.parse(JSON.stringify(records)) as typeof records
  if (!first) throw new Error('no records')
  expect(JSON.stringify(judge([first, ...rest.toReversed()]).ladder)).toBe(JSON.stringify(report.ladder))
})

test('resumed, it goes on with the step it was in, and repeats no counted probe', async () => {
  const stated = profile({}, { to: 4, requests_per_step: 6 })
  const stop = new AbortController()
  let seen = 0
  const first = await runProfile(stated, {
    stop: stop.signal,
    onRecord: ({ type }) => {
      if (type === 'observation' && ++seen === 11) stop.abort()
    },
  })
  expect(only(first).ended).toBe('unfinished')
  const { header, state } = resumeState(first.records)
  const loaded = parseProfile(JSON.stringify(stated), { file: 'test.yaml', env: {} })
  const second = await run(header.plan, loaded, { resumed: state })
  const all = [...first.records, ...second].filter((record) => record.type === 'observation')
  const counted = all.filter(({ step }) => step?.part === 'counted').map(({ probeId }) => probeId)
  expect(new Set(counted).size).toBe(counted.length)
  const report = judge([...first.records, ...second])
  expect(report.ladder[0]?.steps.map(({ concurrency, n }) => [concurrency, n])).toEqual([
    [1, 6],
    [2, 6],
    [4, 6],
  ])
  expect(report.ladder[0]?.ended).toBe('top')
})

describe('permission', () => {
  const real = (url: string, policy?: object): object => ({
    relays: [{ name: 'a', base_url: url, ...(policy && { probe_policy: policy }) }],
    models: ['demo-mini'],
    load: { ladder: { to: 2, requests_per_step: 2 } },
  })

  test.each([[undefined], [{}], [{ ladder: 'forbidden' }]])(
    'with probe_policy %j nothing is sent, and it says why',
    async (policy) => {
      await withRelay(after(), async ({ url, connections }) => {
        await expect(runProfile(real(url, policy))).rejects.toThrow(UserError)
        await expect(runProfile(real(url, policy))).rejects.toThrow(/not allowed for: a/)
        expect(connections()).toBe(0)
      })
    },
  )

  test('allowed: it climbs', async () => {
    await withRelay(after(), async ({ url, probes }) => {
      await runProfile(real(url, { ladder: 'allowed' }))
      expect(probes().length).toBeGreaterThan(2)
    })
  })

  test("a relay's own limit of concurrency ends the ladder there", () => {
    const text = JSON.stringify({
      relays: [{ name: 'a', simulate: {}, limits: { concurrency: 5 } }],
      models: ['demo-mini'],
      load: { ladder: {} },
    })
    const { load, worstCase } = planRun(parseProfile(text, { file: 'test.yaml', env: {} }))
    expect(load.concurrency).toEqual({ a: 5 })
    expect(worstCase?.requests).toBe(1 + 2 + 4 + 3 * 20 + 3)
  })
})
