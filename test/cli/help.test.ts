import stringWidth from 'string-width'
import { expect, test } from 'vitest'
import { audits } from '../../src/audits/index.ts'
import { wrapHelp } from '../../src/cli/help-wrap.ts'
import { definitions } from '../../src/metrics/definitions/index.ts'
import { protocols } from '../../src/protocols/index.ts'
import { comparisonRenderers, renderers } from '../../src/report/index.ts'
import { relaybench } from './harness.ts'

const ids = (members: readonly { readonly id: string }[]): string => members.map(({ id }) => id).join(', ')

/** Help wraps its lines. */
const helpOf = async (command: string): Promise<string> =>
  (await relaybench([command, '--help'], { env: { COLUMNS: '200' } })).stdout.replace(/\s+/g, ' ')

test.each([
  ['run', ids(renderers)],
  ['report', ids(renderers)],
  ['compare', ids(comparisonRenderers)],
  ['report', ids(definitions)],
  ['probe', ids(protocols)],
  ['audit', ids(audits)],
  ['audit', ids(renderers)],
])('%s --help names %s', async (command, known) => {
  expect(await helpOf(command)).toContain(known)
})

const commands = [
  ...[
    'init',
    'run',
    'audit',
    'watch',
    'models',
    'report',
    'compare',
    'scorecard',
    'sla',
    'drift',
    'merge',
    'failover',
    'export',
    'balance',
    'cost',
    'prices',
  ],
  ...['probe', 'sim', 'selftest', 'schema'],
]

/** Columns by the tables of Unicode, which help itself does without. */
test.each(['en', 'zh'])('help fits into 80 columns, and is wrapped nowhere else: %s', async (language) => {
  const pages = await Promise.all(
    [[], ...commands.map((command) => [command])].map((words) =>
      relaybench([...words, '--help', '--lang', language], { env: { COLUMNS: '80' } }),
    ),
  )
  for (const { stdout, code } of pages) {
    expect(code).toBe(0)
    expect(stdout.split('\n').filter((line) => stringWidth(line) > 80)).toEqual([])
  }
})

test('every command is among those whose help was looked at', async () => {
  const { stdout } = await relaybench(['--help'])
  const listed = [...stdout.matchAll(/^ {2}([a-z]+) .*\[options\]/gm)].map(([, name]) => name)
  expect(listed).toEqual(commands)
})

test.each([
  ['中文，不以标点开头。好', 6, '中文，\n不以标\n点开\n头。好'],
  ['plain words that wrap', 11, 'plain words\nthat wrap'],
  ['写作“格式=文件”，可重复', 12, '写作“格式=文\n件”，可重复'],
  ['a-word-too-long x', 4, 'a-word-too-long\nx'],
  ['one\n\ntwo', 10, 'one\n\ntwo'],
])('%s in %i columns', (text, columns, lines) => {
  expect(wrapHelp(text, columns)).toBe(lines)
})
