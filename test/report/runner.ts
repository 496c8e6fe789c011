/**
 * What GitHub's runner makes of a line of a job's log, written after its own source
 * (actions/runner, src/Runner.Common/ActionCommand.cs) and apart from ours.
 */
export interface RunnerCommand {
  readonly name: string
  readonly properties: Readonly<Record<string, string>>
  readonly data: string
}

/** Commands that the runner registers. */
const registered = new Set([
  ...[
    'error',
    'warning',
    'notice',
    'debug',
    'group',
    'endgroup',
    'add-mask',
    'add-matcher',
    'remove-matcher',
  ],
  ...['set-env', 'set-output', 'save-state', 'add-path', 'echo', 'stop-commands', 'internal-set-repo-path'],
])

const replaceAll = (text: string, pairs: readonly (readonly [string, string])[]): string =>
  pairs.reduce((done, [from, to]) => done.replaceAll(from, to), text)

const dataEscapes = [
  ['%0D', '\r'],
  ['%0A', '\n'],
  ['%25', '%'],
] as const
const propertyEscapes = [
  ['%0D', '\r'],
  ['%0A', '\n'],
  ['%3A', ':'],
  ['%2C', ','],
  ['%25', '%'],
] as const

/** Characters that the runner's comparisons, which go by the rules of a language, pass over. */
const ignored = /(?![\r\n\t])[\p{Cc}\p{Default_Ignorable_Code_Point}]/gu

/** The command of a line, in the new form ("::name k=v::data") or in the old one ("##[name k=v;]data"). */
export function commandOf(written: string): RunnerCommand | undefined {
  const line = written.replace(ignored, '')
  return newCommand(line.trimStart()) ?? oldCommand(line)
}

function newCommand(line: string): RunnerCommand | undefined {
  if (!line.startsWith('::')) return undefined
  const end = line.indexOf('::', 2)
  if (end < 0) return undefined
  const info = line.slice(2, end)
  const space = info.indexOf(' ')
  const name = space < 0 ? info : info.slice(0, space)
  if (!registered.has(name)) return undefined
  const pairs =
    space < 0
      ? []
      : info
          .slice(space + 1)
          .trim()
          .split(',')
          .filter(Boolean)
  const properties = pairs.flatMap((pair) => {
    const at = pair.indexOf('=')
    return at > 0 ? [[pair.slice(0, at), replaceAll(pair.slice(at + 1), propertyEscapes)] as const] : []
  })
  return {
    name,
    properties: Object.fromEntries(properties),
    data: replaceAll(line.slice(end + 2), dataEscapes),
  }
}

function oldCommand(line: string): RunnerCommand | undefined {
  const start = line.indexOf('##[')
  const end = line.indexOf(']', start)
  if (start < 0 || end < 0) return undefined
  const [name = ''] = line.slice(start + 3, end).split(' ')
  return registered.has(name) ? { name, properties: {}, data: line.slice(end + 1) } : undefined
}

/** All commands in what a step printed. */
export const commandsIn = (log: string): readonly RunnerCommand[] =>
  log.split(/\r\n|\r|\n/).flatMap((line) => commandOf(line) ?? [])
