import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { families } from '../../src/sim/billing/families/index.ts'
import { relaybench, writeProfile } from './harness.ts'

const folder = mkdtempSync(join(tmpdir(), 'relaybench-balance-'))

test('balance reads every kind of account, names what it read, and says where it could not', async () => {
  const key = 'sk-balance-canary-0123456789'
  const profile = writeProfile(folder, 'all', {
    relays: [
      ...families.map(({ id }) => ({
        name: id,
        simulate: { key, billing: { family: id, granted: 12.5 } },
        api_key_env: 'BALANCE_KEY',
      })),
      { name: 'silent', simulate: 'good' },
      { name: 'keyless', base_url: 'https://nowhere.invalid/v1', api_key_env: 'NOT_SET' },
    ],
    models: ['demo-mini'],
  })
  const env = { BALANCE_KEY: key, COLUMNS: '140' }
  const { stdout, stderr, code } = await relaybench(['balance', profile, '--json'], { env })
  const rows: readonly Record<string, unknown>[] = JSON.parse(stdout)
  expect(code).toBe(0)
  for (const { id } of families) {
    const row = rows.find(({ relay }) => relay === id)
    const inQuota = row?.['source'] === 'new-api-token'
    expect(row).toMatchObject({ remaining: inQuota ? 6_250_000 : 12.5 })
  }
  expect(rows.find(({ relay }) => relay === 'silent')).toMatchObject({ error: 'none' })
  expect(rows.find(({ relay }) => relay === 'keyless')).toEqual({ relay: 'keyless', error: 'no-key' })
  const text = await relaybench(['balance', profile], { env })
  expect(text.stdout).toContain('$12.50')
  expect(text.stdout).toContain('keyless: its key is not set')
  expect(stdout + stderr + text.stdout + text.stderr).not.toContain(key)
})

test('where no balance can be read at all, nothing was measured', async () => {
  const profile = writeProfile(folder, 'none', {
    relays: [{ name: 'silent', simulate: 'good' }],
    models: ['demo-mini'],
  })
  expect((await relaybench(['balance', profile])).code).toBe(3)
})
