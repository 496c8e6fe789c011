import { describe, expect, test } from 'vitest'
import { driftOf, type Night, nightOf } from '../../src/judge/drift.ts'
import { driftSchema } from '../../src/schema/drift.ts'
import { virtualAudit } from '../audits/virtual.ts'

/** Runs of audits, one a night: the questions are the same, what answers is told by the night. */
async function nightsOf(
  count: number,
  mindOf: (night: number) => object,
  name = 0,
): Promise<readonly Night[]> {
  const nights: Night[] = []
  for (let night = 1; night <= count; night++) {
    const seed = name * 100_000 + night
    const parties = [
      { name: 'reference', reference: true, simulate: { mind: {}, seed: 2 * seed } },
      { name: 'relay', simulate: { mind: mindOf(night), seed: 2 * seed + 1 } },
    ]
    const { records } = await virtualAudit(parties, { tests: ['identity'], depth: 'quick', seed: 77 })
    const found = nightOf(`run ${night}`, dated(records, night))
    if (found) nights.push(found)
  }
  return nights
}

const dateOf = (night: number): string => new Date(Date.UTC(2026, 8, night)).toISOString()

const dated = (records: Awaited<ReturnType<typeof virtualAudit>>['records'], night: number) =>
  records.map((record) => (record.type === 'run' ? { ...record, startedAt: dateOf(night) } : record))

const driftIn = async (...setting: Parameters<typeof nightsOf>) => {
  const drift = driftOf(await nightsOf(...setting), [], '0.0.0')
  if (!drift) throw new Error('nothing was judged')
  return drift
}

describe('a model over nights', () => {
  test('that is swapped is found within two nights, with the night', async () => {
    const drift = await driftIn(40, (night) => (night < 25 ? {} : { identity: 'other' }))
    expect(driftSchema.parse(drift)).toEqual(drift)
    const [reference, relay] = drift.relays
    expect(reference).toMatchObject({
      relay: 'reference',
      reference: true,
      verdict: 'no-change',
      changes: [],
    })
    expect(relay).toMatchObject({ verdict: 'changed', nights: 40, changes: [{ from: dateOf(25) }] })
    expect([dateOf(25), dateOf(26)]).toContain(relay?.changes[0]?.seen)
  })

  test('of which half of the answers are another\u2019s is found too', async () => {
    const drift = await driftIn(40, (night) =>
      night < 25 ? {} : { swap: { identity: 'other', share: 0.5 } },
    )
    const change = drift.relays[1]?.changes[0]
    expect(change && change.earliest <= dateOf(25) && dateOf(25) <= change.latest).toBe(true)
  })

  test('that changes twice has two changes', async () => {
    const drift = await driftIn(36, (night) =>
      night < 13 ? {} : night < 25 ? { identity: 'second' } : { identity: 'third' },
    )
    expect(drift.relays[1]?.changes.map(({ from }) => from)).toEqual([dateOf(13), dateOf(25)])
  })

  test('that does not change is left alone', async () => {
    for (let name = 1; name <= 10; name++)
      for (const { verdict } of (await driftIn(20, () => ({}), name)).relays)
        expect(verdict).toBe('no-change')
  })

  test('is undecided after few nights', async () => {
    const drift = await driftIn(3, () => ({}))
    expect(drift.relays.map(({ verdict }) => verdict)).toEqual(['undecided', 'undecided'])
  })
})

test('runs that asked other questions are named, not mixed in', async () => {
  const parties = [{ name: 'relay', reference: true, simulate: { mind: {}, seed: 1 } }]
  const other = await virtualAudit(parties, { tests: ['identity'], depth: 'quick', seed: 5 })
  const night = nightOf('other', dated(other.records, 1))
  const drift = driftOf(
    [...(night ? [night] : []), ...(await nightsOf(6, () => ({})))].reverse(),
    [],
    '0.0.0',
  )
  expect(drift?.runs).toBe(6)
  expect(drift?.skipped).toEqual([{ path: 'other', reason: 'other-questions' }])
  expect(driftOf([], [], '0.0.0')).toBeUndefined()
})
