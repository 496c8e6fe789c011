import { wallClock } from '../core/clock.ts'
import type { RunHeader } from '../core/journal.ts'
import type { Plan } from '../core/plan.ts'
import type { LoadedProfile } from '../profile/parse.ts'
import { version } from '../version.ts'

/** What stands at the head of a journal: plan and profile, so that a run can be judged and resumed from it alone. */
export const runHeader = (plan: Plan, { profile, name, path, notices }: LoadedProfile): RunHeader => ({
  type: 'run',
  schema: 'relaybench.journal/1',
  version,
  startedAt: wallClock(),
  vantage: profile.vantage ?? 'unstated',
  plan,
  profile,
  profileName: name,
  profilePath: path,
  notices,
})
