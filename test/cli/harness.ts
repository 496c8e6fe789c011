import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll } from 'vitest'
import type { JournalRecord } from '../../src/core/journal.ts'
import type { Observation } from '../../src/core/observation.ts'

export const root = fileURLToPath(new URL('../../', import.meta.url))
export const program = join(root, 'bin', 'relaybench.cjs')
if (!existsSync(join(root, 'dist', 'bundle', 'main.js'))) throw new Error('nothing is built: npm run build')

export interface Finished {
  /** null when a signal ended it. */
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

export interface Setting {
  readonly env?: Readonly<Record<string, string>>
  readonly cwd?: string
}

/** A process of the built program, under way. */
export interface Running {
  readonly child: ChildProcess
  /** What it has said so far. */
  readonly said: { stdout: string; stderr: string }
  readonly finished: Promise<Finished>
  /** Resolves when stderr matches. @throws Error when the process ends before. */
  hears(pattern: RegExp): Promise<void>
}

const underWay = new Set<ChildProcess>()
/** A test that fails in the middle must not leave a process behind, to burn the cores of all that follow. */
afterAll(() => {
  for (const child of underWay) child.kill('SIGKILL')
})

/** Starts a command with no environment but PATH and what is given: no keys, no proxies, no locale of this machine. */
export function startCommand(command: string, args: readonly string[], setting: Setting = {}): Running {
  const child = spawn(command, args, {
    env: { PATH: process.env['PATH'], ...setting.env },
    cwd: setting.cwd ?? root,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  underWay.add(child)
  child.once('close', () => underWay.delete(child))
  const said = { stdout: '', stderr: '' }
  child.stdout.setEncoding('utf8').on('data', (text: string) => (said.stdout += text))
  child.stderr.setEncoding('utf8').on('data', (text: string) => (said.stderr += text))
  const finished = once(child, 'close').then(([code]): Finished => ({ code, ...said }))
  const hears = (pattern: RegExp) =>
    new Promise<void>((resolve, reject) => {
      const look = () => pattern.test(said.stderr) && resolve()
      child.stderr.on('data', look)
      child.once('close', () => reject(new Error(`ended before ${pattern}: ${said.stderr}`)))
      look()
    })
  return { child, said, finished, hears }
}

/** Starts the built program. */
export const start = (args: readonly string[], setting: Setting = {}): Running =>
  startCommand(process.execPath, [program, ...args], setting)

/** Runs the built program to its end. */
export const relaybench = (args: readonly string[], setting: Setting = {}): Promise<Finished> =>
  start(args, setting).finished

/** A folder that is removed after the tests of the file. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'relaybench-cli-'))
  afterAll(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

/** Writes a profile; JSON is YAML. Without `budget`, money is no matter: nobody pays. @returns its path. */
export function writeProfile(folder: string, name: string, profile: object): string {
  const path = join(folder, `${name}.yaml`)
  writeFileSync(path, JSON.stringify({ budget: { usd: 100_000 }, ...profile }, null, 1))
  return path
}

export const journalPath = (directory: string): string => join(directory, 'journal.ndjson')

/** The whole lines of a journal; none when there is no journal. */
export function journalLines(directory: string): readonly string[] {
  const path = journalPath(directory)
  if (!existsSync(path)) return []
  return readFileSync(path, 'utf8').split('\n').slice(0, -1)
}

export const journalRecords = (directory: string): readonly JournalRecord[] =>
  journalLines(directory).map((line): JournalRecord => JSON.parse(line))

/** Observations that end a probe: not cancelled, and no other attempt follows. */
export const finishedObservations = (records: readonly JournalRecord[]): readonly Observation[] =>
  records.flatMap((record) =>
    record.type === 'observation' && record.ending.type !== 'cancelled' && record.retry === undefined
      ? [record]
      : [],
  )

/** Contents of all files below a folder, and their names. */
export function everyFile(folder: string): ReadonlyMap<string, string> {
  const paths = readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((path) => join(folder, path))
  return new Map(
    paths.filter((path) => statSync(path).isFile()).map((path) => [path, readFileSync(path, 'utf8')]),
  )
}
