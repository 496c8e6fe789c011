/** Programs and processes that the benchmark needs: compilers, pinning, a certificate. All files go to one folder. */
import { execFileSync, spawn } from 'node:child_process'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'

const here = import.meta.dirname

function succeeds(command, ...parameters) {
  try {
    execFileSync(command, parameters, { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}

/**
 * Compiles server and client, with TLS when OpenSSL's headers are there.
 * @returns `{ server, nodeServer, client, tls }`: the second speaks HTTP/2 too, the last two are undefined or false without a compiler
 */
export function build(directory, note) {
  const nodeServer = [process.execPath, join(here, 'truth-server.js')]
  const compiler = process.env.CC ?? 'cc'
  if (process.platform !== 'linux' || !succeeds(compiler, '--version')) {
    note('no C compiler on Linux: the truth server is bench/truth-server.js, and there is no noise floor')
    return { server: nodeServer, nodeServer, tls: true }
  }
  const tls = succeeds('pkg-config', '--exists', 'openssl')
  if (!tls) note('pkg-config finds no OpenSSL headers: no TLS')
  const flags = tls ? execFileSync('pkg-config', ['--cflags', '--libs', 'openssl'], { encoding: 'utf8' }) : ''
  const compile = (name) => {
    const program = join(directory, name)
    const options = ['-O2', ...(tls ? ['-DTLS'] : []), '-o', program, join(here, `${name}.c`)]
    execFileSync(compiler, [...options, ...flags.trim().split(/\s+/).filter(Boolean)])
    return program
  }
  return { server: [compile('truthd')], nodeServer, client: compile('cclient'), tls }
}

/** A certificate for 127.0.0.1 that signs itself. @returns `{ certificate, key }`, undefined without the openssl command */
export function makeCertificate(directory) {
  const certificate = join(directory, 'certificate.pem')
  const key = join(directory, 'key.pem')
  const subject = ['-subj', '/CN=127.0.0.1', '-addext', 'subjectAltName=IP:127.0.0.1']
  const algorithm = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2']
  const parameters = ['req', '-x509', ...algorithm, ...subject, '-keyout', key, '-out', certificate]
  return succeeds('openssl', ...parameters) ? { certificate, key } : undefined
}

/** In a session of its own with the highest share: Linux shares time among sessions first, so nice alone may do nothing. */
const raised = [
  ...['setsid', 'sh', '-c'],
  'echo -19 2>/dev/null >/proc/self/autogroup; exec nice -n -19 "$0" "$@"',
]
const realTime = ['chrt', '-f', '1']

/** How commands are started so that server and client do not share a core; `[]` where that cannot be. */
export function pinning(priority, note) {
  const canPin = availableParallelism() >= 2 && succeeds('taskset', '-c', '0', 'true')
  if (!canPin) note('one core, or no taskset: server and client are not pinned and share what there is')
  const canRaise = priority && succeeds(...realTime, 'true') && succeeds(...raised, 'true')
  if (priority && !canRaise) note('raising priorities is not permitted here')
  const on = (core, raise) => [...(canPin ? ['taskset', '-c', core] : []), ...(canRaise ? raise : [])]
  return { server: on('0', realTime), client: on('1', raised) }
}

const running = new Set()

/** Starts a program that ends with us. */
export function start([command, ...parameters], env = process.env) {
  const child = spawn(command, parameters, { stdio: ['ignore', 'pipe', 'inherit'], env })
  running.add(child)
  child.on('close', () => running.delete(child))
  return child
}

process.on('exit', () => {
  for (const child of running) child.kill('SIGKILL')
})
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => process.exit(130))

/** Waits for a program's end. @returns the JSON lines that it printed @throws when it failed */
export async function jsonLines(child) {
  const pieces = []
  for await (const piece of child.stdout) pieces.push(piece)
  const code = child.exitCode ?? (await new Promise((resolve) => child.once('close', resolve)))
  if (code !== 0) throw new Error(`ended with ${code ?? child.signalCode}`)
  return parseLines(Buffer.concat(pieces).toString())
}

export const parseLines = (text) =>
  text
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line))
