/** What relaybench weighs and how fast it starts: production dependencies by the lock file, start-up by the clock. */
import { execFileSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { quantile } from './pairing.js'

const root = join(import.meta.dirname, '..')
const turns = 15

/** Bytes of the files in a folder, without packages that stand in it: the lock file lists those by themselves. */
function bytesIn(path) {
  if (!statSync(path).isDirectory()) return statSync(path).size
  return readdirSync(path, { withFileTypes: true })
    .filter((entry) => entry.name !== 'node_modules' && !entry.isSymbolicLink())
    .reduce((sum, entry) => sum + bytesIn(join(path, entry.name)), 0)
}

/** Production dependencies, all levels, and what the package and they take on disk. */
export function installedSize() {
  const { packages } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'))
  const { files, dependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  const production = Object.entries(packages)
    .filter(([path, { dev, devOptional }]) => path !== '' && !dev && !devOptional)
    .map(([path]) => join(root, path))
    .filter((path) => existsSync(path))
  const own = [...files, 'package.json'].map((name) => join(root, name)).filter((path) => existsSync(path))
  const total = (paths) => paths.reduce((sum, path) => sum + bytesIn(path), 0)
  return {
    direct: Object.keys(dependencies).length,
    all: production.length,
    ownBytes: total(own),
    dependencyBytes: total(production),
    largest: production
      .map((path) => ({ name: path.slice(root.length + '/node_modules/'.length), bytes: bytesIn(path) }))
      .sort((a, b) => b.bytes - a.bytes)
      .slice(0, 4),
  }
}

function runMs(prefix, parameters) {
  const [command, ...rest] = [...prefix, process.execPath, ...parameters]
  const start = performance.now()
  execFileSync(command, rest, { stdio: 'ignore' })
  return performance.now() - start
}

/** Medians of start-up times in ms; the commands take turns, so that all see the same machine. */
export function startUp(prefix) {
  const program = join(root, 'bin', 'relaybench.cjs')
  const commands = {
    'node -e 0': ['-e', '0'],
    'relaybench --version': [program, '--version'],
    'relaybench --help': [program, '--help'],
  }
  const times = new Map(Object.keys(commands).map((name) => [name, []]))
  for (let turn = 0; turn < turns; turn++)
    for (const [name, parameters] of Object.entries(commands)) times.get(name).push(runMs(prefix, parameters))
  return [...times].map(([name, values]) => ({
    name,
    ms: quantile(
      values.sort((a, b) => a - b),
      0.5,
    ),
  }))
}
