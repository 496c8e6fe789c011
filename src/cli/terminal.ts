import { fstatSync, statSync, writeSync } from 'node:fs'
import { devNull } from 'node:os'
import { withoutCommands } from '../core/inert.ts'
import type { Language, Text } from '../core/text.ts'

/** Where a command reads and writes: the only holder of the console and of the environment. */
export interface Terminal {
  readonly language: Language
  readonly env: Readonly<Record<string, string | undefined>>
  readonly width: number
  readonly color: boolean
  readonly errorColor: boolean
  readonly errorIsTty: boolean
  say(text: Text): string
  out(text: string): void
  error(text: string): void
  /** Lines that the CI system is to obey. On stderr, which it reads too: stdout may hold JSON. */
  command(text: string): void
}

/** A terminal as the program begins with it. */
export interface OpenTerminal extends Terminal {
  /** Before it, nothing is coloured. */
  findColors(): Promise<void>
}

const narrowest = 60
const widthWithoutTerminal = 100
const widthOfHelpWithoutTerminal = 80

/** Streams are opened when they are first asked for, colours found out before a command acts: help needs little of it. */
export function openTerminal(language: Language, env: NodeJS.ProcessEnv): OpenTerminal {
  let colors = { out: false, error: false }
  const line = isOnGithub(env)
    ? (text: string) => withoutCommands(withLineBreak(text))
    : (text: string) => withLineBreak(text)
  return {
    language,
    env,
    get width() {
      const columns = process.stdout.columns || Number(env['COLUMNS'])
      return Math.max(narrowest, Number.isFinite(columns) && columns > 0 ? columns : widthWithoutTerminal)
    },
    get color() {
      return colors.out
    },
    get errorColor() {
      return colors.error
    },
    // A terminal that was never told its size has no columns and rows (docker, CI): nothing can be redrawn there.
    get errorIsTty() {
      return process.stderr.isTTY === true && process.stderr.columns > 0 && process.stderr.rows > 0
    },
    async findColors() {
      const { supportsColor, supportsColorStderr } = await import('chalk')
      const plain = isPlain(env)
      colors = { out: supportsColor !== false && !plain, error: supportsColorStderr !== false && !plain }
    },
    say: (text) => text[language],
    out: (text) => stdout().write(line(text)),
    error: (text) => process.stderr.write(line(text)),
    command: (text) => process.stderr.write(withLineBreak(text)),
  }
}

/** Whether GitHub's runner, or one that does as it does, reads what is printed. */
export const isOnGithub = (env: Terminal['env']): boolean => env['GITHUB_ACTIONS'] === 'true'

const withLineBreak = (text: string): string => (text.endsWith('\n') ? text : `${text}\n`)

/** A closed pipe (`relaybench … | head`) is no reason to crash. */
function stdout(): NodeJS.WriteStream {
  if (!process.stdout.listeners('error').includes(unlessClosed)) process.stdout.on('error', unlessClosed)
  return process.stdout
}

function unlessClosed(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE') throw error
}

/** Columns for help. */
export const helpWidth = (): number =>
  (isNoTerminal() ? undefined : process.stdout.columns) || widthOfHelpWithoutTerminal

/** Files, pipes and /dev/null, told without opening node's streams, which takes some ms. False when in doubt. */
function isNoTerminal(): boolean {
  try {
    const stats = fstatSync(1)
    return !stats.isCharacterDevice() || stats.rdev === statSync(devNull).rdev
  } catch {
    return false
  }
}

/** Writes help or the version at once. */
export function writeHelp(text: string): void {
  let left = Buffer.from(text)
  try {
    if (isNoTerminal()) while (left.length > 0) left = left.subarray(writeSync(1, left))
  } catch {
    // A full pipe, or a closed one: streams know how to deal with it.
  }
  if (left.length > 0) stdout().write(left)
}

/** NO_COLOR, which chalk does not heed, unless FORCE_COLOR asks for the contrary. @see https://no-color.org */
const isPlain = (env: NodeJS.ProcessEnv): boolean => !!env['NO_COLOR'] && !('FORCE_COLOR' in env)

/** Language by flag, else by the locale of the environment, else English. */
export function languageOf(argv: readonly string[], env: NodeJS.ProcessEnv): Language {
  const at = argv.findIndex((word) => word === '--lang' || word.startsWith('--lang='))
  const flag = at < 0 ? undefined : (argv[at]?.split('=')[1] ?? argv[at + 1])
  const locale = flag ?? (env['LC_ALL'] || env['LC_MESSAGES'] || env['LANG'] || '')
  return /^zh/i.test(locale) ? 'zh' : 'en'
}
