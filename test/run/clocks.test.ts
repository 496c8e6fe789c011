import type { RequestListener } from 'node:http'
import { setTimeout as delay } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import { now } from '../../src/core/clock.ts'
import type { Observation, Timeline } from '../../src/core/observation.ts'
import { classify } from '../../src/metrics/classify.ts'
import { e2eMs, tailMs, ttfoMs, ttftColdMs, ttftMs } from '../../src/metrics/latency.ts'
import { ask, openLane, targetAt } from './ask-target.ts'
import { certificateFor } from './certificate.ts'
import { answering, frames, secureWeb, web, withServer } from './servers.ts'

/** Timers may fire a little early. */
const earlyMs = 2
/** Upper bounds only say that a stamp is of this exchange: a busy test machine may be this late. */
const lateMs = 10_000

interface Write {
  readonly atMs: number
  readonly text: string
}

/** Sends each text at its time after the request had arrived, then ends; remembers when it really did. */
function scheduled(writes: readonly Write[], endMs: number, sentAt: number[] = []): RequestListener {
  return async (request, response) => {
    request.resume()
    const begunAt = now()
    const until = (ms: number) => delay(Math.max(0, begunAt + ms - now()))
    response.writeHead(200, { 'content-type': 'text/event-stream' })
    for (const { atMs, text } of writes) {
      if (atMs > 0) await until(atMs)
      sentAt.push(now())
      response.write(text)
    }
    await until(endMs)
    response.end()
  }
}

const schedule: readonly Write[] = [
  { atMs: 0, text: frames.role },
  { atMs: 40, text: ': keep-alive\n\n' },
  { atMs: 80, text: frames.reasoning('Hm. ') },
  { atMs: 140, text: frames.content('Well, ') },
  { atMs: 200, text: frames.content('fine.') },
  { atMs: 220, text: frames.finish },
  { atMs: 260, text: frames.done },
]

const askAt = (port: number, at = now()): Promise<Observation> =>
  ask(targetAt(`http://127.0.0.1:${port}/v1`), {}, undefined, at)

function between(timeline: Timeline, from: keyof Timeline, to: keyof Timeline): number {
  const [a, b] = [timeline[from], timeline[to]]
  if (a === undefined || b === undefined) throw new Error(`no stamp for ${a === undefined ? from : to}`)
  return b - a
}

