import { type FailOn, failOnChoices } from '../core/objective.ts'
import type { Shard } from '../core/plan.ts'
import { UserError } from '../core/text.ts'
import { parseTraffic } from '../core/traffic.ts'
import { type Overrides, withOverrides } from '../profile/overrides.ts'
import type { LoadedProfile } from '../profile/parse.ts'
import { loadCheckedProfile } from '../run/checked-profile.ts'
import { cliWords } from '../words/cli.ts'
import { costWords } from '../words/cost.ts'
import { mergeWords } from '../words/merge.ts'
import { currentBook } from './price-book.ts'
import type { Terminal } from './terminal.ts'

/** Flags that change a profile for one run, as commander gives them. */
export interface ProfileFlags {
  readonly relay?: readonly string[]
  readonly model?: readonly string[]
  readonly requests?: string
  readonly concurrency?: string
  readonly timeout?: string
  readonly seed?: string
  readonly until?: readonly string[]
  readonly dropLosers?: boolean
  readonly maxTokens?: string
  readonly budget?: string
  readonly traffic?: string
  readonly stream?: boolean
  readonly rate?: string
  readonly arrivals?: string
  readonly ladder?: string
  readonly allowLadder?: boolean
  readonly slo?: readonly string[]
  readonly failOn?: string
  readonly vantage?: string
}

/** Loads a profile and puts the flags over it. @throws ProfileError or UserError, before anything is sent. */
export async function profileFrom(
  path: string,
  flags: ProfileFlags,
  terminal: Terminal,
): Promise<LoadedProfile> {
  const loaded = await loadCheckedProfile(path, { env: terminal.env })
  const book = currentBook(terminal.env)
  return { ...loaded, book, profile: withOverrides(loaded.profile, overridesOf(flags)) }
}

function overridesOf(flags: ProfileFlags): Overrides {
  const failOn = failOnFlag(flags)
  return {
    ...(flags.relay && { relays: flags.relay }),
    ...(flags.model && { models: flags.model }),
    ...numberFlag('requests', flags.requests, 'requests'),
    ...numberFlag('concurrency', flags.concurrency, 'concurrency'),
    ...numberFlag('timeout', flags.timeout, 'timeout'),
    ...numberFlag('seed', flags.seed, 'seed'),
    ...numberFlag('maxTokens', flags.maxTokens, 'max-tokens'),
    ...(flags.until && { until: flags.until }),
    ...(flags.dropLosers !== undefined && { dropLosers: flags.dropLosers }),
    ...numberFlag('budgetUsd', flags.budget, 'budget'),
    ...trafficFlag(flags.traffic),
    ...(flags.stream !== undefined && { stream: flags.stream }),
    ...(flags.rate !== undefined && { rate: flags.rate }),
    ...(flags.arrivals !== undefined && { arrivals: flags.arrivals }),
    ...(flags.ladder !== undefined && { ladder: flags.ladder }),
    ...(flags.allowLadder !== undefined && { allowLadder: flags.allowLadder }),
    ...(flags.slo && { slo: flags.slo }),
    ...(failOn !== undefined && { failOn }),
    ...(flags.vantage !== undefined && { vantage: flags.vantage }),
  }
}

/** @throws UserError when it cannot be read */
function trafficFlag(value: string | undefined): Pick<Overrides, 'traffic'> {
  if (value === undefined) return {}
  if (!parseTraffic(value)) throw new UserError(costWords.badTraffic(value))
  return { traffic: value }
}

function numberFlag<Key extends string>(
  key: Key,
  value: string | undefined,
  flag: string,
): { [K in Key]?: number } {
  if (value === undefined) return {}
  const number = finiteNumber(`--${flag}`, value)
  return { [key]: number } as { [K in Key]?: number }
}

/** @throws UserError when it is none */
export function finiteNumber(flag: string, value: string): number {
  const number = Number(value)
  if (value.trim() === '' || !Number.isFinite(number)) throw new UserError(cliWords.notANumber(flag, value))
  return number
}

/** A share as flags take it, "5%" or "0.05"; NaN when it is none. */
export function shareIn(text: string): number {
  const [, figures, sign] = /^(\d+(?:\.\d+)?)(%?)$/.exec(text.trim()) ?? []
  return Number(figures) / (sign === '%' ? 100 : 1)
}

const mostWorkers = 64

/** Worker threads that the command line states: "auto", or a number from 0. @throws UserError when it is neither. */
export function workersFlag(workers: string | undefined): number | 'auto' {
  if (workers === undefined || workers === 'auto') return 'auto'
  if (!/^\d+$/.test(workers) || Number(workers) > mostWorkers)
    throw new UserError(cliWords.notWorkers(workers, String(mostWorkers)))
  return Number(workers)
}

/** Which limits make the exit code, as the command line states it. @throws UserError when it is none of the choices. */
export function failOnFlag({ failOn }: { readonly failOn?: string }): FailOn | undefined {
  const choice = failOnChoices.find((each) => each === failOn)
  if (failOn !== undefined && choice === undefined)
    throw new UserError(cliWords.notFailOn(failOn, failOnChoices))
  return choice
}

/** The cap that the command line states. @throws UserError when it is none. */
export function budgetFlag({ budget }: ProfileFlags): number | undefined {
  const { usd } = numberFlag('usd', budget, 'budget')
  if (usd !== undefined && usd < 0) throw new UserError(cliWords.notANumber('--budget', String(budget)))
  return usd
}

const mostShards = 1000

/** "2/5" as the second of five parts. @throws UserError when it is none */
export function shardFlag(value: string | undefined): Shard | undefined {
  if (value === undefined) return undefined
  const [, index, of] = /^(\d+)\/(\d+)$/.exec(value)?.map(Number) ?? []
  if (index === undefined || of === undefined || index < 1 || index > of || of > mostShards)
    throw new UserError(mergeWords.badShard(value))
  return { index, of }
}

/** @param flag as commander names it @throws UserError when it is not a number above 0 */
export function positive(flag: string, value: string): number {
  const spelled = `--${flag.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`
  const number = finiteNumber(spelled, value)
  if (number <= 0) throw new UserError(cliWords.notPositive(spelled, value))
  return number
}
