/**
 * relaybench as a library: the same steps as the command line, each a function over plain values.
 * `loadProfile` → `planRun` → `run` → `judge` → `render`.
 */
export type { JournalRecord } from './core/journal.ts'
export type { Observation } from './core/observation.ts'
export type { Plan } from './core/plan.ts'
export { UserError } from './core/text.ts'
export { judge } from './judge/judge.ts'
export { planRun } from './plan/plan.ts'
export type { LoadedProfile } from './profile/parse.ts'
export { ProfileError } from './profile/problem.ts'
export { type RenderOptions, render } from './report/index.ts'
export { loadCheckedProfile as loadProfile } from './run/checked-profile.ts'
export { run } from './run/run.ts'
export type { RunOptions } from './run/run-options.ts'
export type { Profile } from './schema/profile.ts'
export type { Report } from './schema/report.ts'