describe('a stream on a schedule', () => {
  test('has its stamps in order, each at its time', async () => {
    const observation = await withServer(web(scheduled(schedule, 300)), ({ port }) => askAt(port))
    const { timeline, stream, reply } = observation
    expect(classify({ ...observation, loopStallMs: 0 })).toBe('ok')
    const order = [
      ...['due', 'started', 'tcp', 'sent', 'headers', 'firstByte', 'firstFrame'],
      ...['firstToken', 'firstOutput', 'lastToken', 'done', 'end'],
    ] as const
    const stamps = order.map((name) => timeline[name as keyof Timeline])
    expect(stamps).toEqual(stamps.toSorted((a = 0, b = 0) => a - b))
    expect(stamps).not.toContain(undefined)

    const expected = [
      ['firstFrame', 0],
      ['firstToken', 80],
      ['firstOutput', 140],
      ['lastToken', 200],
      ['done', 260],
      ['end', 300],
    ] as const
    for (const [name, ms] of expected) {
      expect(between(timeline, 'sent', name), name).toBeGreaterThanOrEqual(ms - earlyMs)
      expect(between(timeline, 'sent', name), name).toBeLessThan(ms + lateMs)
    }
    expect(stream).toMatchObject({ frames: 6, comments: 1, tokenReadChars: [4, 6, 5] })
    expect(reply).toMatchObject({ text: 'Well, fine.', reasoning: 'Hm. ' })
    expect(ttftColdMs(observation)).toBeCloseTo(between(timeline, 'started', 'firstToken'))
    expect(ttftMs(observation)).toBeUndefined()
    expect(e2eMs(observation)).toBeCloseTo(between(timeline, 'sent', 'lastToken'))
    expect(tailMs(observation)).toBeCloseTo(between(timeline, 'lastToken', 'done'))
    const sum = stream.tokenReadsUs.reduce((all, us) => all + us, 0) / 1000
    expect(sum).toBeCloseTo(between(timeline, 'sent', 'lastToken'), 1)
  })

  test('a frame is stamped by the read that completes it', async () => {
    const [first, second] = [frames.content('Well').slice(0, 20), frames.content('Well').slice(20)]
    const writes = [
      { atMs: 0, text: frames.role + first },
      { atMs: 300, text: second + frames.finish + frames.done },
    ]
    const { timeline } = await withServer(web(scheduled(writes, 300)), ({ port }) => askAt(port))
    expect(between(timeline, 'firstFrame', 'firstToken')).toBeGreaterThanOrEqual(100)
  })

  test('a keep-alive comment is a byte, neither a frame nor a token', async () => {
    const writes = [
      { atMs: 0, text: ': PING\n\n' },
      { atMs: 300, text: frames.content('Well') + frames.finish + frames.done },
    ]
    const { timeline } = await withServer(web(scheduled(writes, 300)), ({ port }) => askAt(port))
    expect(between(timeline, 'firstByte', 'firstFrame')).toBeGreaterThanOrEqual(100)
    expect(timeline.firstToken).toBe(timeline.firstFrame)
  })

  test('an empty delta is a frame and no token', async () => {
    const writes = [
      { atMs: 0, text: frames.role + frames.content('') },
      { atMs: 300, text: frames.content('Well') + frames.finish + frames.done },
    ]
    const { timeline } = await withServer(web(scheduled(writes, 300)), ({ port }) => askAt(port))
    expect(between(timeline, 'firstFrame', 'firstToken')).toBeGreaterThanOrEqual(100)
  })

  /** By how much each stamp is later than the write of the server that it belongs to. */
  async function lateness(): Promise<readonly number[]> {
    const sentAt: number[] = []
    let begunAt = 0
    const { timeline } = await withServer(web(scheduled(schedule, 300, sentAt)), ({ port }) => {
      begunAt = now()
      return askAt(port, begunAt)
    })
    return [
      [timeline.firstToken, sentAt[2]],
      [timeline.firstOutput, sentAt[3]],
      [timeline.lastToken, sentAt[4]],
      [timeline.done, sentAt[6]],
    ].map(([ours = Number.NaN, theirs = Number.NaN]) => ours + begunAt - theirs)
  }

  test('our stamps agree with those of the server to a few ms', async () => {
    const least = Array(4).fill(Number.POSITIVE_INFINITY)
    // What the machine does not hold up is stamped as it comes: the best of a few times counts.
    for (let i = 0; i < 10 && Math.max(...least) >= 20; i++)
      for (const [stamp, ms] of (await lateness()).entries()) {
        expect(ms).toBeGreaterThan(-1)
        least[stamp] = Math.min(least[stamp], ms)
      }
    for (const ms of least) expect(ms).toBeLessThan(20)
  })
})

