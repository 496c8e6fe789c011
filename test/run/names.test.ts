import { describe, expect, test } from 'vitest'
import { after, type Relay, withRelay } from './relay.ts'
import { runProfile } from './run-profile.ts'

const load = { requests: 1, concurrency: 1, warmup: 0 }

const askedFor = (relay: Relay): readonly unknown[] => [
  ...new Set(relay.probes().map(({ body }) => body['model'])),
]

describe('the name that is sent for a wanted model', () => {
  const opus = 'claude-opus-5'
  test.each([
    ['listed under this name', opus, [opus, 'other'], {}, opus, 'listed'],
    ['with a mark before it', opus, ['[官]claude-opus-5', 'gpt'], {}, '[官]claude-opus-5', 'matched'],
    ['with a Chinese mark', opus, ['【特价】claude-opus-5'], {}, '【特价】claude-opus-5', 'matched'],
    ['with its vendor', opus, ['anthropic/claude-opus-5'], {}, 'anthropic/claude-opus-5', 'matched'],
    ['in other case', 'GLM-5', ['glm-5'], {}, 'glm-5', 'matched'],
    ['two that match: nothing is guessed', opus, [`a/${opus}`, `b/${opus}`], {}, opus, 'assumed'],
    ['itself before others that match', opus, [`a/${opus}`, opus], {}, opus, 'listed'],
    ['nothing like it', opus, ['gpt-5.6-sol'], {}, opus, 'assumed'],
    ['a longer name is another model', opus, ['claude-opus-5-mini'], {}, opus, 'assumed'],
    ['no listing', opus, [], {}, opus, 'assumed'],
    ['declared by the relay', opus, [opus], { models: { [opus]: 'mine' } }, 'mine', 'declared'],
  ])('%s', async (_what, model, listed, more, modelId, how) => {
    await withRelay(
      after(),
      async (relay) => {
        const { resolutions, report } = await runProfile({
          relays: [{ name: 'a', base_url: relay.url, ...more }],
          models: [model],
          load,
        })
        expect(resolutions).toMatchObject([{ relay: 'a', model, modelId, how }])
        expect(askedFor(relay)).toEqual([modelId])
        expect(report.models).toMatchObject([{ model, modelId, resolvedBy: how }])
        expect(report.cells).toMatchObject([{ model, modelId }])
      },
      listed,
    )
  })

  test('is declared by relay, by model for all, or by model for one relay', async () => {
    await withRelay(after(), async (one) => {
      await withRelay(after(), async (other) => {
        await runProfile({
          relays: [
            { name: 'one', base_url: one.url, models: { c: 'c-own' } },
            { name: 'other', base_url: other.url },
          ],
          models: [
            { name: 'a', id: 'a-id' },
            { name: 'b', id: 'b-id', ids: { other: 'b-other' } },
            { name: 'c', ids: { one: 'c-ids' } },
            { name: 'd', only: ['one'] },
          ],
          load,
        })
        expect(askedFor(one).toSorted()).toEqual(['a-id', 'b-id', 'c-own', 'd'])
        expect(askedFor(other).toSorted()).toEqual(['a-id', 'b-other', 'c'])
      })
    })
  })
})

test('two lines of a relay are two rows, each with connections of its own', async () => {
  await withRelay(after(), async (main) => {
    await withRelay(after(30), async (backup) => {
      const { report, plan } = await runProfile({
        relays: [
          {
            name: 'a',
            endpoints: [
              { line: 'main', url: main.url },
              { line: '备用', url: backup.url },
            ],
          },
        ],
        models: ['demo-mini'],
        load: { requests: 6, concurrency: 2, warmup: 0 },
      })
      expect(plan.cells.map(({ line }) => line)).toEqual(['main', '备用'])
      expect(report.cells.map(({ relay, line, ok, sent }) => [relay, line, ok, sent])).toEqual([
        ['a', 'main', 6, 6],
        ['a', '备用', 6, 6],
      ])
      expect([main, backup].map((relay) => relay.probes().length)).toEqual([6, 6])
      expect([main, backup].map((relay) => relay.connections())).toEqual([2, 2])
    })
  })
})

test('every probe goes out on a connection that the listing has opened', async () => {
  await withRelay(after(), async ({ url, connections }) => {
    const { observations } = await runProfile({
      relays: [{ name: 'a', base_url: url }],
      models: ['demo-mini'],
      load: { requests: 8, concurrency: 3, warmup: 0 },
    })
    expect(observations.map(({ connection }) => connection?.reused)).toEqual(Array(8).fill(true))
    expect(connections()).toBe(3)
  })
})
