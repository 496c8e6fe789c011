import { execFileSync, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { exporters } from '../../src/export/index.ts'
import { importers } from '../../src/import/index.ts'
import { startPortkey } from '../interop/counterparts.ts'
import { type FakeRelay, sendJson, startFakeRelay, steadily } from './fake-relay.ts'
import { relaybench, root, temporaryFolder, writeProfile } from './harness.ts'

const folder = temporaryFolder()
const env = { MAIN_KEY: 'sk-main-11112222', SPARE_KEY: 'sk-spare-33334444' }
let broken: FakeRelay
let well: FakeRelay
let profile = ''

beforeAll(async () => {
  broken = await startFakeRelay((_, response) =>
    sendJson(response, { error: { message: 'upstream is gone' } }, 502),
  )
  well = await startFakeRelay(steadily({ models: ['m-spare'] }))
  profile = writeProfile(folder, 'chosen', {
    relays: [
      { name: 'main', base_url: broken.url, api_key_env: 'MAIN_KEY' },
      { name: 'spare', base_url: well.url, api_key: '${SPARE_KEY}', models: { 'demo-mini': 'm-spare' } },
      {
        name: 'claude',
        base_url: 'https://claude.example',
        protocol: 'anthropic-messages',
        api_key_env: 'MAIN_KEY',
      },
    ],
    models: ['demo-mini'],
  })
})
afterAll(() => Promise.all([broken.close(), well.close()]))

const exportTo = async (form: string, ...more: readonly string[]): Promise<string> => {
  const { code, stdout, stderr } = await relaybench(
    ['export', profile, '--to', form, '--primary', 'main', '--backup', 'spare', ...more],
    { env },
  )
  expect(code, stderr).toBe(0)
  for (const key of Object.values(env)) expect(stdout + stderr).not.toContain(key)
  return stdout
}

const request = { model: 'demo-mini', messages: [{ role: 'user', content: 'hello' }] }
const has = (command: string, ...args: readonly string[]): boolean => spawnSync(command, args).status === 0

/** What reached the relay that works: with its own key, and its own name of the model. */
function expectTakenOver(before: number): void {
  const asked = well.probes().slice(before)
  expect(asked.length).toBe(1)
  expect(asked[0]?.body.model).toBe('m-spare')
  expect(asked[0]?.headers['authorization']).toBe(`Bearer ${env.SPARE_KEY}`)
}

describe('what is exported works in its real consumer', () => {
  test('TypeScript: the official SDK, compiled and run; the backup takes over', async () => {
    const own = join(folder, 'ts')
    mkdirSync(own)
    symlinkSync(join(root, 'node_modules'), join(own, 'node_modules'))
    const code = (await exportTo('openai-typescript')).replaceAll('maxRetries: 2', 'maxRetries: 0')
    writeFileSync(join(own, 'relays.ts'), code)
    writeFileSync(
      join(own, 'ask.ts'),
      `import { chat } from './relays.js'\nconst { choices } = await chat(${JSON.stringify(request).replace('"user"', '"user" as const')})\nconsole.log(choices[0]?.message.content)\n`,
    )
    writeFileSync(join(own, 'package.json'), '{ "type": "module" }')
    execFileSync(
      process.execPath,
      [
        ...[
          join(root, 'node_modules', 'typescript', 'bin', 'tsc'),
          '--strict',
          '--module',
          'nodenext',
          '--target',
          'es2022',
        ],
        ...['--skipLibCheck', '--types', 'node', 'ask.ts', 'relays.ts'],
      ],
      { cwd: own },
    )
    const before = well.probes().length
    const child = spawn(process.execPath, ['ask.js'], {
      cwd: own,
      env: { ...env, PATH: process.env['PATH'] },
    })
    let said = ''
    child.stdout.on('data', (text) => (said += text))
    child.stderr.on('data', (text) => (said += text))
    await once(child, 'close')
    expect(said).toContain('词0')
    expectTakenOver(before)
  })

  test('Portkey: the real gateway; the backup takes over', async () => {
    const written = (await exportTo('portkey')).replace(
      /\$\{(\w+)\}/g,
      (_, name: 'MAIN_KEY' | 'SPARE_KEY') => env[name],
    )
    const config = JSON.parse(written)
    for (const target of config.targets) target.retry.attempts = 0
    const gateway = await startPortkey('http://127.0.0.1:1')
    const before = well.probes().length
    const answer = await fetch(`${gateway.url}/v1/chat/completions`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-portkey-config': JSON.stringify(config) },
      body: JSON.stringify(request),
    })
    expect(await answer.json()).toMatchObject({
      choices: [{ message: { content: expect.stringContaining('词0') } }],
    })
    await gateway.close()
    expectTakenOver(before)
  })

  test.skipIf(!has('nginx', '-v') || !has('envsubst', '--version'))(
    'nginx: the template filled in by envsubst; the backup takes over',
    async () => {
      const template = (await exportTo('nginx')).replace('127.0.0.1:8080', `127.0.0.1:${await freePort()}`)
      const filled = execFileSync('envsubst', ['${MAIN_KEY} ${SPARE_KEY}'], {
        input: template,
        env: { ...env, PATH: process.env['PATH'] },
      }).toString()
      const own = join(folder, 'nginx')
      mkdirSync(own)
      const config = join(own, 'nginx.conf')
      writeFileSync(
        config,
        `daemon off; pid ${own}/pid; error_log ${own}/error.log; events {} http { access_log off; client_body_temp_path ${own}/b; proxy_temp_path ${own}/p; fastcgi_temp_path ${own}/f; uwsgi_temp_path ${own}/u; scgi_temp_path ${own}/s;\n${filled}}\n`,
      )
      const child = spawn('nginx', ['-c', config, '-e', `${own}/error.log`])
      const url = `http://${/listen ([\d.:]+);/.exec(filled)?.[1]}/v1/chat/completions`
      try {
        const before = well.probes().length
        const answer = await untilAnswered(url, { ...request, model: 'm-spare' })
        expect(await answer.json()).toMatchObject({
          choices: [{ message: { content: expect.stringContaining('词0') } }],
        })
        expectTakenOver(before)
      } finally {
        child.kill()
        await once(child, 'close')
      }
    },
  )

  test('LiteLLM and new-api: what was written is read back as the same relays', async () => {
    const config = parse(await exportTo('litellm'))
    expect(config.litellm_settings.fallbacks).toEqual([{ 'demo-mini': ['demo-mini (spare)'] }])
    expect(config.model_list).toMatchObject([
      {
        model_name: 'demo-mini',
        litellm_params: { model: 'openai/demo-mini', api_base: broken.url, api_key: 'os.environ/MAIN_KEY' },
      },
      { model_name: 'demo-mini (spare)', litellm_params: { model: 'openai/m-spare', api_base: well.url } },
    ])
    const channels = await exportTo('new-api')
    const newApi = importers.find(({ id }) => id === 'new-api')
    const read = newApi?.read({
      ...{
        path: 'x',
        bytes: new Uint8Array(),
        text: channels,
        env: {},
        beside: () => undefined,
        rows: () => [],
      },
    })
    expect(read?.map(({ name, urls }) => [name, ...urls])).toEqual([
      ['main', broken.url],
      ['spare', well.url],
    ])
    expect(JSON.parse(channels)).toMatchObject([
      { mode: 'single', channel: { type: 1, key: '${MAIN_KEY}', priority: 20 } },
      { mode: 'single', channel: { type: 1, key: '${SPARE_KEY}', priority: 10 } },
    ])
  })

  test('new-api and one-api: an address that does not end in /v1 is kept as it is', async () => {
    const own = writeProfile(folder, 'own-path', {
      relays: [{ name: 'main', base_url: `${broken.url}/api/paas/v4`, api_key_env: 'MAIN_KEY' }],
      models: ['demo-mini'],
    })
    const channels = async (to: string) => {
      const { stdout } = await relaybench(['export', own, '--to', to, '--primary', 'main'], { env })
      return JSON.parse(stdout)
    }
    const address = `${broken.url}/api/paas/v4`
    expect(await channels('new-api')).toMatchObject([
      { channel: { type: 8, base_url: `${address}/chat/completions` } },
    ])
    expect(await channels('one-api')).toMatchObject([{ type: 50, base_url: address, key: '${MAIN_KEY}' }])
  })

  test('variables: a shell takes them', async () => {
    const own = await exportTo('env')
    const said = execFileSync('bash', ['-c', `${own}\nprintf '%s %s' "$OPENAI_BASE_URL" "$OPENAI_API_KEY"`], {
      env,
    }).toString()
    expect(said).toBe(`${broken.url} ${env.MAIN_KEY}`)
  })

  test.skipIf(!has('python3', '--version'))('Python: it compiles', async () => {
    const file = join(folder, 'relays.py')
    writeFileSync(file, await exportTo('openai-python'))
    execFileSync('python3', ['-m', 'py_compile', file])
  })
})

