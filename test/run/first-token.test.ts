import { describe, expect, test } from 'vitest'
import { OwnLane } from '../../src/run/probe-lane.ts'
import { LaneWorkers } from '../../src/run/workers/lane-workers.ts'
import { frame, startFakeRelay } from '../cli/fake-relay.ts'
import { ask, targetAt } from './ask-target.ts'

describe('the first token is told while the answer still comes', () => {
  test.each(['of this thread', 'of a worker'])('on a lane %s', async (kind) => {
    const began = new AbortController()
    const token = frame({ choices: [{ index: 0, delta: { content: '词' } }] })
    const relay = await startFakeRelay(async (_, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' })
      response.write(token)
      await new Promise((resolve) => began.signal.addEventListener('abort', resolve))
      response.end(`${token}data: [DONE]\n\n`)
    })
    const target = targetAt(relay.url)
    const workers = kind === 'of a worker' ? await LaneWorkers.start(1) : undefined
    const lane = workers?.lane(target.lane) ?? new OwnLane(target.lane, { longestStallSince: () => 0 })
    const told: string[] = []
    const watch = {
      started: () => void told.push('started'),
      began: () => {
        told.push('began')
        began.abort()
      },
    }
    // The relay ends its answer only after the word that it has begun.
    const { ending } = await ask(target, {}, lane, undefined, watch)
    expect(ending.type).toBe('complete')
    expect(told).toEqual(['started', 'began'])
    await lane.close()
    await workers?.end()
    await relay.close()
  })
})
