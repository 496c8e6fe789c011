import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { get } from 'node:http'
import { fileURLToPath } from 'node:url'

/** A third-party server in a process of its own, on a free loopback port. */
export interface ChildServer {
  /** Origin, without a trailing slash: `http://127.0.0.1:PORT`. */
  readonly url: string
  readonly pid: number
  /** Hosts outside loopback that it tried to reach; every attempt failed. */
  readonly refused: readonly string[]
  /** Resolves when the process is gone. */
  close(): Promise<void>
}

const preload = fileURLToPath(new URL('./loopback-only.cjs', import.meta.url))
const startLimitMs = 120_000

/**
 * Starts a script of an installed package and waits until its port answers.
 * It gets no environment but PATH: no keys, no proxies, no settings of this machine.
 * @throws Error with the end of its stderr when it does not listen within two minutes.
 */
export async function startChildServer(entry: string, args: readonly string[]): Promise<ChildServer> {
  const child = fork(entry, [...args], {
    execArgv: ['--require', preload],
    env: { PATH: process.env['PATH'] },
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  })
  const refused: string[] = []
  child.on('message', (message) => {
    const host = field(message, 'refused')
    if (typeof host === 'string') refused.push(host)
  })
  const close = () => end(child)
  try {
    const url = `http://127.0.0.1:${await listeningPort(child)}`
    await answers(url)
    return { url, pid: child.pid ?? 0, refused, close }
  } catch (error) {
    await close()
    throw error
  }
}

/** Nothing in these servers is worth saving, and a polite signal makes some wait for open connections. */
async function end(child: ChildProcess): Promise<void> {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return
  const gone = once(child, 'exit')
  child.kill('SIGKILL')
  await gone
}

function listeningPort(child: ChildProcess): Promise<number> {
  let complaint = ''
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    complaint = (complaint + text).slice(-2000)
  })
  return new Promise((resolve, reject) => {
    const limit = setTimeout(() => giveUp(`did not listen within ${startLimitMs} ms`), startLimitMs)
    function giveUp(why: string): void {
      clearTimeout(limit)
      reject(new Error(`${child.spawnargs.slice(3).join(' ')} ${why}\n${complaint}`))
    }
    child.once('error', (error) => giveUp(error.message))
    child.once('exit', (code) => giveUp(`ended with ${code} before it listened`))
    child.on('message', (message) => {
      const port = field(message, 'port')
      if (typeof port !== 'number') return
      clearTimeout(limit)
      resolve(port)
    })
  })
}

const answers = (url: string): Promise<void> =>
  new Promise((resolve, reject) => {
    get(url, { agent: false }, (response) => response.resume().on('end', resolve)).on('error', reject)
  })

/** A field of a message from the child, which is foreign data. */
const field = (message: unknown, name: string): unknown =>
  typeof message === 'object' && message !== null ? Reflect.get(message, name) : undefined
