import { describe, expect, test } from 'vitest'
import { auditObjective, objectivesFor } from '../../src/core/slo.ts'
import { auditLimits } from '../../src/judge/audit-limits.ts'
import { judge } from '../../src/judge/judge.ts'
import type { ReportFinding } from '../../src/schema/report-audit.ts'
import { auditOf, finding } from '../report/audits.ts'
import { answers, cell, end, header, journal, session } from './journal.ts'

const wanted = { slo: { audit: 'no_confirmed_difference' } }
const c1 = cell('c1')

const verdictOf = (findings: readonly ReportFinding[], over = {}) =>
  auditLimits(auditOf(findings, over), [c1], wanted)[0]

const of = (kind: ReportFinding['kind'], verdict: ReportFinding['verdict'], code = `${kind}.${verdict}`) =>
  finding({ relay: 'acme', model: 'gpt-x', kind, verdict, code })

describe('a limit on audits', () => {
  test.each([
    ['a test that differs', [of('test', 'differs'), of('test', 'consistent')], 'broken'],
    [
      'a test that differs beside one that is not settled',
      [of('test', 'differs'), of('test', 'inconclusive', 'other')],
      'broken',
    ],
    ['a test that is not settled', [of('test', 'consistent'), of('test', 'inconclusive')], 'undecided'],
    ['nothing that could be judged', [of('not-applicable', 'not-applicable')], 'undecided'],
    ['no finding at all', [], 'undecided'],
    ['everything consistent', [of('test', 'consistent'), of('test', 'consistent', 'other')], 'no-breach'],
    ['a hint beside it', [of('test', 'consistent'), of('hint', 'differs')], 'no-breach'],
    ['a hint that is not settled', [of('test', 'consistent'), of('hint', 'inconclusive')], 'no-breach'],
    ['a hint alone', [of('hint', 'differs')], 'undecided'],
    ['a fact beside it', [of('test', 'consistent'), of('fact', null)], 'no-breach'],
    [
      'what does not apply beside it',
      [of('test', 'consistent'), of('not-applicable', 'not-applicable')],
      'no-breach',
    ],
  ] as const)('%s', (_, findings, verdict) => {
    expect(verdictOf(findings)).toMatchObject({ verdict, relay: 'acme', model: 'gpt-x', name: 'audit' })
  })

  test('names the findings behind it, and counts those that could have confirmed a difference', () => {
    const both = [of('test', 'differs', 'a.b'), of('test', 'inconclusive', 'c.d'), of('hint', 'differs')]
    expect(verdictOf(both)).toMatchObject({ value: 1, past: 1, n: 2, unit: 'count', findings: ['a.b'] })
    expect(verdictOf(both.slice(1))).toMatchObject({ value: 0, n: 1, findings: ['c.d'], reason: null })
    expect(verdictOf([])).toMatchObject({ value: null, n: 0, reason: 'nothing-judged' })
  })

  test('stays open where another version asked something that this one cannot judge', () => {
    expect(verdictOf([of('test', 'consistent')], { unjudged: ['later'] })).toMatchObject({
      verdict: 'undecided',
    })
    expect(verdictOf([of('test', 'differs')], { unjudged: ['later'] })).toMatchObject({ verdict: 'broken' })
  })

  test('is judged for each line and model by its own findings', () => {
    const cells = [c1, cell('c2', { line: 'cn2' }), cell('c3', { model: 'other' })]
    const found = [
      { ...of('test', 'consistent'), line: null },
      { ...of('test', 'differs'), line: 'cn2' },
    ]
    expect(auditLimits(auditOf(found), cells, wanted).map(({ verdict }) => verdict)).toEqual([
      'no-breach',
      'broken',
      'undecided',
    ])
  })

  test('of a relay stands in place of that of the model, and that in place of the profile’s', () => {
    const long = { limit: 'no_confirmed_difference', severity: 'warn' }
    const profile = { ...wanted, relays: [{ name: 'acme', slo: { audit: long } }] }
    expect(auditObjective(profile, 'acme', 'gpt-x')).toMatchObject({ severity: 'warn' })
    expect(auditObjective(profile, 'other', 'gpt-x')).toMatchObject({ severity: 'fail' })
    expect(
      auditObjective({ models: [{ name: 'gpt-x', slo: { audit: long } }] }, 'acme', 'gpt-x'),
    ).toBeDefined()
    expect(auditObjective({}, 'acme', 'gpt-x')).toBeUndefined()
  })

  test('is left out of a run that asks no audits', () => {
    const records = journal(header([c1], { profile: wanted }), session(), answers(c1, [200, 201]), end())
    expect(objectivesFor(wanted, 'acme', 'gpt-x')).toEqual([])
    expect(judge(records).objectives).toEqual([])
  })
})
