import { availableParallelism } from 'node:os'
import { inertJson } from '../../core/inert.ts'
import { UserError } from '../../core/text.ts'
import { selftest } from '../../run/selftest.ts'
import type { Selftest } from '../../schema/selftest.ts'
import { version } from '../../version.ts'
import { selftestWords as words } from '../../words/selftest.ts'
import { type ExitCode, exitCodes } from '../exit.ts'
import { listenForInterrupts } from '../interrupts.ts'
import { describeSelftest } from '../selftest-view.ts'
import type { Terminal } from '../terminal.ts'

export interface SelftestFlags {
  readonly streams?: string
  readonly seconds?: string
  readonly json?: boolean
}

/** `relaybench selftest`: what this machine can measure, and at which load. */
export async function selftestCommand(flags: SelftestFlags, terminal: Terminal): Promise<ExitCode> {
  const streams = streamsOf(flags.streams ?? '10,100,1000')
  const seconds = secondsOf(flags.seconds ?? '4')
  const interrupts = listenForInterrupts(() => undefined)
  try {
    const measured = await selftest({
      streams,
      seconds,
      stop: interrupts.stop,
      onLevel: (level) => terminal.error(terminal.say(words.level(String(level)))),
    })
    const result: Selftest = {
      schema: 'relaybench.selftest/1',
      version,
      node: process.version,
      cores: availableParallelism(),
      ...measured,
    }
    terminal.out(flags.json ? inertJson(result) : describeSelftest(result, terminal))
    return interrupts.stop.aborted ? exitCodes.interrupted : exitCodes.ok
  } finally {
    interrupts.close()
  }
}

const mostStreams = 10_000

function streamsOf(list: string): readonly number[] {
  const streams = list.split(',').map(Number)
  if (streams.every((n) => Number.isInteger(n) && n >= 1 && n <= mostStreams)) return streams
  throw new UserError(words.badStreams(list))
}

function secondsOf(text: string): number {
  const seconds = Number(text)
  if (seconds >= 0.1 && seconds <= 600) return seconds
  throw new UserError(words.badSeconds(text))
}
