/** The library's promises about types. Nothing runs this file: it holds when `tsc` accepts it. */
import { expectTypeOf } from 'vitest'
import type { JournalRecord, LoadedProfile, Observation, Plan, Profile, Report } from '../src/index.ts'
import {
  judge,
  loadProfile,
  ProfileError,
  planRun,
  type RunOptions,
  render,
  run,
  UserError,
} from '../src/index.ts'

// Each step takes what the one before gives.
expectTypeOf(loadProfile).parameter(0).toEqualTypeOf<string>()
expectTypeOf(loadProfile).returns.resolves.toEqualTypeOf<LoadedProfile>()
expectTypeOf(planRun).toEqualTypeOf<(loaded: LoadedProfile) => Plan>()
expectTypeOf(run).parameter(0).toEqualTypeOf<Plan>()
expectTypeOf(run).parameter(1).toEqualTypeOf<LoadedProfile>()
expectTypeOf(run).parameter(2).toEqualTypeOf<RunOptions | undefined>()
expectTypeOf(run).returns.resolves.toEqualTypeOf<readonly JournalRecord[]>()
expectTypeOf(judge).toEqualTypeOf<(records: Iterable<JournalRecord>) => Report>()
expectTypeOf(render).parameter(0).toEqualTypeOf<Report>()
expectTypeOf(render).returns.toEqualTypeOf<string>()

// What can be wrong with a profile is an error for people, in both languages.
expectTypeOf<ProfileError>().toExtend<UserError>()
expectTypeOf<UserError['text']>().toEqualTypeOf<{ readonly en: string; readonly zh: string }>()
expectTypeOf(ProfileError).toBeConstructibleWith([], 'relays.yaml', '')
expectTypeOf(UserError).toBeConstructibleWith({ en: 'no', zh: '否' })

// Events: `type` tells them apart.
type EventOf<Type extends JournalRecord['type']> = Extract<JournalRecord, { type: Type }>
expectTypeOf<JournalRecord['type']>().toEqualTypeOf<
  | 'run'
  | 'session'
  | 'listing'
  | 'connection'
  | 'path'
  | 'status-page'
  | 'resolution'
  | 'protocols'
  | 'observation'
  | 'stop'
  | 'cell-stop'
  | 'budget'
  | 'client'
  | 'calibration'
  | 'control'
  | 'schedule'
  | 'balance'
  | 'price-page'
  | 'end'
>()
expectTypeOf<EventOf<'observation'>>().toEqualTypeOf<Observation>()
expectTypeOf<EventOf<'stop'>['reason']>().toEqualTypeOf<string>()
expectTypeOf<EventOf<'end'>['how']>().toEqualTypeOf<'finished' | 'interrupted' | 'disk-full' | 'budget'>()

/** What a user of the library would write. */
const options: RunOptions = {
  stop: AbortSignal.timeout(60_000),
  onRecord: (record) => {
    expectTypeOf(record).toEqualTypeOf<JournalRecord>()
    if (record.type === 'observation') expectTypeOf(record.reply.text).toEqualTypeOf<string>()
    if (record.type === 'listing') expectTypeOf(record.models).toEqualTypeOf<readonly string[] | undefined>()
    // @ts-expect-error: not every record has a reply
    record.reply
  },
}
expectTypeOf(options.stop).toEqualTypeOf<AbortSignal | undefined>()

// A stamp or a count that was never reached is absent: nobody can add it up by mistake.
expectTypeOf<Observation['timeline']['firstToken']>().toEqualTypeOf<number | undefined>()
expectTypeOf<Report['cells'][number]['ttftMs']['p99']>().toEqualTypeOf<number | null>()
expectTypeOf<Report['schema']>().toEqualTypeOf<'relaybench.report/1'>()
expectTypeOf<Report['models'][number]['state']>().toEqualTypeOf<
  'works' | 'listed-but-dead' | 'unlisted-but-works' | 'absent' | 'unknown'
>()

// A profile keeps no key: those are apart, and cannot be printed.
expectTypeOf<LoadedProfile['profile']>().toEqualTypeOf<Profile>()
expectTypeOf<
  ReturnType<NonNullable<ReturnType<LoadedProfile['secrets']['get']>>['headers']['get']>
>().not.toExtend<string | undefined>()

// Facts cannot be changed behind the journal's back.
const plan = {} as Plan
// @ts-expect-error: a plan is read only
plan.seed = 1
