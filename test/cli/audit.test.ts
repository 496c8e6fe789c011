import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { audits } from '../../src/audits/index.ts'
import { type Report, reportSchema } from '../../src/schema/report.ts'
import { parseSim, type Sim, startSim } from '../../src/sim/index.ts'
import { refusedPort } from '../run/servers.ts'
import { type FakeRelay, sendJson, startFakeRelay } from './fake-relay.ts'
import {
  everyFile,
  type Finished,
  finishedObservations,
  journalLines,
  journalRecords,
  relaybench,
  start,
  temporaryFolder,
  writeProfile,
} from './harness.ts'

const folder = temporaryFolder()
const at = (name: string): string => join(folder, name)

/** A simulated relay; each draws from a seed of its own. */
const relay = (name: string, seed: number, mind: object = {}, more: object = {}) => ({
  name,
  simulate: { seed, mind },
  ...more,
})
const official = relay('official', 1, {}, { reference: true })
const honest = relay('honest', 2)
const swapped = relay('swapped', 3, { identity: 'other' })

const gate = { slo: { audit: 'no_confirmed_difference' } }
const profileOf = (name: string, relays: readonly object[], more: object = {}): string =>
  writeProfile(folder, name, {
    relays,
    models: ['demo-mini'],
    load: { concurrency: 8, seed: 20_261_128 },
    ...more,
  })

const audit = (profile: string, out: string, ...flags: readonly string[]): Promise<Finished> =>
  relaybench(['audit', profile, '--quiet', '--out', at(out), ...flags], { env: { COLUMNS: '120' } })
const identity = ['--tests', 'identity', '--depth', 'quick']
const reportOf = ({ stdout }: Finished): Report => reportSchema.parse(JSON.parse(stdout))

describe('--dry-run', () => {
  /** A row of the table for one relay and model, and the sums over all. */
  const planned = (stdout: string) => {
    const rows = [...stdout.matchAll(/^([a-z-]+) .*? {2,}([\d,]+) +([\d,]+) +([\d,]+)/gm)]
    return new Map(
      rows.map(([, id, ...figures]) => [id, figures.map((each) => Number(each?.replace(/,/g, '')))]),
    )
  }

  test.each(['quick', 'standard', 'deep'])(
    'foretells what an honest relay is asked: %s',
    async (depth) => {
      const profile = profileOf(`foretold-${depth}`, [official, honest])
      const [dry, done] = await Promise.all([
        relaybench(['audit', profile, '--dry-run', '--depth', depth], { env: { COLUMNS: '120' } }),
        audit(profile, `foretold-${depth}`, '--json', '--depth', depth),
      ])
      expect({ code: dry.code, stderr: dry.stderr }).toEqual({ code: 0, stderr: '' })
      const rows = planned(dry.stdout)
      const asked = reportOf(done).audit?.asked ?? []
      expect(asked.map((each) => each.audit)).toEqual(audits.map(({ id }) => id))
      for (const { audit: id, requests, inputTokens, outputTokens } of asked) {
        const [expected = 0, input = 0, output = 0] = rows.get(id) ?? []
        expect(requests, id).toBe(2 * expected)
        expect(inputTokens / (2 * input), `${id}: tokens in`).toBeGreaterThan(0.9)
        expect(inputTokens / (2 * input), `${id}: tokens in`).toBeLessThan(1.1)
        expect(outputTokens / (2 * output), `${id}: tokens out`).toBeGreaterThan(0.9)
        expect(outputTokens / (2 * output), `${id}: tokens out`).toBeLessThan(1.1)
      }
      const total = asked.reduce((sum, { requests }) => sum + requests, 0)
      expect(dry.stdout).toContain(`In all ${String(total).replace(/\B(?=(\d{3})+$)/g, ',')} requests`)
    },
    120_000,
  )

  test('sends nothing, and says what cannot be asked without a reference', async () => {
    const fake = await startFakeRelay()
    const profile = profileOf('dry', [{ name: 'a', base_url: fake.url }])
    const { code, stdout } = await relaybench(['audit', profile, '--dry-run', ...identity])
    const json = await relaybench(['audit', profile, '--dry-run', '--json', ...identity])
    await fake.close()
    expect(code).toBe(0)
    expect(stdout).toContain('Not asked, for want of an endpoint with reference: true: identity.')
    expect(JSON.parse(json.stdout)).toMatchObject({ load: { shape: { type: 'audit', depth: 'quick' } } })
    expect(fake.asked).toEqual([])
  })

  test.each([
    [['--tests', 'identty'], /unknown audit "identty".*\n.*identity/],
    [['--depth', 'thorough'], /unknown depth "thorough"/],
    [['--format', 'markdwn'], /unknown report format "markdwn"/],
    [['--fail-on', 'anything'], /fail-on/],
    [['--slo', 'audit=none'], /--slo takes a limit/],
  ])('%j is refused before anything is sent', async (flags, said) => {
    const fake = await startFakeRelay()
    const profile = profileOf('refused', [{ name: 'a', base_url: fake.url }])
    const { code, stdout, stderr } = await audit(profile, 'refused', ...flags)
    await fake.close()
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(stderr).toMatch(said)
    expect(fake.asked).toEqual([])
  })
})