describe('time limits', () => {
  test('are three times what a run measured, and say so', async () => {
    const out = join(folder, 'run')
    await relaybench(['run', profile, '--relay', 'spare', '--requests', '5', '--quiet', '--out', out], {
      env,
    })
    const { code, stdout } = await relaybench(['export', out, '--to', 'litellm', '--primary', 'spare'])
    expect(code).toBe(0)
    expect(stdout).toContain('three times the slowest measured (n=5')
    expect(parse(stdout).model_list[0].litellm_params).toMatchObject({
      model: 'openai/m-spare',
      timeout: 60,
      stream_timeout: 10,
    })
    expect(readFileSync(join(out, 'report.json'), 'utf8')).not.toContain(env.SPARE_KEY)
  })

  test('and attempts are those of the flags, where there are any', async () => {
    const written = await exportTo(
      'openai-python',
      '--attempts',
      '5',
      '--first-token',
      '7',
      '--idle',
      '9',
      '--connect',
      '2',
    )
    expect(written).toContain('httpx.Timeout(9, connect=2)')
    expect(written).toContain('max_retries=4')
  })

  test('are usual ones where nothing was measured', async () => {
    expect(await exportTo('openai-python')).toContain('usual ones, nothing was measured')
  })
})

test.each([
  [['--to', 'litellm', '--primary', 'nobody'], 'no relay is called nobody'],
  [['--to', 'openai-python', '--primary', 'claude'], 'claude speaks anthropic-messages'],
  [['--to', 'lite', '--primary', 'main'], 'known: openai-python'],
  [['--primary', 'main'], '--to is missing'],
  [['--to', 'env'], '--primary is missing'],
])('says what is wrong: %j', async (args, words) => {
  const { code, stderr } = await relaybench(['export', profile, ...args], { env })
  expect(code).toBe(2)
  expect(stderr).toContain(words)
})

test('help names every form', async () => {
  const { stdout } = await relaybench(['export', '--help'], { env: { COLUMNS: '200' } })
  expect(stdout.replace(/\s+/g, ' ')).toContain(exporters.map(({ id }) => id).join(', '))
})

async function freePort(): Promise<number> {
  const server = createServer()
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  return typeof address === 'object' && address !== null ? address.port : 0
}

async function untilAnswered(url: string, body: object): Promise<Response> {
  for (let i = 0; i < 200; i++) {
    const answer = await fetch(url, { method: 'POST', body: JSON.stringify(body) }).catch(() => undefined)
    if (answer) return answer
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  throw new Error(`${url} never answered`)
}
