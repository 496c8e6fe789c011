/** What relaybench weighs and how fast it starts: production dependencies by the lock file, start-up by the clock. */
import { execFileSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { endedCpuMs } from './cpu.js'
import { firstProbe, probing } from './first-probe.js'
import { quantile } from './pairing.js'

const root = join(import.meta.dirname, '..')
/** How often each command is started. */
export const turns = 21

/** Bytes of the files in a folder, without packages that stand in it: the lock file lists those by themselves. */
function bytesIn(path) {
  if (!statSync(path).isDirectory()) return statSync(path).size
  return readdirSync(path, { withFileTypes: true })
    .filter((entry) => entry.name !== 'node_modules' && !entry.isSymbolicLink())
    .reduce((sum, entry) => sum + bytesIn(join(path, entry.name)), 0)
}

/** Bytes of what is published, unpacked. */
function packedBytes() {
  const parameters = ['pack', '--dry-run', '--json', '--ignore-scripts']
  const said = JSON.parse(execFileSync('npm', parameters, { cwd: root, encoding: 'utf8' }))
  const [{ unpackedSize }] = Object.values(said)
  return unpackedSize
}

/** Production dependencies, all levels, and what the package and they take on disk. */
export function installedSize() {
  const { packages } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'))
  const { dependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  const production = Object.entries(packages)
    .filter(([path, { dev, devOptional }]) => path !== '' && !dev && !devOptional)
    .map(([path]) => join(root, path))
    .filter((path) => existsSync(path))
  const total = (paths) => paths.reduce((sum, path) => sum + bytesIn(path), 0)
  return {
    direct: Object.keys(dependencies).length,
    all: production.length,
    ownBytes: packedBytes(),
    dependencyBytes: total(production),
    largest: production
      .map((path) => ({ name: path.slice(root.length + '/node_modules/'.length), bytes: bytesIn(path) }))
      .sort((a, b) => b.bytes - a.bytes)
      .slice(0, 4),
  }
}

/** Runs a command to its end. */
function toTheEnd(prefix, parameters) {
  const [command, ...rest] = [...prefix, process.execPath, ...parameters]
  const cpuBefore = endedCpuMs()
  const start = performance.now()
  execFileSync(command, rest, { stdio: 'ignore' })
  return { ms: performance.now() - start, cpuMs: endedCpuMs() - cpuBefore }
}

const median = (values) =>
  quantile(
    values.sort((a, b) => a - b),
    0.5,
  )
const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length

/**
 * Start-up and time to first probe: medians in ms, and mean CPU ms, whose steps of 10 ms a median would show. The
 * commands take turns, so that all see the same machine; `more` is the median of what a turn took beyond bare node.
 * @param program the program to measure, which may be another build
 */
export async function startUp(prefix, program = join(root, 'bin', 'relaybench.cjs')) {
  const ending = (...parameters) => toTheEnd(prefix, parameters)
  const commands = {
    'node -e 0': () => ending('-e', '0'),
    'relaybench --version': () => ending(program, '--version'),
    'relaybench --help': () => ending(program, '--help'),
  }
  for (const [name, command] of Object.entries(probing))
    commands[`${name}, first byte`] = () => firstProbe(prefix, program, command)
  const samples = Object.fromEntries(Object.keys(commands).map((name) => [name, []]))
  for (let turn = 0; turn < turns; turn++)
    for (const [name, command] of Object.entries(commands)) samples[name].push(await command())
  const bare = samples['node -e 0']
  return Object.entries(samples).map(([name, taken]) => ({
    name,
    ms: median(taken.map(({ ms }) => ms)),
    more: median(taken.map(({ ms }, turn) => ms - bare[turn].ms)),
    cpuMs: mean(taken.map(({ cpuMs }) => cpuMs)),
    moreCpu: mean(taken.map(({ cpuMs }, turn) => cpuMs - bare[turn].cpuMs)),
  }))
}