describe('money', () => {
  const prices = { 'demo-mini': { input_usd_per_mtok: 100, output_usd_per_mtok: 1_000 } }
  let sims: readonly Sim[]
  beforeAll(async () => {
    sims = await Promise.all([1, 2].map((seed) => startSim(parseSim({ seed, mind: {} }))))
  })
  afterAll(() => Promise.all(sims.map((sim) => sim.close())))
  const relays = () =>
    sims.map(({ url }, i) => ({
      name: `relay-${i}`,
      base_url: url,
      ...(i === 0 && { reference: true }),
    }))

  test('what the dry run says is what an honest relay costs, within a tenth', async () => {
    const profile = profileOf('priced', relays(), { prices })
    const dry = await relaybench(['audit', profile, '--dry-run', ...identity])
    const [, usd] = /^identity .*\$([\d.]+)$/m.exec(dry.stdout) ?? []
    const { audit: found, spend } = reportOf(await audit(profile, 'priced', '--json', ...identity))
    expect(found?.asked[0]?.usd).toBeGreaterThan(1.8 * Number(usd))
    expect(found?.asked[0]?.usd).toBeLessThan(2.2 * Number(usd))
    expect(spend?.spentUsd).toBeGreaterThanOrEqual(found?.asked[0]?.usd ?? 0)
  })

  test('a run that its cap ends says so, judges what there is, and goes on when the cap is raised', async () => {
    const cap = 0.3
    const profile = profileOf('capped', relays(), { prices, ...gate })
    const first = await audit(profile, 'capped', '--json', ...identity, '--budget', String(cap))
    const capped = reportOf(first)
    expect(capped.state).toBe('budget')
    expect(capped.spend?.spentUsd).toBeLessThanOrEqual(cap)
    expect(capped.totals.sent).toBeGreaterThan(0)
    expect(capped.objectives).toMatchObject([{ name: 'audit', verdict: 'undecided' }])
    const raised = reportOf(
      await relaybench(['run', '--resume', at('capped'), '--budget', '50', '--quiet', '--json']),
    )
    expect(raised.state).toBe('finished')
    expect(raised.objectives).toMatchObject([{ name: 'audit', verdict: 'no-breach' }])
    expect(raised.audit?.asked[0]?.requests).toBe(120)
  })
})

