import { execFileSync, spawnSync } from 'node:child_process'
import { setTimeout as delay } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type FakeRelay, sendJson, startFakeRelay, steadily } from './fake-relay.ts'
import { program, temporaryFolder, writeProfile } from './harness.ts'

/** The live view in a real terminal: tmux, where the machine has it. */
const hasTmux = spawnSync('tmux', ['-V']).status === 0

let panes = 0

class Pane {
  readonly #socket = `relaybench-${process.pid}-${++panes}`

  constructor(
    columns: number,
    rows: number,
    args: readonly string[],
    env: Readonly<Record<string, string>> = {},
  ) {
    const settings = Object.entries({ ...env, TERM: 'screen-256color' }).map(
      ([name, value]) => `${name}='${value}'`,
    )
    const command = [...settings, `'${process.execPath}'`, `'${program}'`, ...args.map((word) => `'${word}'`)]
    this.#tmux(
      '-f',
      '/dev/null',
      'new-session',
      '-d',
      '-x',
      String(columns),
      '-y',
      String(rows),
      [...['stty', 'sane;'], ...command, '; echo "exit $?"; sleep 300'].join(' '),
    )
  }

  #tmux(...args: readonly string[]): string {
    return execFileSync('tmux', ['-L', this.#socket, ...args], { encoding: 'utf8' })
  }

  /** Lines that are seen, and with `all` those that have scrolled away. */
  lines(all = false): readonly string[] {
    return this.#tmux('capture-pane', '-p', ...(all ? ['-S', '-'] : []))
      .trimEnd()
      .split('\n')
  }

  async until(pattern: RegExp, all = false): Promise<readonly string[]> {
    for (let i = 0; i < 600; i++) {
      const lines = this.lines(all)
      if (pattern.test(lines.join('\n'))) return lines
      await delay(50)
    }
    throw new Error(`never seen: ${pattern}\n${this.lines(all).join('\n')}`)
  }

  resize(columns: number, rows: number): void {
    this.#tmux('resize-window', '-x', String(columns), '-y', String(rows))
  }

  press(key: string): void {
    this.#tmux('send-keys', key)
  }

  get hasCursor(): boolean {
    return this.#tmux('display-message', '-p', '#{cursor_flag}').trim() === '1'
  }

  close(): void {
    this.#tmux('kill-server')
  }
}

describe.skipIf(!hasTmux)('in a terminal', () => {
  const folder = temporaryFolder()
  const relays: FakeRelay[] = []
  let profile = ''

  beforeAll(async () => {
    const well = steadily({ gapMs: 50 })
    relays.push(await startFakeRelay(well))
    let asked = 0
    relays.push(
      await startFakeRelay((question, response) =>
        question.method === 'POST' && ++asked % 3 === 0
          ? sendJson(response, { error: { message: 'upstream is gone' } }, 502)
          : well(question, response),
      ),
    )
    profile = writeProfile(folder, 'live', {
      relays: relays.map(({ url }, i) => ({ name: `relay-${i + 1}`, base_url: url, api_key_env: 'KEY' })),
      models: ['demo-mini'],
      load: { requests: 40, warmup: 0, concurrency: 1 },
    })
  })
  afterAll(() => Promise.all(relays.map((relay) => relay.close())))

  const run = (name: string, columns: number, rows: number, ...args: readonly string[]): Pane =>
    new Pane(columns, rows, ['run', profile, '--out', `${folder}/${name}`, '--no-calibration', ...args], {
      KEY: 'sk-1234567890',
    })

  /** One table of two relays, no wider than the terminal, and nothing left of an earlier one. */
  function expectWhole(lines: readonly string[], columns: number): void {
    expect(lines.filter((line) => /^relay\s.*\sdone/.test(line))).toHaveLength(1)
    expect(lines.filter((line) => /^relay-1 +[#.\d]/.test(line))).toHaveLength(1)
    expect(lines.filter((line) => /^relay-2 +[#.\d]/.test(line))).toHaveLength(1)
    expect(lines.filter((line) => /^\d+\/80 /.test(line))).toHaveLength(1)
    for (const line of lines) expect(line.length).toBeLessThanOrEqual(columns)
  }

  test('shows every relay, survives a change of size both ways, and leaves the report alone', async () => {
    const pane = run('sizes', 100, 24)
    try {
      expectWhole(await pane.until(/relay-2 .* (\d+)\/40 .*upstream 5xx ×[2-9]/), 100)
      expect(pane.hasCursor).toBe(false)
      // Wider first: what a narrower tmux has pushed into its history, a wider one brings back.
      for (const [columns, rows] of [
        [120, 30],
        [60, 14],
        [48, 14],
      ] as const) {
        pane.resize(columns, rows)
        await delay(700)
        expectWhole(pane.lines(), columns)
      }
      pane.resize(100, 40)
      const all = (await pane.until(/exit 0/, true)).join('\n')
      expect(all).toContain('demo-mini, streaming')
      expect(all).not.toContain('elapsed')
      expect(pane.hasCursor).toBe(true)
    } finally {
      pane.close()
    }
  })

  test('gives the terminal back when it is broken off', async () => {
    const pane = run('broken', 80, 24)
    try {
      await pane.until(/relay-1 .* [5-9]\/40/)
      pane.press('C-c')
      const all = (await pane.until(/exit 130/, true)).join('\n')
      expect(all).toContain('Stopping:')
      expect(all).not.toMatch(/#{3,}|elapsed/)
      expect(pane.hasCursor).toBe(true)
    } finally {
      pane.close()
    }
  })

  test('lines of --verbose stand above it', async () => {
    const pane = run('verbose', 100, 24, '--verbose')
    try {
      const lines = await pane.until(/relay-2 .* [5-9]\/40/)
      expectWhole(lines, 100)
      const all = await pane.until(/exit 0/, true)
      expect(all.filter((line) => /^r\d+\.c1#/.test(line))).toHaveLength(40)
    } finally {
      pane.close()
    }
  })
})
