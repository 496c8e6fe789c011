import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { limitAnnotations } from '../../src/report/index.ts'
import { report } from './fixture.ts'
import { auditLimit, everyKind, limit } from './limits.ts'
import { commandsIn } from './runner.ts'

const all = report({ objectives: [...everyKind] })
const levels = (text: string): readonly string[] =>
  commandsIn(text).map(({ name, properties }) => `${name} ${properties['title']}`)

test('what fails the job is an error; warnings and what is undecided are warnings', () => {
  expect(levels(limitAnnotations(all, 'broken', 'en'))).toEqual([
    'error steady: goodput >= 90%',
    'warning steady: error_rate < 1%',
    'warning steady: ttft_p95 < 2s',
  ])
})

test('an undecided limit is an error where it fails the job, but not one that only warns', () => {
  const undecided = limit({ verdict: 'undecided', severity: 'warn', name: 'goodput' })
  expect(
    levels(limitAnnotations({ ...all, objectives: [...everyKind, undecided] }, 'undecided', 'en')),
  ).toEqual([
    'error steady: goodput >= 90%',
    'error steady: ttft_p95 < 2s',
    'warning steady: error_rate < 1%',
    'warning steady: goodput >= 95%',
  ])
})

test('a limit says where, what and how sure, in the language of the reader', () => {
  const said = (language: 'en' | 'zh') => commandsIn(limitAnnotations(all, 'broken', language))[0]?.data
  expect(said('en')).toBe(
    'steady, gpt-5.6-sol, streaming; broken; measured 50.0%, 95% CI [40.0, 60.0], n=100',
  )
  expect(said('zh')).toBe('steady、gpt-5.6-sol（流式）；违反；实测 50.0%，95% 区间 [40.0, 60.0]，n=100')
})

test('a limit on audits names the findings behind it', () => {
  const broken = auditLimit({ verdict: 'broken', value: 1, n: 3, findings: ['usage.input'] })
  const open = auditLimit({
    verdict: 'undecided',
    relay: 'other',
    value: null,
    n: 0,
    reason: 'nothing-judged',
  })
  const said = (language: 'en' | 'zh') =>
    commandsIn(limitAnnotations(report({ objectives: [broken, open] }), 'broken', language))
  expect(said('en').map(({ name, data }) => `${name} ${data}`)).toEqual([
    'error steady, gpt-5.6-sol; broken; 1 of 3 findings differ; differ: usage.input',
    'warning other, gpt-5.6-sol; undecided, nothing could be judged',
  ])
  expect(said('zh')[0]?.data).toBe('steady、gpt-5.6-sol；违反；3 项中有 1 项有差异；有差异：usage.input')
})

test('nothing is said of limits that are kept', () => {
  expect(limitAnnotations(report({ objectives: [limit()] }), 'undecided', 'en')).toBe('')
})

test('beyond the ten of a level that GitHub shows, the rest is counted', () => {
  const many = Array.from({ length: 25 }, (_, i) => limit({ verdict: 'broken', relay: `r${i}` }))
  const shown = commandsIn(limitAnnotations(report({ objectives: many }), 'broken', 'en'))
  expect(shown).toHaveLength(10)
  expect(shown.at(-1)?.data).toMatch(/; and 15 more, in the report$/)
  expect(shown.at(-2)?.data).not.toContain('more, in the report')
})

describe('escaping', () => {
  test('is that of the toolkit', () => {
    const relay = '50%, a: b'
    const text = limitAnnotations(
      report({ objectives: [limit({ relay, verdict: 'broken' })] }),
      'broken',
      'en',
    )
    expect(text).toMatch(/^::error title=50%25%2C a%3A b%3A availability >= 95%25::50%25, a: b, /)
  })

  test('whatever the names are, there is one command, of our kind, that says them', () => {
    const nasty = fc.string({
      unit: fc.constantFrom(
        ...'%:,=;]\r\n \u00ad\u200b\u0085#[',
        '::',
        '::error::',
        '##[error]',
        '%0A',
        '%250A',
        'x',
        '中',
      ),
      maxLength: 12,
    })
    fc.assert(
      fc.property(nasty, (name) => {
        const objective = limit({
          verdict: 'broken',
          relay: name,
          model: name,
          name,
          limit: name,
          missing: [name],
        })
        const text = limitAnnotations(report({ objectives: [objective] }), 'broken', 'en')
        expect(text.split('\n')).toHaveLength(2)
        expect(commandsIn(text)).toMatchObject([{ name: 'error', properties: { title: expect.any(String) } }])
        expect(Object.keys(commandsIn(text)[0]?.properties ?? {})).toEqual(['title'])
      }),
      { seed: 1 },
    )
  })
})
