import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { importers } from '../../src/import/index.ts'
import * as files from '../import/files.ts'
import { program, relaybench, temporaryFolder } from './harness.ts'

const folder = temporaryFolder()
const home = join(folder, 'home')
mkdirSync(join(home, '.claude'), { recursive: true })
mkdirSync(join(home, '.codex'))
writeFileSync(join(home, '.claude', 'settings.json'), files.claudeSettings)
writeFileSync(join(home, '.codex', 'config.toml'), files.codexConfig)
writeFileSync(join(home, '.codex', 'auth.json'), files.codexAuth)

const init = (args: readonly string[], env: Readonly<Record<string, string>> = {}) =>
  relaybench(['init', ...args], { env: { HOME: home, ...env }, cwd: folder })

describe('relaybench init', () => {
  test('takes over what tools keep at their own places, tells where keys stand, and copies none', async () => {
    const out = join(folder, 'taken.yaml')
    const { code, stdout, stderr } = await init(['--from', 'claude-code', '--from', 'codex', '--out', out])
    expect({ code, stdout }).toEqual({ code: 0, stdout: `${out}: 3 relays, 2 models\n` })
    expect(stderr).toContain(
      'RELAY_B_API_KEY   the key stands in auth.json beside ~/.codex/config.toml, OPENAI_API_KEY',
    )
    expect(stderr).toContain('OTHER_KEY   for Other, as that tool reads it')
    const text = readFileSync(out, 'utf8')
    for (const key of files.keys) expect(text + stdout + stderr).not.toContain(key)

    const variables = [...text.matchAll(/api_key_env: (\w+)/g)].map(([, name = '']) => [
      name,
      'sk-0123456789abcdef',
    ])
    const plan = await relaybench(['run', out, '--dry-run', '--json'], { env: Object.fromEntries(variables) })
    expect({ code: plan.code, stderr: plan.stderr }).toEqual({ code: 0, stderr: '' })
    expect(JSON.parse(plan.stdout).cells.length).toBeGreaterThanOrEqual(4)
  })

  test('reads a .env file, and channels from a file', async () => {
    writeFileSync(
      join(folder, 'mine.env'),
      'OPENAI_BASE_URL=https://relay-k.example/v1\nOPENAI_API_KEY=sk-dotenv-12345678\n',
    )
    writeFileSync(join(folder, 'channels.json'), files.channels)
    const { code, stdout } = await init([
      '--from',
      'env=mine.env',
      '--from',
      'new-api=channels.json',
      '--model',
      'gpt-5.6-sol',
      '--out',
      '-',
    ])
    expect(code).toBe(0)
    expect(stdout).toContain('api_key_env: OPENAI_API_KEY')
    expect(stdout).toContain('- line: west.relay-e.example')
    expect(stdout).not.toContain('sk-')
  })

  test('a cc-switch database, where this node can read one', async () => {
    const path = join(folder, 'cc-switch.db')
    const sqlite = process.getBuiltinModule('node:sqlite' as 'node:fs') as unknown as
      | {
          DatabaseSync: new (
            path: string,
          ) => {
            exec(sql: string): void
            prepare(sql: string): { run(...values: unknown[]): void }
            close(): void
          }
        }
      | undefined
    if (!sqlite) {
      writeFileSync(path, 'SQLite format 3\0')
      const { code, stderr } = await init(['--from', `cc-switch=${path}`, '--out', '-'])
      expect(code).toBe(2)
      expect(stderr).toContain('use Node 22.13 or later')
      return
    }
    const database = new sqlite.DatabaseSync(path)
    database.exec(
      'CREATE TABLE providers (id, app_type, name, settings_config); CREATE TABLE provider_endpoints (provider_id, app_type, url)',
    )
    const provider = database.prepare('INSERT INTO providers VALUES (?, ?, ?, ?)')
    for (const row of files.ccSwitchRows.providers)
      provider.run(row.id, row.app_type, row.name, row.settings_config)
    const endpoint = database.prepare('INSERT INTO provider_endpoints VALUES (?, ?, ?)')
    for (const row of files.ccSwitchRows.endpoints) endpoint.run(row.provider_id, row.app_type, row.url)
    database.close()
    const { code, stdout } = await init(['--from', `cc-switch=${path}`, '--out', '-'])
    expect(code).toBe(0)
    expect(stdout).toContain('url: https://cn2.relay-a.example')
    for (const key of files.keys) expect(stdout).not.toContain(key)
    // What is no database of cc-switch, and what is none at all.
    const others = { 'other.db': 'no relay with an address', 'bad.db': 'cannot read' }
    const other = new sqlite.DatabaseSync(join(folder, 'other.db'))
    other.exec('CREATE TABLE notes (text)')
    other.close()
    writeFileSync(join(folder, 'bad.db'), 'SQLite format 3\0not a database')
    for (const [name, why] of Object.entries(others)) {
      const refused = await init(['--from', `cc-switch=${join(folder, name)}`, '--out', '-'])
      expect(refused.code).toBe(2)
      expect(refused.stderr).toContain(why)
    }
  })

  test('by flags', async () => {
    const { code, stdout, stderr } = await init([
      ...['--relay', 'poloai=https://api.poloai.cn/v1', '--relay', 'my relay=https://b.example/v1/'],
      ...['--model', 'gpt-5.6-sol,claude-opus-5', '--out', '-', '--lang', 'zh'],
    ])
    expect(code).toBe(0)
    expect(stdout).toContain('api_key_env: POLOAI_API_KEY')
    expect(stdout).toContain('api_key_env: MY_RELAY_API_KEY')
    expect(stdout).toContain('base_url: https://b.example/v1\n')
    expect(stderr).toContain('未复制任何密钥')
  })

  test.each([
    [[], 'found on this machine: --from claude-code, --from codex'],
    [['--from', 'litellm'], 'name its file: --from litellm=FILE'],
    [['--from', 'new-api'], 'name a file'],
    [['--from', 'claudecode'], 'did you mean "claude-code"?'],
    [['--relay', 'a=ftp://x', '--model', 'm'], '--relay takes NAME=BASE_URL'],
    [['--relay', 'a=https://a.example/v1'], 'name at least one: --model'],
    [['--from', 'env=nowhere.env'], 'cannot read nowhere.env'],
  ])('says what is wrong: %j', async (args, words) => {
    const { code, stderr } = await init(args)
    expect(code).toBe(2)
    expect(stderr).toContain(words)
  })

  test('writes over nothing', async () => {
    writeFileSync(join(folder, 'mine.yaml'), 'mine')
    const { code } = await init(['--from', 'codex', '--out', 'mine.yaml'])
    expect(code).toBe(2)
    expect(readFileSync(join(folder, 'mine.yaml'), 'utf8')).toBe('mine')
  })

  test('help names every tool', async () => {
    const { stdout } = await relaybench(['init', '--help'], { env: { COLUMNS: '200' } })
    expect(stdout.replace(/\s+/g, ' ')).toContain(importers.map(({ id }) => id).join(', '))
  })
})

