import { inertJson } from '../../core/inert.ts'
import type { ExitCode } from '../exit.ts'
import { profileFrom } from '../settings.ts'
import type { Terminal } from '../terminal.ts'
import { carryOut, prepareNew, type RunFlags } from './run.ts'

/** `relaybench models`: listing and one real call for each relay and model, and only the matrix of it. */
export async function modelsCommand(path: string, flags: RunFlags, terminal: Terminal): Promise<ExitCode> {
  const loaded = await profileFrom(path, flags, terminal)
  const { profile } = loaded
  const once = {
    ...profile,
    stream: profile.stream !== false,
    load: { ...withoutLength(profile.load), requests: 1, warmup: 0 },
  }
  const prepared = prepareNew({ ...loaded, profile: once }, flags)
  return carryOut(
    prepared,
    flags,
    async (report) =>
      flags.json
        ? inertJson(report.models)
        : (await import('../../report/index.ts')).modelsView(report, terminal),
    terminal,
  )
}

type Load = NonNullable<Parameters<typeof prepareNew>[0]['profile']['load']>

/** One probe each needs neither a length nor a shape. */
function withoutLength({ concurrency, seed }: Load = {}): Load {
  return { ...(concurrency !== undefined && { concurrency }), ...(seed !== undefined && { seed }) }
}