describe('what never happened has no stamp', () => {
  test('a cut stream has no done, one without a token no firstToken', async () => {
    const { timeline } = await withServer(web(scheduled([{ atMs: 0, text: frames.role }], 20)), ({ port }) =>
      askAt(port),
    )
    expect(timeline.firstFrame).toBeDefined()
    for (const name of ['firstToken', 'firstOutput', 'lastToken', 'done'])
      expect(timeline).not.toHaveProperty(name)
  })

  test('reasoning alone is a token and no output', async () => {
    const writes = [{ atMs: 0, text: frames.reasoning('Hm.') + frames.finish + frames.done }]
    const { timeline } = await withServer(web(scheduled(writes, 0)), ({ port }) => askAt(port))
    expect(timeline.firstToken).toBeDefined()
    expect(timeline).not.toHaveProperty('firstOutput')
  })

  test('a whole answer has no stamps of tokens', async () => {
    const server = web((_request, response) => {
      response.end('{"choices":[{"message":{"content":"Fine."},"finish_reason":"stop"}]}')
    })
    const { timeline, reply } = await withServer(server, ({ port }) =>
      ask(targetAt(`http://127.0.0.1:${port}/v1`), { stream: false }),
    )
    expect(reply.text).toBe('Fine.')
    for (const name of ['firstFrame', 'firstToken', 'lastToken', 'done'])
      expect(timeline).not.toHaveProperty(name)
  })
})

describe('cold and warm', () => {
  test('a connection is dialled once; reuse has no dns, tcp or tls', async () => {
    const certificate = certificateFor('localhost', '127.0.0.1')
    await withServer(secureWeb(certificate, answering), async ({ port, sockets }) => {
      const url = `https://localhost:${port}/v1`
      const target = targetAt(url, { lane: { origin: new URL(url), ca: certificate.cert } })
      const lane = openLane(target)
      const [cold, ...warm] = [
        await ask(target, {}, lane),
        await ask(target, {}, lane),
        await ask(target, {}, lane),
      ]
      await lane.close()
      expect(cold?.connection).toMatchObject({
        reused: false,
        alpn: 'http/1.1',
        tlsVersion: expect.stringMatching(/^TLSv1\.[23]$/),
      })
      const { started = 0, dns = 0, tcp = 0, tls = 0, sent = 0 } = cold?.timeline ?? {}
      expect([started, dns, tcp, tls, sent]).toEqual([started, dns, tcp, tls, sent].toSorted((a, b) => a - b))
      expect(dns * tcp * tls).not.toBe(0)
      for (const observation of warm) {
        const { connection, timeline } = observation
        expect(connection?.reused).toBe(true)
        expect(ttftMs(observation)).toBeCloseTo(between(timeline, 'sent', 'firstToken'))
        expect(ttfoMs(observation)).toBe(ttftMs(observation))
        expect(ttftColdMs(observation)).toBeUndefined()
        for (const name of ['dns', 'tcp', 'tls']) expect(timeline).not.toHaveProperty(name)
      }
      expect(sockets.length).toBe(1)
    })
  })

  test('an address needs no look-up', async () => {
    const { timeline } = await withServer(web(answering), ({ port }) => askAt(port))
    expect(timeline).not.toHaveProperty('dns')
    expect(timeline).not.toHaveProperty('tls')
    expect(timeline.tcp).toBeDefined()
  })

  test('dialling takes its time before sent, not after', async () => {
    const server = secureWeb(certificateFor('127.0.0.1'), answering)
    const dawdling = server.listeners('connection')
    server.removeAllListeners('connection')
    server.on('connection', (socket) => {
      setTimeout(() => {
        for (const listener of dawdling) listener.call(server, socket)
      }, 120)
    })
    const { timeline } = await withServer(server, ({ port }) => {
      const url = `https://127.0.0.1:${port}/v1`
      return ask(targetAt(url, { lane: { origin: new URL(url), insecure: true } }))
    })
    expect(between(timeline, 'tcp', 'tls')).toBeGreaterThanOrEqual(60)
    expect(between(timeline, 'tls', 'sent')).toBeGreaterThanOrEqual(0)
  })
})

test('a lane carries one request at a time: asking twice at once is a defect of ours', async () => {
  await withServer(web(scheduled(schedule, 300)), async ({ port }) => {
    const target = targetAt(`http://127.0.0.1:${port}/v1`)
    const lane = openLane(target)
    const first = ask(target, {}, lane)
    await expect(ask(target, {}, lane)).rejects.toThrow('one request at a time')
    await first
    await lane.close()
  })
})
