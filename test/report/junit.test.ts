import fc from 'fast-check'
import { expect, test } from 'vitest'
import { render } from '../../src/report/index.ts'
import type { Report } from '../../src/schema/report.ts'
import { pair, relay, report } from './fixture.ts'
import { auditLimit, everyKind, limit } from './limits.ts'
import { audited, hostile, named } from './reports.ts'
import { elementsOf, readXml, type XmlNode } from './xml-reader.ts'

const options = { language: 'en', width: 80, color: true } as const
const read = (shown: Report, language: 'en' | 'zh' = 'en'): XmlNode =>
  readXml(render(shown, 'junit', { ...options, language }))

/** Each case with what became of it. */
const results = (root: XmlNode): Readonly<Record<string, string>> =>
  Object.fromEntries(
    elementsOf(root, 'testcase').map(({ attributes, children }) => [
      attributes['name'],
      children.find(({ name }) => name === 'failure' || name === 'skipped')?.name ?? 'passed',
    ]),
  )

const judged = report({
  objectives: [...everyKind],
  relays: [relay('steady')],
  models: [
    pair('steady', 'gpt-5.6-sol', 'works'),
    pair('steady', 'hidden', 'unlisted-but-works'),
    pair('steady', 'dead', 'listed-but-dead'),
  ],
})

test('a case fails for what makes exit code 1, and is skipped for what is undecided or only a warning', () => {
  expect(results(read(judged))).toEqual({
    'availability >= 95%': 'passed',
    'goodput >= 90%': 'failure',
    'error_rate < 1%': 'skipped',
    'ttft_p95 < 2s': 'skipped',
    'serves gpt-5.6-sol': 'passed',
    'serves hidden': 'passed',
    'serves dead': 'skipped',
  })
})

test('a model that does not work fails its case where a limit wants it to work', () => {
  const wanted = limit({
    cell: null,
    model: null,
    mode: null,
    name: 'models_available',
    limit: 'all',
    verdict: 'broken',
    missing: ['dead'],
  })
  expect(results(read({ ...judged, objectives: [wanted] }))).toMatchObject({
    'models_available all': 'failure',
    'serves dead': 'failure',
    'serves hidden': 'passed',
  })
  const warned = { ...wanted, severity: 'warn' as const }
  expect(results(read({ ...judged, objectives: [warned] }))).toMatchObject({
    'models_available all': 'skipped',
    'serves dead': 'skipped',
  })
})

test('a finding that differs fails its case only where a limit wants none; hints and facts have no case', () => {
  expect(results(read(audited))).toMatchObject({
    'audit no_confirmed_difference': 'skipped', // of the other relay, whose case comes last
    'usage.input': 'failure',
    'identity.answers': 'skipped',
  })
  const ungated = read({ ...audited, objectives: [] })
  expect(results(ungated)).toMatchObject({ 'usage.input': 'skipped' })
  const warned = read({ ...audited, objectives: [auditLimit({ severity: 'warn', verdict: 'broken' })] })
  expect(results(warned)).toMatchObject({ 'usage.input': 'skipped' })
  const names = elementsOf(read(audited), 'testcase').map(({ attributes }) => attributes['name'])
  expect(names.filter((name) => /claims|cache/.test(name ?? ''))).toEqual([])
  expect(elementsOf(read(audited), 'failure').map(({ attributes }) => attributes['message'])).toContain(
    'broken; 1 of 2 findings differ; differ: usage.input',
  )
})

test('counts of a suite and of all are those of its cases', () => {
  for (const shown of [judged, ...Object.values(named)]) {
    const root = read(shown)
    for (const holder of [root, ...root.children]) {
      const cases = elementsOf(holder, 'testcase')
      const count = (name: string) => String(cases.flatMap((each) => elementsOf(each, name)).length)
      expect(holder.attributes).toMatchObject({
        tests: String(cases.length),
        failures: count('failure'),
        errors: '0',
      })
      if (holder !== root) expect(holder.attributes['skipped']).toBe(count('skipped'))
    }
  }
})

test('there is a suite for every relay, and one that was not measured has no case', () => {
  const suites = read(named.mixed).children
  expect(suites.map(({ attributes }) => attributes['name'])).toEqual([
    'good',
    'slow',
    'flaky',
    'ghost',
    'poloai',
  ])
  expect(suites.at(-1)?.attributes).toMatchObject({ tests: '0' })
})

test('n, value and interval of a limit are properties, and absent ones have none', () => {
  const open = limit({ verdict: 'undecided', value: null, low: null, high: null, n: 3, needed: 57 })
  const root = read(report({ objectives: [limit({ name: 'goodput' }), open], relays: [relay('steady')] }))
  const properties = Object.fromEntries(
    elementsOf(root, 'property').map(({ attributes }) => [attributes['name'], attributes['value']]),
  )
  const at = 'steady / gpt-5.6-sol / stream'
  expect(properties).toMatchObject({
    [`${at} / goodput >= 95%: n`]: '400',
    [`${at} / goodput >= 95%: value`]: '0.99',
    [`${at} / goodput >= 95%: low`]: '0.96',
    [`${at} / goodput >= 95%: high`]: '0.998',
    [`${at} / availability >= 95%: n`]: '3',
    [`${at} / availability >= 95%: needed`]: '57',
  })
  expect(Object.keys(properties)).not.toContain(`${at} / availability >= 95%: value`)
})

test('names of cases are the same in both languages, messages are not', () => {
  const names = (root: XmlNode) =>
    elementsOf(root, 'testcase').map(({ attributes }) => [attributes['classname'], attributes['name']])
  const [en, zh] = [read(judged, 'en'), read(judged, 'zh')]
  expect(names(zh)).toEqual(names(en))
  expect(elementsOf(en, 'failure')[0]?.attributes['message']).toBe(
    'broken; measured 50.0%, 95% CI [40.0, 60.0], n=100',
  )
  expect(elementsOf(zh, 'failure')[0]?.attributes['message']).toBe(
    '违反；实测 50.0%，95% 区间 [40.0, 60.0]，n=100',
  )
})

test('whatever a name holds, the document is well-formed and the name comes back', () => {
  const nasty = fc.string({
    unit: fc.oneof(
      fc.constantFrom(...'<>&"\'\r\n\t\0\u001b\u0085\u2028\ufffe\uffff\ud800\udc00', ']]>', '<!--', '&#0;'),
      fc.string({ unit: 'binary', maxLength: 2 }),
    ),
    maxLength: 12,
  })
  fc.assert(
    fc.property(nasty, (name) => {
      const shown = report({
        profileName: name,
        vantage: name,
        objectives: [
          limit({
            relay: name,
            model: name,
            name,
            limit: name,
            line: name,
            verdict: 'broken',
            missing: [name],
          }),
        ],
        models: [pair(name, name, 'absent')],
        relays: [relay(name)],
      })
      expect(elementsOf(read(shown), 'testcase')).toHaveLength(2)
    }),
    { seed: 1 },
  )
  expect(read(hostile).name).toBe('testsuites')
  const named = read(report({ relays: [relay(`a <b> & "c" 'd'`)] })).children[0]
  expect(named?.attributes['name']).toBe(`a <b> & "c" 'd'`)
})
