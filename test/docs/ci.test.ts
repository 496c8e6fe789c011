import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { z } from 'zod'
import { comparisonRenderers, renderers } from '../../src/report/index.ts'
import { relaybench, root, startCommand, temporaryFolder, writeProfile } from '../cli/harness.ts'

const read = (path: string): string => readFileSync(join(root, path), 'utf8')
const document = read('docs/ci.md')
const blocks = (language: string): readonly string[] =>
  [...document.matchAll(new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\`$`, 'gm'))].map(
    ([, code = '']) => code,
  )

/** Commands that another part of the program brings; checked as soon as they are there. */
const expected = ['sla']

/** Words of a command line as a shell divides them, quotes taken off. */
const wordsOf = (line: string): readonly string[] =>
  [...line.matchAll(/(?:"[^"]*"|'[^']*'|[^\s"'])+/g)].map(([word]) => word.replaceAll(/["']/g, ''))

/** Arguments of every relaybench command in a script: up to a comment, a redirection, or the next command. */
function commandsIn(script: string): readonly (readonly string[])[] {
  const lines = script.replaceAll(/\\\n/g, ' ').split('\n')
  return lines.flatMap((line) =>
    [...line.matchAll(/(?:npx relaybench|node "\$PROGRAM"|^relaybench|`relaybench) ([^|&;`]*)/g)].map(
      ([, rest = '']) => wordsOf(rest.replace(/\s(#|\d?>|<).*/, '')),
    ),
  )
}

/** Every text in a YAML document, at any depth. */
function* textsIn(value: unknown): Iterable<string> {
  if (typeof value === 'string') yield value
  else if (typeof value === 'object' && value !== null)
    for (const inner of Object.values(value)) yield* textsIn(inner)
}

const helps = new Map<string, Promise<string>>()
const helpOf = (command: string): Promise<string> => {
  const help =
    helps.get(command) ??
    relaybench([command, '--help']).then(({ code, stdout }) => (code === 0 ? stdout : ''))
  helps.set(command, help)
  return help
}

/** Whether a flag stands in a command's help, and whether it takes a value. */
async function flagOf(command: string, flag: string): Promise<{ readonly takesValue: boolean } | undefined> {
  const found = new RegExp(`(?:^|, )\\s*${flag}( <[^>]+>)?(?=\\s|$)`, 'm').exec(await helpOf(command))
  return found ? { takesValue: found[1] !== undefined } : undefined
}

async function check([command = '', ...words]: readonly string[]): Promise<void> {
  const line = `relaybench ${command} ${words.join(' ')}`
  const names = [...(await helpOf('help')).matchAll(/^ {2}([a-z]+) /gm)].map(([, name]) => name)
  if (expected.includes(command) && !names.includes(command)) return
  expect(names, line).toContain(command)
  let arguments_ = 0
  for (let i = 0; i < words.length; i++) {
    const word = words[i] ?? ''
    if (!word.startsWith('-')) {
      arguments_++
      continue
    }
    const flag = await flagOf(command, word)
    expect(flag, `${line}: ${word}`).toBeDefined()
    if (flag?.takesValue) checkValue(command, word, words[++i] ?? '')
  }
  // Every command in the recipes works on something.
  expect(arguments_, line).toBeGreaterThan(0)
}

function checkValue(command: string, flag: string, value: string): void {
  expect(value, flag).toMatch(/^[^-]/)
  const formats: readonly { readonly id: string }[] = command === 'compare' ? comparisonRenderers : renderers
  if (flag === '--save') expect(formats.map(({ id }) => id)).toContain(value.split('=')[0])
}

test('docs/ci.md: every recipe is YAML, and every command in it and in its scripts is one of the program', async () => {
  const recipes = blocks('yaml').map((block) => parse(block))
  expect(recipes).toHaveLength(3)
  const scripts = [...recipes.flatMap((recipe) => [...textsIn(recipe)]), ...blocks('sh')]
  const commands = [...scripts, document.replaceAll(/^```[\s\S]*?^```$/gm, '')].flatMap(commandsIn)
  expect(commands.filter(([name]) => name === 'run').length).toBeGreaterThanOrEqual(4)
  expect(commands.filter(([name]) => name === 'compare').length).toBeGreaterThanOrEqual(3)
  const spoken = commands.filter((words) => words.length > 1)
  for (const words of spoken) await check(words)
})

test('docs/ci.md: the check finds a flag or a command that there is not', async () => {
  await expect(check(['run', 'x.yaml', '--saves', 'junit=x'])).rejects.toThrow('--saves')
  await expect(check(['measure', 'x.yaml'])).rejects.toThrow('measure')
  await expect(check(['compare', 'a', 'b', '--save', 'junit=x'])).rejects.toThrow('junit')
})

test('docs/ci.md: flags and exit codes named in the text exist', async () => {
  const all = (await Promise.all(['run', 'report', 'compare'].map(helpOf))).join('\n')
  const named = [...document.matchAll(/`(--[a-z-]+)/g)].map(([, flag = '']) => flag)
  expect(named.length).toBeGreaterThan(10)
  for (const flag of new Set(named)) expect(all, flag).toMatch(new RegExp(`${flag}\\b`))
  const table = document.slice(document.indexOf('## Exit codes'))
  const codes = [...table.matchAll(/^\| (\d+) \|/gm)].map(([, code]) => Number(code))
  const said = [...(await helpOf('help')).replace(/\s+/g, ' ').matchAll(/(?:: |· )(\d+) /g)].map(([, code]) =>
    Number(code),
  )
  expect(codes).toEqual(said)
})

test('docs/ci.md: links lead somewhere', () => {
  for (const [, target = ''] of document.matchAll(/\]\((?!https?:|#)([^)#]+)/g))
    expect(() => read(join('docs', target)), target).not.toThrow()
})

const action = z
  .object({
    inputs: z.record(
      z.string(),
      z.object({ description: z.string(), required: z.boolean().optional(), default: z.string().optional() }),
    ),
    outputs: z.record(z.string(), z.object({ description: z.string(), value: z.string() })),
    runs: z.object({
      using: z.literal('composite'),
      steps: z.array(
        z.object({
          id: z.string().optional(),
          if: z.string().optional(),
          uses: z.string().optional(),
          shell: z.string().optional(),
          run: z.string().optional(),
          env: z.record(z.string(), z.string()).optional(),
          with: z.record(z.string(), z.string()).optional(),
        }),
      ),
    }),
  })
  .parse(parse(read('action.yml')))
const { steps } = action.runs

describe('action.yml', () => {
  test('says what it takes and gives, and refers to nothing else', () => {
    expect(action.inputs).toMatchObject({ profile: { required: true }, args: {}, version: {}, 'fail-on': {} })
    expect(Object.keys(action.outputs)).toEqual(expect.arrayContaining(['exit-code', 'report']))
    const referred = [...read('action.yml').matchAll(/\b(inputs|steps)\.([\w-]+)/g)]
    const ids = steps.flatMap(({ id }) => id ?? [])
    for (const [, kind, name] of referred)
      expect(kind === 'inputs' ? Object.keys(action.inputs) : ids).toContain(name)
  })

  test('the action is used with inputs that it has', () => {
    const used = blocks('yaml').flatMap((block) => [...withInputs(parse(block))])
    expect(used.length).toBeGreaterThan(3)
    for (const name of used) expect(Object.keys(action.inputs)).toContain(name)
  })

  test('its scripts take text only from variables, and know their shell', () => {
    for (const { run, shell } of steps)
      if (run !== undefined) {
        expect(shell).toBe('bash')
        expect(run).not.toContain('${{')
      }
    expect(steps.some(({ uses }) => uses?.startsWith('actions/setup-node@'))).toBe(true)
    expect(steps.find(({ uses }) => uses?.startsWith('actions/upload-artifact@'))?.with?.['path']).toContain(
      'directory',
    )
  })

  test('every command in it is one of the program', async () => {
    const commands = steps.flatMap(({ run = '' }) => commandsIn(run))
    expect(commands).toHaveLength(1)
    for (const words of commands)
      await check(words.filter((word) => !word.includes('words[@]') && word !== '}'))
  })
})

/** Names of the inputs that a workflow gives to the action. */
function* withInputs(value: unknown): Iterable<string> {
  if (typeof value !== 'object' || value === null) return
  if ('uses' in value && String(value.uses).startsWith('OWNER/relaybench@') && 'with' in value)
    yield* Object.keys(z.record(z.string(), z.unknown()).parse(value.with))
  for (const inner of Object.values(value)) yield* withInputs(inner)
}

describe.skipIf(process.platform === 'win32')('the script of the action', () => {
  const folder = temporaryFolder()
  const script = steps.find(({ id }) => id === 'run')?.run ?? ''
  let profile = ''
  beforeAll(() => {
    profile = writeProfile(folder, 'profile', {
      relays: [{ name: 'down', simulate: { seed: 1, faults: [{ fault: 'error-500', rate: 0.5 }] } }],
      models: ['demo-mini'],
      load: { requests: 30, concurrency: 4, warmup: 0 },
    })
  })

  /** Runs it as the runner does. @returns its exit code, what it said, and its outputs */
  async function runScript(name: string, inputs: Readonly<Record<string, string>>) {
    const temp = join(folder, name)
    mkdirSync(temp)
    const output = join(temp, 'output')
    writeFileSync(output, '')
    writeFileSync(join(temp, 'script.sh'), script)
    const env = {
      ...{ GITHUB_ACTIONS: 'true', GITHUB_OUTPUT: output, RUNNER_TEMP: temp },
      ...{ PROGRAM: join(root, 'bin/relaybench.cjs'), PROFILE: profile, ARGS: '', FAIL_ON: '', ...inputs },
    }
    const shell = ['--noprofile', '--norc', '-eo', 'pipefail', join(temp, 'script.sh')]
    const finished = await startCommand('bash', shell, { env }).finished
    const outputs = Object.fromEntries(
      readFileSync(output, 'utf8')
        .trim()
        .split('\n')
        .map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]),
    )
    return { ...finished, outputs }
  }

  test('does not fail by itself, and tells the exit code and where the report is', async () => {
    const args = `--requests 20 --slo "availability >= 99%" --model 'demo-mini'`
    const { code, outputs, stderr } = await runScript('broken', { ARGS: args })
    expect(code, stderr).toBe(0)
    expect(outputs['exit-code']).toBe('1')
    const report = z
      .object({
        totals: z.object({ sent: z.number() }),
        objectives: z.array(z.object({ limit: z.string() })),
      })
      .parse(JSON.parse(readFileSync(outputs['report'] ?? '', 'utf8')))
    expect(report).toEqual({ totals: { sent: 20 }, objectives: [{ limit: '>= 99%' }] })
    expect(readFileSync(outputs['junit'] ?? '', 'utf8')).toContain('<failure')
    expect(stderr).toMatch(/^::error title=down%3A availability >= 99%25::/m)
  })

  test('passes --fail-on on, and takes nothing in its arguments for a command', async () => {
    const args = '--slo "availability >= 99%" --seed 7 --model $(touch${IFS}x);touch'
    const { outputs, stderr } = await runScript('odd', { ARGS: args, FAIL_ON: 'never' })
    expect(outputs).toMatchObject({ 'exit-code': '2', report: '', junit: '' })
    expect(stderr).toContain('$(touch${IFS}x);touch')

    const never = await runScript('never', { ARGS: '--slo "availability >= 99%"', FAIL_ON: 'never' })
    expect(never.outputs['exit-code']).toBe('0')
  })
})