test('a Ctrl-C gives a partial report; the resumed run asks the rest, and nothing twice', async () => {
  const slow = (name: string, seed: number, more: object = {}) => ({
    name,
    simulate: { seed, mind: {}, ttft_ms: 60 },
    ...more,
  })
  const profile = profileOf('stopped', [slow('official', 1, { reference: true }), slow('honest', 2)], gate)
  const running = start(['audit', profile, '--out', at('stopped'), ...identity])
  await expect.poll(() => journalLines(at('stopped')).length, { timeout: 20_000 }).toBeGreaterThan(20)
  running.child.kill('SIGINT')
  const { code, stdout, stderr } = await running.finished
  expect(code).toBe(130)
  expect(stdout).toMatch(/interrupted[\s\S]*Audits \(quick\)/)
  expect(stderr).toContain(`relaybench run --resume ${at('stopped')}`)

  const before = journalLines(at('stopped'))
  const resumed = await relaybench(['run', '--resume', at('stopped'), '--quiet', '--json'])
  expect(resumed.code).toBe(0)
  const report = reportOf(resumed)
  expect(report.state).toBe('finished')
  expect(report.audit?.findings).toMatchObject([{ code: 'identity.answers', verdict: 'consistent', n: 60 }])
  expect(journalLines(at('stopped')).slice(0, before.length)).toEqual(before)
  const asked = finishedObservations(journalRecords(at('stopped'))).map(({ probeId }) => probeId)
  expect(new Set(asked).size).toBe(asked.length)
  expect(asked).toHaveLength(120)
}, 60_000)

describe('a finished run', () => {
  const out = 'finished'
  let printed: Finished
  beforeAll(async () => {
    const profile = profileOf('finished', [official, honest, swapped], gate)
    printed = await audit(profile, out, '--json', ...identity, '--save', `junit=${at('report.xml')}`)
  }, 60_000)

  test('has an exit code by its limit, and a verdict for each relay but the reference', () => {
    expect(printed.code, printed.stderr).toBe(1)
    const { audit: found, objectives } = reportOf(printed)
    expect(found?.references).toEqual(['official'])
    expect(found?.findings.map(({ relay: name, verdict }) => [name, verdict])).toEqual([
      ['honest', 'consistent'],
      ['swapped', 'differs'],
    ])
    expect(objectives.map(({ relay: name, verdict }) => [name, verdict])).toEqual([
      ['honest', 'no-breach'],
      ['swapped', 'broken'],
    ])
    expect(found?.answered.map(({ relay: name, reference }) => [name, reference])).toEqual([
      ['official', true],
      ['honest', false],
      ['swapped', false],
    ])
  })

  test('is judged again to the same bytes', async () => {
    const again = await relaybench(['report', at(out), '--json'])
    expect(again.stdout).toBe(printed.stdout)
    expect(readFileSync(join(at(out), 'report.json'), 'utf8')).toBe(printed.stdout)
    expect(again.code).toBe(0)
    expect((await relaybench(['report', at(out), '--fail-on', 'broken'])).code).toBe(1)
  })

  test.each([
    ['table', /^swapped +demo-mini +[\d,/]+ +identity\.answers/m],
    ['markdown', /\| identity\.answers \| differs \|/],
    ['csv', /^\S*,quick,swapped,,demo-mini,identity,identity\.answers,test,differs,/m],
    ['junit', /<testcase classname="swapped \/ demo-mini \/ audit" name="identity\.answers">\n\s+<failure/],
    ['sla', /no confirmed/],
  ])('as %s', async (format, shown) => {
    const [en, zh] = await Promise.all(
      ['en', 'zh'].map((language) =>
        relaybench(['report', at(out), '--format', format, '--lang', language], { env: { COLUMNS: '120' } }),
      ),
    )
    expect(en?.stdout.replace(/^([^,\n]*,){3}finished/gm, '')).toMatch(shown)
    expect(zh?.stdout).toMatch(/差异|与参照端点不同/)
  })

  test('was saved beside it', () => expect(readFileSync(at('report.xml'), 'utf8')).toMatch(/^<\?xml/))

  test('may be held against the limit afterwards, or only warned by it', async () => {
    const profile = profileOf('unlimited', [official, swapped])
    const plain = await audit(profile, 'unlimited', '--json', ...identity)
    expect([plain.code, reportOf(plain).objectives]).toEqual([0, []])
    const limit = ['--slo', 'audit=no_confirmed_difference', '--fail-on', 'broken']
    expect((await relaybench(['report', at('unlimited'), ...limit])).code).toBe(1)
    const slo = { audit: { limit: 'no_confirmed_difference', severity: 'warn' } }
    const warned = await audit(profileOf('warned', [official, swapped], { slo }), 'warned', ...identity)
    expect(warned.code).toBe(0)
    expect(warned.stdout).toContain('warning: broken')
    const never = await audit(
      profileOf('never', [official, swapped], gate),
      'never',
      ...identity,
      '--fail-on',
      'never',
    )
    expect(never.code).toBe(0)
  })
})

