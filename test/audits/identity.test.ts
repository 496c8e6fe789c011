import { describe, expect, test } from 'vitest'
import { virtualAudit } from './virtual.ts'

const mind = (setting: object = {}) => ({ mind: setting })
const honest = (seed: number) => ({ seed, ...mind() })

async function identityOf(subject: object, seed: number, depth: 'quick' | 'standard' = 'standard') {
  const parties = [
    { name: 'reference', reference: true, simulate: honest(1_000_000 + seed) },
    { name: 'subject', simulate: { seed: 2_000_000 + seed, ...subject } },
  ]
  const { report } = await virtualAudit(parties, { tests: ['identity'], seed, depth })
  return report.audit?.findings[0]
}

const seeds = (count: number) => Array.from({ length: count }, (_, i) => i + 1)

async function verdicts(subject: object, count: number) {
  const found = await Promise.all(seeds(count).map((seed) => identityOf(subject, seed)))
  return found.map((finding) => finding?.verdict)
}

describe('identity', () => {
  test('the same model is consistent', async () => {
    expect(await verdicts(mind(), 20)).toEqual(seeds(20).map(() => 'consistent'))
  })

  test('another model is found, early', async () => {
    const found = await Promise.all(seeds(20).map((seed) => identityOf(mind({ identity: 'other' }), seed)))
    expect(found.map((finding) => finding?.verdict)).toEqual(seeds(20).map(() => 'differs'))
    expect(Math.max(...found.map((finding) => finding?.n ?? 0))).toBeLessThan(120)
  })
})
