import { readFileSync } from 'node:fs'
import { parse } from 'yaml'
import { UserError } from '../../core/text.ts'
import { checkSim, faultGuide, parseSim, presetNames, startSim } from '../../sim/index.ts'
import { simWords } from '../../words/sim.ts'
import { type ExitCode, exitCodes } from '../exit.ts'
import { listenForInterrupts } from '../interrupts.ts'
import type { Terminal } from '../terminal.ts'

export interface SimFlags {
  readonly port?: string
  readonly seed?: string
  readonly fault?: readonly string[]
  readonly listFaults?: boolean
}

/** `relaybench sim`: a relay that behaves, or misbehaves, as it is told, until Ctrl-C. */
export async function simCommand(what: string, flags: SimFlags, terminal: Terminal): Promise<ExitCode> {
  if (flags.listFaults) {
    terminal.out(
      faultGuide()
        .map(({ name, about }) => `${name.padEnd(22)} ${about}`)
        .join('\n'),
    )
    return exitCodes.ok
  }
  const settings = { ...settingsOf(what), ...overridesOf(flags) }
  const [problem] = checkSim(settings)
  if (problem) throw new UserError(simWords.badSetting(problem.path.join('.'), problem.message), simWords.see)
  const sim = await startSim(parseSim(settings))
  terminal.out(terminal.say(simWords.listening(sim.url)))
  await interrupted()
  await sim.close()
  terminal.error(terminal.say(simWords.closed(sim.received.length)))
  return exitCodes.ok
}

/** @param what a preset's name, or a YAML file of settings */
function settingsOf(what: string): object {
  if (presetNames.includes(what)) return { preset: what }
  let text: string
  try {
    text = readFileSync(what, 'utf8')
  } catch {
    throw new UserError(simWords.notFound(what, presetNames.join(', ')), simWords.see)
  }
  const settings: unknown = parse(text)
  if (typeof settings === 'object' && settings !== null && !Array.isArray(settings)) return settings
  throw new UserError(simWords.badSetting(what, 'must be a mapping'), simWords.see)
}

function overridesOf({ port, seed, fault }: SimFlags): object {
  return {
    ...(port !== undefined && { port: Number(port) }),
    ...(seed !== undefined && { seed: Number(seed) }),
    ...(fault && { faults: fault.map(faultFlag) }),
  }
}

/** `cut:0.2` is the fault "cut" at one request in five; without a rate it strikes always. */
function faultFlag(flag: string): object {
  const [name, rate = '1'] = flag.split(':')
  return { fault: name, rate: Number(rate) }
}

async function interrupted(): Promise<void> {
  await new Promise<void>((resolve) => {
    const interrupts = listenForInterrupts(() => {
      interrupts.close()
      resolve()
    })
  })
}
