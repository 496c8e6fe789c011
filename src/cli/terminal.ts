import { supportsColor, supportsColorStderr } from 'chalk'
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
}

const narrowest = 60
const widthWithoutTerminal = 100

export function openTerminal(language: Language, env: NodeJS.ProcessEnv): Terminal {
  const columns = process.stdout.columns || Number(env['COLUMNS'])
  return {
    language,
    env,
    width: Math.max(narrowest, Number.isFinite(columns) && columns > 0 ? columns : widthWithoutTerminal),
    color: supportsColor !== false && !isPlain(env),
    errorColor: supportsColorStderr !== false && !isPlain(env),
    // A terminal that was never told its size has 0 columns (docker, CI): nothing can be redrawn there.
    errorIsTty: process.stderr.isTTY === true && process.stderr.columns > 0,
    say: (text) => text[language],
    out: (text) => process.stdout.write(text.endsWith('\n') ? text : `${text}\n`),
    error: (text) => process.stderr.write(text.endsWith('\n') ? text : `${text}\n`),
  }
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
