import { describe, expect, test } from 'vitest'
import { completions } from '../../src/audits/completions.ts'
import { type Party, virtualAudit } from './virtual.ts'

const party = (name: string, simulate: object, reference = false): Party => ({ name, simulate, reference })
const reference = party('reference', { mind: {}, seed: 1 }, true)

async function findingsOf(parties: readonly Party[], depth: 'standard' | 'deep' = 'deep', seed = 5) {
  const { report } = await virtualAudit(parties, { tests: ['completions'], depth, seed })
  return report.audit?.findings ?? []
}

const setting = { depth: 'deep', model: 'm', seed: 's', own: 'o', thinkingTokens: 0 } as const

/** What is asked, without the first line, which is each relay's own. */
const prompts = (seed: string, own = 'o') =>
  new Set(
    completions
      .questions({ ...setting, seed, own })
      .map(({ ask }) => ask.prompt.split('\n\n').slice(1).join()),
  )

describe('longer answers', () => {
  test('are asked for in a deep audit only', async () => {
    expect(completions.questions({ ...setting, depth: 'quick' })).toEqual([])
    expect(completions.questions({ ...setting, depth: 'standard' })).toEqual([])
    expect(await findingsOf([reference, party('subject', { mind: {}, seed: 2 })], 'standard')).toEqual([])
  })

  test('are to the same prompts at all relays of a run, and to others in another run', () => {
    expect(prompts('a', 'x')).toEqual(prompts('a', 'y'))
    expect(prompts('a').size).toBe(10)
    expect([...prompts('a')].filter((prompt) => prompts('b').has(prompt))).toEqual([])
    const asked = completions.questions(setting).map(({ ask }) => ask.prompt)
    expect(new Set(asked).size).toBe(asked.length)
  })

  test('of another model differ, with an effect; nothing is found twice otherwise', async () => {
    const parties = [reference, party('subject', { mind: { identity: 'other' }, seed: 2 })]
    const [finding] = await findingsOf(parties)
    expect(finding).toMatchObject({ code: 'completions.text', kind: 'hint', verdict: 'differs', n: 120 })
    expect(finding?.effect?.value).toBeGreaterThan(0.05)
    expect(await findingsOf(parties)).toEqual([finding])
  })

  test('are not judged where a third of them is lost, and are where a tenth is', async () => {
    for (const [rate, verdict] of [
      [0.4, 'inconclusive'],
      [0.1, 'differs'],
    ] as const) {
      const simulate = { mind: { identity: 'other' }, seed: 2, faults: [{ fault: 'error-500', rate }] }
      const [finding] = await findingsOf([reference, party('subject', simulate)])
      expect(finding).toMatchObject({ verdict })
      expect(finding?.invalid).toBeGreaterThan(0)
    }
  })

  test('cannot be compared without a reference', async () => {
    const findings = await findingsOf([party('subject', { mind: {}, seed: 2 })])
    expect(findings).toMatchObject([{ kind: 'not-applicable', verdict: 'not-applicable' }])
  })

  test('say nothing where two references differ from each other, and something where they do not', async () => {
    for (const [mind, verdict] of [
      [{ identity: 'third' }, 'inconclusive'],
      [{}, 'differs'],
    ] as const) {
      const second = party('second', { mind, seed: 3 }, true)
      const subject = party('subject', { mind: { identity: 'other' }, seed: 2 })
      expect(await findingsOf([reference, second, subject])).toMatchObject([{ kind: 'test', verdict }])
    }
  })

  test.each(['error-500', 'empty-answer', 'html-200', 'cut'])(
    'are not judged where all end in %s',
    async (fault) => {
      const subject = party('subject', { mind: {}, seed: 2, faults: [{ fault }] })
      expect(await findingsOf([reference, subject])).toMatchObject([
        { verdict: 'inconclusive', n: 0, invalid: 120 },
      ])
    },
  )
})
