import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { reportSchema } from '../../src/schema/report.ts'
import { relaybench, temporaryFolder } from './harness.ts'

const folder = temporaryFolder()

const profile = (name: string, relays: readonly object[]): string => {
  const path = join(folder, name)
  writeFileSync(path, JSON.stringify({ relays, models: ['demo-mini'] }))
  return path
}

const relay = (name: string, mind: object, more: object = {}) => ({
  name,
  simulate: { mind, seed: 1 },
  ...more,
})

const audit = async (path: string, out: string, ...flags: readonly string[]) => {
  const args = [
    'audit',
    path,
    '--tests',
    'identity',
    '--depth',
    'quick',
    '--out',
    join(folder, out),
    '--json',
  ]
  const { code, stdout, stderr } = await relaybench([...args, ...flags])
  expect(code, stderr).toBe(0)
  return reportSchema.parse(JSON.parse(stdout))
}

describe('a stored reference', () => {
  const before = profile('before.yaml', [relay('official', {}, { reference: true })])
  const after = profile('after.yaml', [relay('same', {}), relay('other', { identity: 'other' })])
  beforeAll(async () => void (await audit(before, 'before')))

  test('stands in for one that is asked, and makes a hint of what would be a difference', async () => {
    const { audit: found, totals, spend } = await audit(after, 'after', '--stored', join(folder, 'before'))
    const findings = found?.findings.map(({ relay: of, kind, verdict }) => [of, kind, verdict])
    expect(findings).toEqual([
      ['same', 'hint', 'consistent'],
      ['other', 'hint', 'differs'],
    ])
    expect(found?.findings[0]?.sentence.en).toContain('Compared with a reference asked at 2')
    expect(totals.sent).toBeLessThanOrEqual(120)
    expect(spend?.models.map(({ relay: of }) => of)).toEqual(['same', 'other'])
  })

  test('is in the journal: the run can be judged again without the other one', async () => {
    const { stdout } = await relaybench(['report', join(folder, 'after'), '--json'])
    const { audit: found } = reportSchema.parse(JSON.parse(stdout))
    expect(found?.findings.map(({ verdict }) => verdict)).toEqual(['consistent', 'differs'])
  })

  test('must be one', async () => {
    const args = ['audit', after, '--out', join(folder, 'none'), '--stored', join(folder, 'after')]
    const { code, stderr } = await relaybench(args)
    expect(code).toBe(2)
    expect(stderr).toContain('asked no reference')
  })
})
