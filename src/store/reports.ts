import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { z } from 'zod'
import { instantOf, type Ms } from '../core/clock.ts'
import { type Nightly, nightlySchema, type Skipped } from '../schema/nightly.ts'
import { holdsRun, reportName } from './journal-file.ts'

/** A report that was read, or what could not be. */
export type Found<Report> = { readonly report: ReadReport<Report> } | { readonly skipped: Skipped }

/** A report, when it was begun in ms since 1970, and where it lies. */
interface ReadReport<Report> {
  readonly path: string
  readonly atMs: Ms
  readonly report: Report
}

export type DatedReport = ReadReport<Nightly>

/** What every reader takes of a report, whatever else it wants. */
interface Named {
  readonly startedAt: string
  readonly vantage: string
  readonly profileName: string
  readonly state: string
}

/** How deep below a named folder reports are looked for: a folder of runs, in folders by month. */
const deepest = 2

/** Beyond, a file rather means harm. */
const mostBytes = 256 * 1024 * 1024

/**
 * Every report that paths stand for: files, folders of runs, and folders of such, by name. One is read at a time, and
 * only what the schema takes is kept of it. A file that is none is named, never fatal.
 */
export function* readReports<Report extends Named>(
  paths: readonly string[],
  schema: z.ZodType<Report>,
): Generator<Found<Report>> {
  for (const path of paths)
    for (const candidate of candidates(path, 0))
      yield typeof candidate === 'string' ? read(candidate, schema) : candidate
}

/** As much of every report as the long view needs; of two reports of the same run the second is named as such. */
export function* readNightly(paths: readonly string[]): Generator<Found<Nightly>> {
  const seen = new Map<string, string>()
  for (const found of readReports(paths, nightlySchema)) {
    if ('skipped' in found) {
      yield found
      continue
    }
    const { startedAt, vantage, profileName } = found.report.report
    const identity = JSON.stringify([startedAt, vantage, profileName])
    const sameAs = seen.get(identity)
    seen.set(identity, sameAs ?? found.report.path)
    yield sameAs === undefined ? found : { skipped: { path: found.report.path, reason: 'duplicate', sameAs } }
  }
}

/** Paths of files that may be reports, and folders in which one is missing. */
function* candidates(path: string, depth: number): Generator<string | { readonly skipped: Skipped }> {
  if (!isFolder(path)) {
    yield path
    return
  }
  const own = join(path, reportName)
  if (existsSync(own)) {
    yield own
    return
  }
  const names = entries(path)
  if (!names || isUnfinishedRun(path)) {
    yield { skipped: { path, reason: names ? 'no-report' : 'unreadable' } }
    return
  }
  for (const name of names) {
    const inner = join(path, name)
    if (name.endsWith('.json')) yield inner
    else if (depth < deepest && isFolder(inner)) yield* candidates(inner, depth + 1)
  }
}

function entries(folder: string): readonly string[] | undefined {
  try {
    return readdirSync(folder).sort()
  } catch {
    return undefined
  }
}

function isUnfinishedRun(folder: string): boolean {
  try {
    return holdsRun(folder)
  } catch {
    return false
  }
}

const isFolder = (path: string): boolean => {
  try {
    return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false
  } catch {
    return false
  }
}

function read<Report extends Named>(path: string, schema: z.ZodType<Report>): Found<Report> {
  const skip = (reason: Skipped['reason']): Found<Report> => ({ skipped: { path, reason } })
  let text: string
  try {
    if (statSync(path).size > mostBytes) return skip('too-large')
    text = readFileSync(path, 'utf8')
  } catch {
    return skip('unreadable')
  }
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return skip('not-json')
  }
  if (!isReport(value)) return skip('not-a-report')
  const { data, success } = schema.safeParse(value)
  if (!success) return skip('other-version')
  if (data.state === 'running') return skip('still-running')
  const atMs = instantOf(data.startedAt)
  return atMs === undefined ? skip('no-time') : { report: { path, atMs, report: data } }
}

const isReport = (value: unknown): boolean =>
  typeof value === 'object' &&
  value !== null &&
  'schema' in value &&
  typeof value.schema === 'string' &&
  value.schema.startsWith('relaybench.report/')
