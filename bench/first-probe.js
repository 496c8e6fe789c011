/** Time to first probe: from the start of the process to the first byte that a relay gets from it. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { liveCpuMs } from './cpu.js'

/** Commands that send to a port on loopback; `folder` is theirs to write in. */
export const probing = {
  'relaybench probe': (program, port) => [
    program,
    'probe',
    '--base-url',
    `http://127.0.0.1:${port}/v1`,
    '--model',
    'm',
  ],
  'relaybench run': (program, port, folder) => {
    const profile = join(folder, 'profile.yaml')
    const relay = { name: 'a', base_url: `http://127.0.0.1:${port}/v1` }
    writeFileSync(profile, JSON.stringify({ relays: [relay], models: ['m'] }))
    return [program, 'run', profile, '--quiet', '--out', join(folder, 'run')]
  },
}

/**
 * Starts one of the commands and ends it when its first byte is there.
 * @returns wall-clock ms until then, and the CPU ms that the process took for it, undefined where there is no /proc.
 */
export async function firstProbe(prefix, program, command) {
  const folder = mkdtempSync(join(tmpdir(), 'relaybench-first-'))
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const [executable, ...rest] = [
    ...prefix,
    process.execPath,
    ...command(program, server.address().port, folder),
  ]
  const start = performance.now()
  const child = spawn(executable, rest, { stdio: 'ignore', env: { PATH: process.env.PATH } })
  try {
    return await new Promise((resolve, reject) => {
      child.once('error', reject)
      child.once('exit', () => reject(new Error('it ended without a request')))
      server.once('connection', (socket) => {
        socket.on('error', () => undefined)
        socket.once('data', () => resolve({ ms: performance.now() - start, cpuMs: liveCpuMs(child.pid) }))
      })
    })
  } finally {
    child.removeAllListeners('exit')
    if (child.exitCode === null && child.kill('SIGKILL')) await once(child, 'exit')
    server.close()
    rmSync(folder, { recursive: true, force: true })
  }
}
