import { describe, expect, test } from 'vitest'
import { protocols } from '../../src/protocols/index.ts'
import { compareExpected } from '../interop/compare-expected.ts'
import { corpusFolder, readExchange, readIndex } from '../interop/corpus.ts'
import { serveExchange } from '../interop/serve-exchange.ts'
import { ask, targetAt } from '../run/ask-target.ts'

/** Expectations that are wrong, each with the reason. */
const wrongExpectations: Readonly<Record<string, string>> = {
  'openai-chat.openai.test-tools-streaming-variant-a.e12a1e54':
    'the name of the call comes twice and the reader of the expectation glued both together; its twin through another relay expects it once',
}

const index = corpusFolder() === undefined ? [] : await readIndex()
/** Nobody recorded embeddings: a vector is no traffic that parsers get wrong. */
const replayed = protocols.filter(({ id }) => id !== 'embeddings')

test.skipIf(index.length === 0)('every recorded exchange is of a protocol that is replayed here', () => {
  const ids: readonly string[] = replayed.map(({ id }) => id)
  expect(index.filter(({ protocol }) => !ids.includes(protocol))).toEqual([])
})

describe.each(replayed.map((protocol) => [protocol.id, protocol] as const))('%s', (id, protocol) => {
  const entries = index.filter((entry) => entry.protocol === id)

  test.skipIf(entries.length === 0)(
    'recorded exchanges are there (skipped when the corpora folder is absent)',
    () => {
      expect(entries.length).toBeGreaterThan(50)
    },
  )

  test.each(entries.map((entry) => [entry.id, entry] as const))('%s', async (exchangeId, entry) => {
    const exchange = await readExchange(exchangeId)
    const server = await serveExchange(exchange, { cuts: 'random', seed: 7 })
    try {
      const { reply } = await ask(targetAt(server.baseUrl, { protocol }), { stream: entry.streaming })
      const differences = compareExpected(reply, exchange.expected)
      if (exchangeId in wrongExpectations) expect(differences, wrongExpectations[exchangeId]).not.toEqual([])
      else expect(differences).toEqual([])
    } finally {
      await server.close()
    }
  })
})
