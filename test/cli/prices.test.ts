import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { relaybench, writeProfile } from './harness.ts'

const folder = mkdtempSync(join(tmpdir(), 'relaybench-prices-'))
const env = { XDG_CACHE_HOME: join(folder, 'cache'), COLUMNS: '140' }
const kept = join(folder, 'cache', 'relaybench', 'prices.json')

const list = {
  openai: {
    models: {
      'gpt-5.6-sol': { cost: { input: 1, output: 6 } },
      'gpt-new': { cost: { input: 2, output: 8 } },
    },
  },
}

const dryRun = (): Promise<{ stdout: string }> =>
  relaybench(
    [
      'run',
      writeProfile(folder, 'dry', {
        relays: [{ name: 'a', base_url: 'https://a.example/v1', price_multiplier: 1 }],
        models: ['gpt-5.6-sol', 'gpt-new'],
      }),
      '--dry-run',
    ],
    { env },
  )

test('prices are shown, renewed from a file with what that changes, counted with, and given back', async () => {
  const before = await relaybench(['prices', 'gpt-5.6-sol', 'gpt-new'], { env })
  expect(before.stdout).toMatch(/gpt-5\.6-sol.*OpenAI.*\$4/)
  expect(before.stdout).toContain('gpt-new: in no row')
  expect((await dryRun()).stdout).toContain('$4.00 in, $20.00 out')

  const file = join(folder, 'api.json')
  writeFileSync(file, JSON.stringify(list))
  const update = await relaybench(['prices', 'update', '--from', file], { env })
  expect(update.stdout).toContain('~ gpt-5.6-sol: $4 / 0.4 / 20 → $1 / — / 6')
  expect(update.stdout).toContain('+ gpt-new: $2 / — / 8')
  expect(update.stdout).toContain('1 prices changed, 1 models added')
  expect(JSON.parse(readFileSync(kept, 'utf8'))).toMatchObject({
    source: file,
    sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
  })
  expect((await dryRun()).stdout).toContain('$1.00 in, $6.00 out')

  expect((await relaybench(['prices', 'update', '--from', kept], { env })).code).toBe(0)
  await relaybench(['prices', 'update', '--from', 'shipped'], { env })
  expect((await dryRun()).stdout).toContain('$4.00 in, $20.00 out')
})

test('from an address, and nothing is kept of what is no price list', async () => {
  const server = createServer((request, response) => {
    response.setHeader('content-type', 'application/json')
    if (request.url === '/list') response.end(JSON.stringify(list))
    else response.writeHead(request.url === '/gone' ? 404 : 200).end('{"data":[]}')
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const origin = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`
  try {
    const found = await relaybench(['prices', 'update', '--from', `${origin}/list`], { env })
    expect(found.stdout).toContain('+ gpt-new')
    const book = readFileSync(kept, 'utf8')
    for (const path of ['/gone', '/empty']) {
      const bad = await relaybench(['prices', 'update', '--from', origin + path], { env })
      expect([bad.code, bad.stderr]).toEqual([
        2,
        expect.stringContaining('is no price list that can be read'),
      ])
    }
    expect(readFileSync(kept, 'utf8')).toBe(book)
  } finally {
    server.close()
  }
})

test('a book that is broken is named, with what to do', async () => {
  writeFileSync(kept, '{"half')
  const { code, stderr } = await relaybench(['prices'], { env })
  expect([code, stderr]).toEqual([2, expect.stringContaining(`${kept} is no price book`)])
  expect((await relaybench(['prices', 'update'], { env })).code).toBe(2)
})
