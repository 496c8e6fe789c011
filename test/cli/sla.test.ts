import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { slaSchema } from '../../src/schema/sla.ts'
import { journal } from '../judge/journal.ts'
import { type ModelNight, usualNight, type YearPlan, yearOf } from '../judge/sla/year.ts'
import { syntheticRun, usual } from '../judge/synthetic-run.ts'
import { relaybench, temporaryFolder, writeProfile } from './harness.ts'

const folder = temporaryFolder()
const at = (...names: readonly string[]) => join(folder, ...names)

function write(path: string, text: string): string {
  mkdirSync(join(path, '..'), { recursive: true })
  writeFileSync(path, text)
  return path
}

/** Reports as nightly jobs leave them: a folder a run, those in a folder a month. */
function writeNights(name: string, plan: YearPlan): string {
  for (const report of yearOf(plan)) {
    const night = report.startedAt.slice(0, 10)
    write(at(name, night.slice(0, 7), night, 'report.json'), JSON.stringify(report))
  }
  return at(name)
}

const perfect: ModelNight = { failure: 0, ttftMs: 800 }
const outage: ModelNight = { failure: 1, ttftMs: 800, outcome: 'gateway-page' }
const nights = writeNights('nights', {
  seed: 1,
  nights: 60,
  facts: { sla: '99.9%' },
  models: {
    good: () => perfect,
    down: (night) =>
      night === 40 || night === 41 ? outage : { ...usualNight, ttftMs: night < 20 ? 800 : 1600 },
  },
})
const sla = (...args: readonly string[]) =>
  relaybench(['sla', '--zone', 'UTC', ...args], { env: { COLUMNS: '120' } })

