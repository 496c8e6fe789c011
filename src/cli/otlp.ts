import type { JournalRecord } from '../core/journal.ts'
import { UserError } from '../core/text.ts'
import type { Report } from '../schema/report.ts'
import { watchWords as words } from '../words/watch.ts'
import { type ExitCode, exitCodes } from './exit.ts'
import type { Terminal } from './terminal.ts'

/** @throws UserError when metrics cannot be sent there: told before a run, not after it */
export function otlpFlag(url: string | undefined): void {
  if (url === undefined) return
  const parsed = URL.canParse(url) ? new URL(url) : undefined
  if (parsed && ['http:', 'https:'].includes(parsed.protocol)) return
  throw new UserError(words.badOtlp(url), words.badOtlpHint)
}

/**
 * Sends a run to an OpenTelemetry receiver, where one was named; the SDK is loaded only then.
 * @returns the exit code where it was not taken, which is said on stderr
 */
export async function tellOtlp(
  url: string | undefined,
  report: Report,
  records: () => Iterable<JournalRecord>,
  terminal: Terminal,
): Promise<ExitCode | undefined> {
  if (url === undefined) return undefined
  const { pushOtlp } = await import('../telemetry/otlp.ts')
  const why = await pushOtlp(url, records(), report)
  if (why === undefined) return undefined
  terminal.error(terminal.say(words.untold(new URL(url).origin, why)))
  return exitCodes.ownNetwork
}
