import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { AuditAnswers } from '../../src/audits/answers.ts'
import type { Text } from '../../src/core/text.ts'
import { partiesOf } from '../audits/rates.ts'
import { scenarios } from '../audits/scenarios.ts'
import { virtualAudit } from '../audits/virtual.ts'

/** What differs may have an innocent cause, and whoever says otherwise needs more than a measurement. */
const accusing = [
  /fraud|\bfak(e|ed|ing)\b(?!-ip)|cheat|scam|\blies?\b|\bliar|\blying\b|dishonest|\bsteal|theft|swindl|deceiv|decept|crook|rip-?off|guilt/i,
  /欺诈|诈骗|造假|作假|掺水|作弊|骗|撒谎|说谎|不诚实|不老实|偷|坑|黑心|奸商|罪/,
]

const verdicts = ['consistent', 'differs', 'inconclusive', 'not-applicable'] as const

const folder = new URL('../../src/words/', import.meta.url)
const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((path) =>
  path.endsWith('.ts'),
)

describe('nothing that is said accuses anybody', () => {
  test('in any catalogue of sentences', () => {
    expect(files.filter((path) => path.startsWith('audits')).length).toBeGreaterThan(8)
    const found = files.flatMap((path) =>
      readFileSync(new URL(path, folder), 'utf8')
        .split('\n')
        .filter((line) => accusing.some((pattern) => pattern.test(line)))
        .map((line) => `${path}: ${line.trim()}`),
    )
    expect(found).toEqual([])
  })

  test.each(scenarios.map(({ id }) => id))('in what is found of %s, whatever the verdict', async (id) => {
    for (const text of await sentencesOf(id)) {
      expect(text.en).not.toMatch(accusing[0] ?? /^/)
      expect(text.zh).not.toMatch(accusing[1] ?? /^/)
      expect(text.en.trim()).not.toBe('')
      expect(text.zh.trim()).not.toBe('')
      expect(`${text.en}${text.zh}`).not.toMatch(/undefined|NaN|\[object|\?\?/)
    }
  })
})

async function sentencesOf(id: string): Promise<readonly Text[]> {
  const scenario = scenarios.find((each) => each.id === id)
  if (!scenario) throw new Error(`no scenario ${id}`)
  const { plan, observations } = await virtualAudit(partiesOf(scenario, 1), {
    tests: scenario.tests,
    depth: 'quick',
    seed: 9,
  })
  const { shape } = plan.load
  if (shape?.type !== 'audit') throw new Error('no audit')
  const answers = new AuditAnswers(plan, shape, new Set(['reference']))
  for (const observation of observations) answers.add(observation)
  return answers.subjects.flatMap((cell) =>
    answers.audits.flatMap((audit) =>
      audit
        .judge(answers.evidence(cell, audit))
        .flatMap((finding) => verdicts.map((verdict) => finding.say(verdict))),
    ),
  )
}
