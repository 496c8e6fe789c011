import { pick } from '../../core/registry.ts'
import { UserError } from '../../core/text.ts'
import { type CompareOptions, compareSides } from '../../judge/compare/compare.ts'
import { relaySide, type Side, sideOf } from '../../judge/compare/side.ts'
import { comparisonRendererNamed, worseAnnotations } from '../../report/index.ts'
import type { Comparison } from '../../schema/comparison.ts'
import { version } from '../../version.ts'
import { compareWords as words } from '../../words/compare.ts'
import { readReports, readRounds } from '../compared-runs.ts'
import { type ExitCode, exitCodes } from '../exit.ts'
import type { GithubFlags } from '../github.ts'
import { keep } from '../keep-report.ts'
import { type SaveFlags, savesFrom } from '../save.ts'
import { shareIn } from '../settings.ts'
import type { Terminal } from '../terminal.ts'

export interface CompareFlags extends GithubFlags, SaveFlags {
  readonly relays?: string
  readonly by?: string
  readonly alpha?: string
  readonly failOn?: string
  readonly tolerance?: string
  readonly format?: string
  readonly json?: boolean
}

/** `relaybench compare`: the first run or relay named is what the others are held against. */
export async function compareCommand(
  paths: readonly string[],
  flags: CompareFlags,
  terminal: Terminal,
): Promise<ExitCode> {
  const renderer = comparisonRendererNamed(flags.json ? 'json' : (flags.format ?? 'table'))
  const options = optionsOf(flags)
  const failOnRegression = failsOnRegression(flags.failOn)
  const saves = savesFrom(flags, comparisonRendererNamed)
  const sides =
    flags.relays === undefined
      ? paths.map((path) => sideOf(path, readReports(path)))
      : relaysOf(paths, flags.relays.split(','))
  const comparison = compareSides(sides, options)
  terminal.out(renderer.render(comparison, terminal))
  const kept = {
    render: (format: string) =>
      comparisonRendererNamed(format).render(comparison, { ...terminal, color: false }),
    annotations: () => worseAnnotations(comparison, failOnRegression, terminal.language),
  }
  const unsaved = keep(kept, { saves, flags, terminal })
  if (unsaved) throw unsaved
  return failOnRegression ? gate(comparison) : exitCodes.ok
}

/** A gate that nothing was judged for must not look passed. */
function gate({ cells, judged }: Comparison): ExitCode {
  if (judged === 0) return exitCodes.nothingMeasured
  const regressed = cells.some(({ questions }) => questions.some(({ regression }) => regression))
  return regressed ? exitCodes.limitBroken : exitCodes.ok
}

function relaysOf(paths: readonly string[], names: readonly string[]): readonly Side[] {
  const [path, ...more] = paths
  const [report, ...others] = path === undefined ? [] : readReports(path)
  if (path === undefined || !report || more.length > 0 || others.length > 0)
    throw new UserError(words.oneRun, words.oneRunHint)
  const known = [...new Set(report.cells.map(({ relay }) => relay))]
  for (const name of names)
    if (!known.includes(name)) throw new UserError(words.noSuchRelay(name, known.join(', ')))
  const rounds = readRounds(path)
  return names.map((name) => relaySide(name, report, rounds))
}

const ways = [{ id: 'relay' }, { id: 'model' }] as const

function optionsOf({ alpha, tolerance, by, relays }: CompareFlags): CompareOptions {
  const matchedBy = by === undefined ? undefined : pick(ways, by, { en: 'way to match', zh: '匹配方式' }).id
  return {
    version,
    alpha: shareFlag('--alpha', alpha ?? '5%', 1),
    tolerance: shareFlag('--tolerance', tolerance ?? '5%', Number.MAX_VALUE),
    ...(relays !== undefined ? { matchedBy: 'model' } : matchedBy && { matchedBy }),
  }
}

/** "5%" or "0.05". @throws UserError when it is none, or above the most. */
function shareFlag(flag: string, value: string, most: number): number {
  const share = shareIn(value)
  if (!(share < most) || (flag === '--alpha' && share === 0)) throw new UserError(words.badShare(flag, value))
  return share
}

function failsOnRegression(failOn: string | undefined): boolean {
  if (failOn === undefined) return false
  if (failOn !== 'regression') throw new UserError(words.badFailOn(failOn))
  return true
}
