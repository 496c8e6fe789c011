import { describe, expect, test } from 'vitest'
import { visibleTokens } from '../../src/audits/usage-counts.ts'
import type { JournalRecord } from '../../src/core/journal.ts'
import { judge } from '../../src/judge/judge.ts'
import { type Party, type VirtualRun, virtualAudit } from './virtual.ts'

const reference: Party = { name: 'reference', reference: true, simulate: { mind: {}, seed: 1 } }
const subject = (mind: object): Party => ({ name: 'subject', simulate: { mind, seed: 2 } })

async function findingsOf(parties: readonly Party[], tests: readonly string[]) {
  const { report } = await virtualAudit(parties, { tests, seed: 3 })
  return new Map((report.audit?.findings ?? []).map((finding) => [finding.code, finding]))
}

describe('innocent explanations', () => {
  test('a factor on all counts is no hidden prompt', async () => {
    const findings = await findingsOf([reference, subject({ usage_factor: 2 })], ['usage'])
    expect(findings.get('usage.input')).toMatchObject({ verdict: 'differs' })
    expect(findings.get('usage.overhead')).toMatchObject({ verdict: 'consistent' })
    expect(findings.get('usage.stream')).toMatchObject({ verdict: 'consistent' })
  })

  test('a server of one model answers under any name: a hint, and none where the reference does', async () => {
    const single = { ignores: ['model'] }
    const code = 'parameters.unknown-model'
    const alone = await findingsOf([subject(single)], ['parameters'])
    expect(alone.get(code)).toMatchObject({ kind: 'hint', verdict: 'differs' })
    const like = { ...reference, simulate: { mind: single, seed: 1 } }
    const beside = await findingsOf([like, subject(single)], ['parameters'])
    expect(beside.get(code)).toMatchObject({ kind: 'hint', verdict: 'inconclusive' })
  })

  test('thinking is counted into the output or beside it, as the total tells', () => {
    const usage = { inputTokens: 10, outputTokens: 50, reasoningTokens: 30 }
    expect(visibleTokens({ ...usage, raw: { total_tokens: 60 } })).toBe(20)
    expect(visibleTokens({ ...usage, raw: { total_tokens: 90 } })).toBe(50)
    expect(visibleTokens({ ...usage, raw: { totalTokenCount: 90 } })).toBe(50)
    expect(visibleTokens({ ...usage, raw: null })).toBe(20)
    expect(visibleTokens({ ...usage, reasoningTokens: 70, raw: null })).toBeUndefined()
  })

  test('what one protocol cannot carry is held against nobody', async () => {
    const responses = { ...subject({ ignores: ['stop'] }), protocol: 'openai-responses' }
    const findings = await findingsOf([reference, responses], ['parameters'])
    expect(findings.get('parameters.stop')).toMatchObject({ verdict: 'not-applicable' })
  })
})

describe('what was sent before may have been read before', () => {
  const mind = { cache: 'works' }
  const parties = [{ ...reference, simulate: { mind, seed: 1 } }, subject(mind)]

  /** The journal of a relay that had read everything, with or without the attempts at which it did. */
  function allRead({ plan, records }: VirtualRun, isToldOfAttempts: boolean): readonly JournalRecord[] {
    const own = new Set(plan.cells.filter(({ relay }) => relay === 'subject').map(({ id }) => id))
    return records.flatMap((record): readonly JournalRecord[] => {
      if (record.type !== 'observation' || !own.has(record.cellId)) return [record]
      const { reply } = record
      const read = { ...reply, usage: { ...reply.usage, raw: null, cachedInputTokens: 1_280 } }
      const failed = { ...record, retry: 'upstream' }
      return [...(isToldOfAttempts ? [failed] : []), { ...record, attempt: 2, reply: read }]
    })
  }

  const neverSeen = (records: readonly JournalRecord[]) =>
    judge(records).audit?.findings.find(({ code }) => code === 'cache.never-seen')

  test('as the journal tells of every attempt', async () => {
    const run = await virtualAudit(parties, { tests: ['cache'], seed: 3 })
    expect(neverSeen(run.records)).toMatchObject({ verdict: 'consistent', n: 28 })
    expect(neverSeen(allRead(run, false))).toMatchObject({ verdict: 'differs', n: 28 })
    expect(neverSeen(allRead(run, true))).toMatchObject({ verdict: 'inconclusive', n: 0, invalid: 28 })
  })
})