describe('what it prints', () => {
  test('a table of everything, and nothing on stderr', async () => {
    const { code, stdout, stderr } = await sla(nights)
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(stdout).toContain('60 reports from 2025-01-01 18:00 to 2025-03-01 18:00; days and hours in UTC')
    expect(stdout).toMatch(/^2025-01 {2}[o-]{31}$/m)
    expect(stdout).toMatch(/^2025-02 {2}[o-]{9}!![o-]{17}$/m)
    expect(stdout).toMatch(/^good +24 h +1 +20 +100% +\[83\.2, 100\] +100% +0\/0\.02$/m)
    expect(stdout).toMatch(/^good +99\.9%, declared by the relay +60 +undecided: about 120 reports more$/m)
    expect(stdout).toMatch(/^down +99\.9%, declared by the relay +60 +broken, since 2025-02-1\d$/m)
    expect(stdout).toContain(
      '! 2025-02-10 18:00 to 2025-02-11 18:00: gateway page, 40 of 40 probes failed, down',
    )
    expect(stdout).toContain(
      'began between 2025-02-09 18:00 and 2025-02-10 18:00; ended between 2025-02-11 18:00',
    )
    expect(stdout).toMatch(
      /^down · openai-chat · streaming · TTFT p50 +2025-01-2[01] .*×[12]\.\d\d +\[1\.\d\d, 2\.\d\d\]/m,
    )
    expect(stdout).toContain('All 2 wanted models stayed as they were.')
  })

  test('JSON as its schema says, and the schema itself', async () => {
    const [json, schema] = await Promise.all([sla(nights, '--json'), relaybench(['schema', 'sla'])])
    expect(slaSchema.parse(JSON.parse(json.stdout))).toMatchObject({ reports: 60, zone: 'UTC', skipped: [] })
    expect(JSON.parse(schema.stdout)).toMatchObject({ type: 'object' })
  })

  test('Markdown, and Chinese', async () => {
    const [markdown, chinese] = await Promise.all([
      sla(nights, '--format', 'markdown'),
      sla(nights, '--lang', 'zh'),
    ])
    expect(markdown.stdout).toContain('## acme · availability')
    expect(markdown.stdout).toMatch(/```text\n {4}2025-01 {2}[o-]{31}\n/)
    expect(chinese.stdout).toContain('已违反，判定于')
    expect(chinese.stdout).toContain('网关')
    expect(chinese.stdout).not.toMatch(/\b(availability|incident|broken|since)\b/)
  })

  test('no line is wider than the terminal', async () => {
    const { stdout } = await relaybench(['sla', nights], { env: { COLUMNS: '80' } })
    expect(Math.max(...stdout.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80)
  })

  test('a real run, and reports of before with fewer fields', async () => {
    const profile = writeProfile(folder, 'simulated', {
      relays: [{ name: 'steady', simulate: { seed: 1, output_tokens: 12 } }],
      models: ['demo-mini'],
      load: { requests: 6, warmup: 0 },
      slo: { availability: '>= 99%' },
    })
    await relaybench(['run', profile, '--quiet', '--no-calibration', '--out', at('real', 'run')])
    const old = {
      schema: 'relaybench.report/1',
      startedAt: '2025-01-01T00:00:00.000Z',
      cells: [{ relay: 'steady', model: 'demo-mini', sent: 10, ok: 9 }],
    }
    write(at('real', 'old.json'), JSON.stringify(old))
    const { relays, skipped } = slaSchema.parse(JSON.parse((await sla(at('real'), '--json')).stdout))
    expect(skipped).toEqual([])
    const [model] = relays[0]?.models ?? []
    expect(model?.promise).toMatchObject({ promised: 0.99, source: 'profile', nights: 2 })
    expect(model?.windows[4]?.availability.n).toBeGreaterThan(10)
  })
})

describe('files that are no reports', () => {
  const mixed = at('mixed')
  beforeAll(() => {
    const [first, second] = yearOf({ seed: 1, nights: 2, models: { a: () => perfect } })
    write(join(mixed, 'a.json'), JSON.stringify(first))
    write(join(mixed, 'b.json'), JSON.stringify(first))
    write(join(mixed, 'c.json'), JSON.stringify(second).slice(0, 300))
    write(join(mixed, 'd.json'), '{"name":"something else"}')
    write(join(mixed, 'e.json'), JSON.stringify({ ...second, cells: 'none' }))
    write(join(mixed, 'f.json'), JSON.stringify({ ...second, state: 'running' }))
    write(join(mixed, 'g.json'), JSON.stringify({ ...second, startedAt: 'yesterday' }))
    write(join(mixed, 'h.json'), JSON.stringify({ ...second, schema: 'relaybench.report/99' }))
    mkdirSync(join(mixed, 'i.json'))
    const records = journal(syntheticRun(1, 3, { acme: usual }))
    write(
      join(mixed, 'killed', 'journal.ndjson'),
      records.map((each) => `${JSON.stringify(each)}\n`).join(''),
    )
    write(join(mixed, 'notes.txt'), 'not looked at')
    mkdirSync(join(mixed, 'deep', 'er', 'than', 'that'), { recursive: true })
  })

  test('are each named with the reason, and cost nothing else', async () => {
    const { code, stdout } = await sla(mixed, at('nowhere'), '--json')
    const read = slaSchema.parse(JSON.parse(stdout))
    expect(code).toBe(0)
    expect(read.reports).toBe(1)
    expect(read.skipped.map(({ path, reason }) => [path.replace(`${folder}/`, ''), reason])).toEqual([
      ['mixed/b.json', 'duplicate'],
      ['mixed/c.json', 'not-json'],
      ['mixed/d.json', 'not-a-report'],
      ['mixed/e.json', 'other-version'],
      ['mixed/f.json', 'still-running'],
      ['mixed/g.json', 'no-time'],
      ['mixed/h.json', 'other-version'],
      ['mixed/i.json', 'unreadable'],
      ['mixed/killed', 'no-report'],
      ['nowhere', 'unreadable'],
    ])
    expect(read.skipped[0]?.sameAs).toBe(join(mixed, 'a.json'))
  })

  test('are named in words too', async () => {
    expect((await sla(mixed)).stdout).toContain('c.json: not whole JSON: damaged, or still being written')
    expect((await sla(mixed, '--lang', 'zh')).stdout).toContain('c.json：不是完整的 JSON')
  })
})

describe('exit codes', () => {
  const open = writeNights('open', { seed: 1, nights: 3, models: { a: () => perfect } })
  test.each([
    ['a broken promise, not asked for', [nights], 0],
    ['a broken promise', [nights, '--fail-on', 'broken'], 1],
    ['a broken promise comes first', [nights, '--fail-on', 'undecided'], 1],
    ['an open promise', [open, '--promise', '99.9%', '--fail-on', 'undecided'], 6],
    ['an open promise that may be open', [open, '--promise', '99.9%', '--fail-on', 'broken'], 0],
    ['no promise at all has not passed', [open, '--fail-on', 'undecided'], 6],
    ['nothing to read', [at('nowhere')], 3],
    ['nothing from before', [open, '--at', '2020-01-01T00:00:00Z'], 3],
    ['a promise that is none', [open, '--promise', '12'], 2],
    ['a zone that is none', [open, '--zone', 'Mars/Olympus'], 2],
    ['a time that is none', [open, '--at', 'yesterday'], 2],
    ['an unknown gate', [open, '--fail-on', 'regression'], 2],
    ['an unknown format', [open, '--format', 'pdf'], 2],
  ] as const)('%s', async (_, args, code) => {
    const finished = await sla(...args)
    expect(finished.code, finished.stderr).toBe(code)
    expect(finished.stdout === '').toBe(code === 2 || code === 3)
  })
})

test('names that a hostile report brings act nowhere', async () => {
  const name = '=cmd|\u001b]0;x\u0007[a](http://evil.example)<b>\u202e```'
  const hostile: ModelNight = { failure: 1, ttftMs: 1, outcome: name }
  const path = writeNights('hostile', {
    seed: 1,
    nights: 3,
    relay: name,
    models: { [name]: () => hostile, __proto__: () => perfect },
  })
  for (const format of ['table', 'json', 'markdown']) {
    const { code, stdout } = await sla(path, '--format', format)
    expect(code).toBe(0)
    expect(stdout).not.toMatch(/[\u001b\u0007\u202e]/)
    if (format === 'markdown') expect(stdout).not.toMatch(/<b>|(?<!\\)\]\(http/)
  }
})

test('a file name acts nowhere either', async () => {
  const name = at('odd\u001b[31m.json')
  write(name, 'x')
  const { code, stderr } = await sla(name)
  expect(code).toBe(3)
  expect(stderr).not.toContain('\u001b')
})
