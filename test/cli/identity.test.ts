import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type FakeRelay, sendJson, startFakeRelay, steadily } from './fake-relay.ts'
import { relaybench, temporaryFolder, writeProfile } from './harness.ts'

const folder = temporaryFolder()
let relay: FakeRelay
let profile: string

beforeAll(async () => {
  let count = 0
  relay = await startFakeRelay((asked, response) => {
    if (asked.method === 'POST' && ++count % 3 === 0)
      return sendJson(response, { error: { message: '上游 "overloaded", try\tlater | \u001b[31m' } }, 500)
    return steadily({ tokens: 10 })(asked, response)
  })
  profile = writeProfile(folder, '对比', {
    relays: [
      { name: '甲站', base_url: relay.url },
      {
        name: 'b,"relay"',
        endpoints: [
          { line: '直连', url: relay.url },
          { line: 'cdn', url: relay.url },
        ],
      },
    ],
    models: ['demo-mini'],
    stream: 'both',
    load: { requests: 4, concurrency: 2, warmup: 0 },
  })
})
afterAll(() => relay.close())

test.each([
  ['table', 'en', { COLUMNS: '80' }],
  ['table', 'zh', { COLUMNS: '140', FORCE_COLOR: '1' }],
  ['markdown', 'zh', {}],
  ['csv', 'en', {}],
  ['json', 'en', {}],
] as const)('what run prints as %s in %s, report prints again, byte for byte', async (format, lang, env) => {
  const out = join(folder, `${format}-${lang}`)
  const how = ['--format', format, '--lang', lang]
  const ran = await relaybench(['run', profile, '--out', out, '--quiet', ...how], { env })
  expect(ran.code).toBe(0)
  expect(ran.stdout.length).toBeGreaterThan(200)
  const file = join(out, 'report.json')
  const [fromJournal, fromFile] = await Promise.all([
    relaybench(['report', out, ...how], { env }),
    relaybench(['report', file, ...how], { env }),
  ])
  expect(fromJournal.stdout).toBe(ran.stdout)
  expect(fromFile.stdout).toBe(ran.stdout)
  if (format === 'json') expect(readFileSync(file, 'utf8')).toBe(ran.stdout)
})

test('a resumed run prints what its whole journal says', async () => {
  const out = join(folder, 'json-en')
  const resumed = await relaybench(['run', '--resume', out, '--quiet', '--json'])
  const again = await relaybench(['report', out, '--json'])
  expect(again.stdout).toBe(resumed.stdout)
  expect(readFileSync(join(out, 'report.json'), 'utf8')).toBe(resumed.stdout)
})
