import { join } from 'node:path'
import { expect, test } from 'vitest'
import { web, withServer } from '../run/servers.ts'
import { relaybench, temporaryFolder, writeProfile } from './harness.ts'

const folder = temporaryFolder()
const hostile = 'demo-mini\u009b2J\u202e\u007f'
const acts = /[\u007f-\u009f\u202e]/

/** Puts terminal controls, as they stand and not escaped, into a model list and an answer. */
const relay = () =>
  web((request, response) => {
    request.resume()
    response.setHeader('content-type', 'application/json')
    const choices = [{ index: 0, message: { content: hostile }, finish_reason: 'stop' }]
    response.end(
      JSON.stringify(request.method === 'GET' ? { data: [{ id: hostile }] } : { model: hostile, choices }),
    )
  })

test('what relays say cannot act on a terminal in the JSON of probe and models either', async () => {
  await withServer(relay(), async ({ port }) => {
    const url = `http://127.0.0.1:${port}/v1`
    const probe = await relaybench(['probe', '--base-url', url, '--model', 'm', '--no-stream', '--json'])
    expect(probe.stdout).not.toMatch(acts)
    expect(JSON.parse(probe.stdout)).toMatchObject({ outcome: 'ok', text: hostile, model: hostile })

    const profile = writeProfile(folder, 'hostile', {
      relays: [{ name: 'a', base_url: url }],
      models: ['demo-mini'],
      stream: false,
    })
    const models = await relaybench(['models', profile, '--json', '--out', join(folder, 'out')])
    expect(models.stdout).not.toMatch(acts)
    expect(JSON.parse(models.stdout)).toMatchObject([{ model: 'demo-mini', near: [hostile] }])
  })
})