const script = '/usr/bin/script'
describe.skipIf(process.platform !== 'linux' || !existsSync(script))('on a terminal', () => {
  /** Answers each question when it comes. @returns how many came, and how it ended */
  async function answering(out: string, answers: readonly (readonly [RegExp, string])[]) {
    const child = spawn(
      script,
      ['-qec', `stty cols 100 rows 24; "${process.execPath}" "${program}" init --out "${out}"`, '/dev/null'],
      { env: { PATH: process.env['PATH'], HOME: folder, TERM: 'xterm' } },
    )
    let [said, all, next] = ['', '', 0]
    child.stdout.on('data', (text) => {
      said += text
      all += text
      const [question, answer] = answers[next] ?? []
      if (!question?.test(said)) return
      said = ''
      next++
      child.stdin.write(answer ?? '')
    })
    const [code] = await once(child, 'close')
    return { code, asked: next, all }
  }

  test('asks what it has to know', async () => {
    const out = join(folder, 'asked.yaml')
    const { asked } = await answering(out, [
      [/Name of the relay: /, 'poloai\n'],
      [/Its base URL.*: /, 'https://api.poloai.cn/v1\n'],
      [/Another relay\?.*: /, '\n'],
      [/Models, with commas.*: /, 'gpt-5.6-sol, claude-opus-5\n'],
    ])
    expect(asked).toBe(4)
    const text = readFileSync(out, 'utf8')
    expect(text).toContain('api_key_env: POLOAI_API_KEY')
    expect(text).toContain('- claude-opus-5')
  })

  test('Ctrl-C at a question leaves nothing behind', async () => {
    const out = join(folder, 'broken-off.yaml')
    const { code, all } = await answering(out, [
      [/Name of the relay: /, 'poloai\n'],
      [/Its base URL.*: /, '\x03'],
    ])
    expect(code).toBe(130)
    expect(all).not.toContain('defect')
    expect(existsSync(out)).toBe(false)
  })
})