describe('exit codes', () => {
  let failing: FakeRelay
  beforeAll(async () => {
    failing = await startFakeRelay((asked, response) =>
      asked.method === 'GET'
        ? sendJson(response, { data: [{ id: 'demo-mini' }] })
        : sendJson(response, { error: { message: 'upstream is gone' } }, 502),
    )
  })
  afterAll(() => failing.close())
  const undecided = ['--fail-on', 'undecided']

  test('6: what failed is no evidence, so the limit is undecided, and the report says what failed', async () => {
    const profile = profileOf('failing', [official, { name: 'failing', base_url: failing.url }], gate)
    const { code, stdout } = await audit(profile, 'failing', ...identity, ...undecided)
    expect(code).toBe(6)
    expect(stdout).toContain('inconclusive')
    expect(stdout).toMatch(/upstream 5xx.*\n +failing, q\d+\.c2, HTTP 502: upstream is gone/)
  })

  test('3: without a reference identity has nothing to ask', async () => {
    const { code, stdout } = await audit(profileOf('alone', [honest], gate), 'alone', ...identity)
    expect(code).toBe(3)
    expect(stdout).toContain('No relay of the profile has `reference: true`')
    expect(stdout).toMatch(/undecided, nothing\s+could be judged|undecided, nothing could be judged/)
  })

  test('4: our own network', async () => {
    const port = await refusedPort()
    const gone = { base_url: 'http://relay.example:80/v1', proxy: `http://127.0.0.1:${port}` }
    const profile = profileOf('offline', [
      { name: 'a', reference: true, ...gone },
      { name: 'b', ...gone },
    ])
    expect((await audit(profile, 'offline', ...identity)).code).toBe(4)
  }, 60_000)
})

test('a key never leaves in what is printed or kept', async () => {
  const key = 'sk-canary-4f9d2c7ab81e63f05d2a9c31'
  const echoing = await startFakeRelay((asked, response) =>
    sendJson(
      response,
      asked.method === 'GET'
        ? { data: [{ id: 'demo-mini' }] }
        : {
            choices: [{ message: { content: `${asked.headers.authorization}` }, finish_reason: 'stop' }],
            usage: { prompt_tokens: 9, completion_tokens: 9 },
          },
      200,
      { 'x-request-id': key },
    ),
  )
  const profile = profileOf('keys', [official, { name: 'echo', base_url: echoing.url, api_key: '${SECRET}' }])
  const env = { SECRET: key, COLUMNS: '120' }
  const said = await relaybench(['audit', profile, '--verbose', '--out', at('keys'), ...identity], { env })
  const again = await relaybench(['report', at('keys'), '--json'])
  await echoing.close()
  expect(echoing.probes()[0]?.headers.authorization).toContain(key)
  for (const text of [said.stdout, said.stderr, again.stdout, ...everyFile(at('keys')).values()])
    expect(text).not.toContain(key.slice(10, 24))
}, 60_000)
