import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { connect } from 'node:net'
import { networkInterfaces } from 'node:os'
import { createInterface } from 'node:readline'
import { setTimeout } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ask, chat, streamed } from './ask.ts'
import type { ChildServer } from './child-server.ts'
import { type Portkey, startAimock, startPortkey } from './counterparts.ts'

const answer = 'The quick brown fox jumps over the lazy dog, twice.'

let aimock: ChildServer
let portkey: Portkey

beforeAll(async () => {
  aimock = await startAimock([{ match: { userMessage: 'fox' }, response: { content: answer } }])
  portkey = await startPortkey(aimock.url)
})
afterAll(() => Promise.all([aimock?.close(), portkey?.close()]))

describe('both are kept on this machine', () => {
  const outside = Object.values(networkInterfaces())
    .flatMap((addresses) => addresses ?? [])
    .filter((address) => !address.internal && address.family === 'IPv4')
    .map((address) => address.address)

  test.skipIf(outside.length === 0)('no other interface of this machine answers on their ports', async () => {
    for (const server of [aimock, portkey])
      for (const host of outside)
        await expect(reach(host, Number(new URL(server.url).port))).rejects.toMatchObject({
          code: 'ECONNREFUSED',
        })
  })

  test.skipIf(process.platform !== 'linux')('the kernel lists them as listening on 127.0.0.1 only', () => {
    for (const server of [aimock, portkey]) expect(listeners(server)).toEqual(['127.0.0.1'])
  })

  test('a request makes neither of them reach for another host', async () => {
    const got = await ask(`${portkey.url}/v1/chat/completions`, chat('fox', streamed), portkey.headers)
    expect(got.status).toBe(200)
    expect([...aimock.refused, ...portkey.refused]).toEqual([])
  })

  test('a request that would lead outside is refused and reported, not sent', async () => {
    const relay = await startPortkey('http://relay.example.com')
    try {
      const got = await ask(`${relay.url}/v1/chat/completions`, chat('fox'), relay.headers)
      expect(got.status).toBe(500)
      await expect.poll(() => relay.refused).toEqual(['relay.example.com'])
    } finally {
      await relay.close()
    }
  })

  const reach = async (host: string, port: number): Promise<void> => {
    const socket = connect(port, host)
    await once(socket, 'connect').finally(() => socket.destroy())
  }

  /** Local addresses that listen on the server's port, read from the kernel's own tables of IPv4 and IPv6 sockets. */
  function listeners(server: ChildServer): string[] {
    const port = Number(new URL(server.url).port).toString(16).toUpperCase().padStart(4, '0')
    return ['tcp', 'tcp6'].flatMap((table) =>
      readFileSync(`/proc/net/${table}`, 'utf8')
        .split('\n')
        .map((line) => line.trim().split(/\s+/))
        .filter(([, local, , state]) => local?.endsWith(`:${port}`) && state === '0A')
        .map(([, local]) => (local?.startsWith('0100007F:') ? '127.0.0.1' : String(local))),
    )
  }
})

describe('no process is left behind', () => {
  test('close ends it, even while a stream is under way, and may be called twice', async () => {
    const slow = { match: { userMessage: 'fox' }, response: { content: answer.repeat(50) }, latency: 100 }
    const server = await startAimock([slow])
    const cut = ask(`${server.url}/v1/chat/completions`, chat('fox', streamed)).catch((error) => error.code)
    await setTimeout(150)
    await server.close()
    await server.close()
    expect(isAlive(server.pid)).toBe(false)
    expect(await cut).toBe('ECONNRESET')
  })

  test('it dies with a parent that was killed', async () => {
    const parent = spawn(process.execPath, ['-e', orphanMaker], { stdio: ['ignore', 'pipe', 'inherit'] })
    const [line] = await once(createInterface(parent.stdout), 'line')
    const pid = Number(line)
    expect(isAlive(pid)).toBe(true)
    parent.kill('SIGKILL')
    await expect.poll(() => isAlive(pid)).toBe(false)
  })

  test('a fixture that is not valid is an error in the words of aimock, and leaves nothing', async () => {
    await expect(startAimock([{ match: {}, response: { content: '' } }])).rejects.toThrow(/[Vv]alid/)
  })

  /** A zombie, which nobody has fetched yet, is not alive. */
  function isAlive(pid: number): boolean {
    try {
      process.kill(pid, 0)
      return process.platform !== 'linux' || !/\) Z /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'))
    } catch {
      return false
    }
  }

  const preload = fileURLToPath(new URL('./loopback-only.cjs', import.meta.url))
  const entry = createRequire(import.meta.url).resolve('@portkey-ai/gateway/build/start-server.js')
  const orphanMaker = `
    const child = require('node:child_process').fork(${JSON.stringify(entry)}, ['--headless'], {
      execArgv: ['--require', ${JSON.stringify(preload)}],
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    })
    child.on('message', ({ port }) => port && console.log(child.pid))`
})
