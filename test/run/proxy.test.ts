import { describe, expect, test } from 'vitest'
import { meaningOf } from '../../src/metrics/outcomes.ts'
import { certificateFor } from './certificate.ts'
import { withProxy } from './connect-proxy.ts'
import { classOf, type Run, type RunSetting, runProfile } from './run-profile.ts'
import { answering, mute, refusedPort, saying, secureWeb, web, withServer } from './servers.ts'

const key = 'sk-canary-4f1d9a7e'
const proxyPassword = 'pr0xy-pass-9931'
const certificate = certificateFor('relay.invalid', '127.0.0.1')
const files = new Map([['ca.pem', certificate.cert]])

const profileFor = (port: number, more: object, host = 'relay.invalid') => ({
  relays: [{ name: 'a', base_url: `https://${host}:${port}/v1`, api_key_env: 'KEY', ...more }],
  models: ['demo-mini'],
  load: { requests: 2, concurrency: 1, warmup: 0 },
})

const runVia = (port: number, more: object, setting: RunSetting = {}, host?: string): Promise<Run> =>
  runProfile(profileFor(port, more, host), { files, ...setting, env: { KEY: key, ...setting.env } })

const noticesOf = ({ report }: Run) => report.notices.map(({ code }) => code)

describe('HTTPS through a proxy', () => {
  test('goes through CONNECT: the proxy is told its password and never sees the key', async () => {
    const authorizations: (string | undefined)[] = []
    const relay = secureWeb(certificate, (request, response) => {
      authorizations.push(request.headers.authorization)
      expect(request.headers).not.toHaveProperty('proxy-authorization')
      answering(request, response)
    })
    await withServer(relay, ({ port }) =>
      withProxy({ to: port }, async (proxy) => {
        const stated = {
          proxy: `http://buyer:${proxyPassword}@127.0.0.1:${proxy.port}`,
          tls: { ca: 'ca.pem' },
        }
        const run = await runVia(port, stated)
        expect(run.observations.map(classOf)).toEqual(['ok', 'ok'])
        expect(run.observations[0]?.connection).toMatchObject({
          proxy: '127.0.0.1',
          remoteAddress: '127.0.0.1',
        })
        expect(authorizations).toEqual(Array(3).fill(`Bearer ${key}`))

        expect(proxy.asked.map(({ target }) => target)).toEqual([`relay.invalid:${port}`])
        const basic = `Basic ${Buffer.from(`buyer:${proxyPassword}`).toString('base64')}`
        expect(proxy.asked[0]?.headers['proxy-authorization']).toBe(basic)
        expect(proxy.seen().length).toBeGreaterThan(500)
        expect(JSON.stringify(proxy.asked) + proxy.seen()).not.toContain(key)

        expect(noticesOf(run)).toContain('proxy-between')
        const kept = JSON.stringify(run.records)
        for (const secret of [key, proxyPassword, basic]) expect(kept).not.toContain(secret)
      }),
    )
  })

  test('is found in the environment, unless NO_PROXY names the relay or the profile says direct', async () => {
    await withServer(secureWeb(certificate, answering), ({ port }) =>
      withProxy({ to: port }, async (proxy) => {
        const env = { HTTPS_PROXY: `http://127.0.0.1:${proxy.port}` }
        const tls = { ca: 'ca.pem' }
        const through = await runVia(port, { tls }, { env })
        expect(through.observations.map(classOf)).toEqual(['ok', 'ok'])
        expect(proxy.asked.length).toBe(1)
        expect(noticesOf(through)).toContain('proxy-between')

        for (const [more, extra] of [
          [{}, { NO_PROXY: 'relay.invalid' }],
          [{ proxy: 'direct' }, {}],
        ]) {
          const direct = await runVia(port, { tls, ...more }, { env: { ...env, ...extra } })
          expect(['dns', 'no-route']).toContain(direct.observations.map(classOf)[0])
          expect(noticesOf(direct)).not.toContain('proxy-between')
        }
        expect(proxy.asked.length).toBe(1)
      }),
    )
  })

  test('verifies the certificate against the relay, not against the proxy', async () => {
    const other = certificateFor('localhost')
    await withServer(secureWeb(other, answering), ({ port }) =>
      withProxy({ to: port }, async (proxy) => {
        const run = await runVia(
          port,
          { proxy: `http://localhost:${proxy.port}`, tls: { ca: 'ca.pem' } },
          { files: new Map([['ca.pem', other.cert]]) },
          '127.0.0.1',
        )
        expect(run.observations.map(classOf)).toEqual(['tls', 'tls'])
        expect(run.observations[0]?.ending).toMatchObject({ code: 'ERR_TLS_CERT_ALTNAME_INVALID' })
      }),
    )
  })
})

describe('a proxy that does not do its work → proxy', () => {
  const classesVia = async (proxyPort: number): Promise<readonly string[]> => {
    const more = { proxy: `http://127.0.0.1:${proxyPort}`, timeouts: { connect: 60 } }
    return (await runVia(443, more)).observations.map(classOf)
  }

  test.each(['407 Proxy Authentication Required', '403 Forbidden', '502 Bad Gateway'])(
    '%s',
    async (refusal) => {
      await withProxy({ to: 1, refusal }, async ({ port, asked }) => {
        expect(await classesVia(port)).toEqual(['proxy', 'proxy'])
        expect(asked.length).toBe(3)
      })
    },
  )

  test('nothing listens there', async () => {
    expect(await classesVia(await refusedPort())).toEqual(['proxy', 'proxy'])
  })

  test.each([
    ['it hangs up', saying((socket) => socket.end())],
    ['it resets', saying((socket) => socket.resetAndDestroy())],
    ['it speaks something else', saying((socket) => socket.end('SSH-2.0-OpenSSH_9.6\r\n\r\n'))],
    [
      'it sends headers without end',
      saying((socket) => socket.write(`HTTP/1.1 200 OK\r\nx: ${'x'.repeat(40_000)}`)),
    ],
    ['it is a web server', web((_request, response) => response.end('hello'))],
  ])('%s', async (_what, server) => {
    await withServer(server, async ({ port }) => expect(await classesVia(port)).toEqual(['proxy', 'proxy']))
  })

  test('is put down to our side, and left out of availability', () => {
    expect(meaningOf('proxy')).toMatchObject({ attribution: 'client', sla: 'excluded' })
  })

  test('one that never answers is a connect timeout', async () => {
    await withServer(mute(), async ({ port }) => {
      const more = { proxy: `http://127.0.0.1:${port}`, timeouts: { connect: 0.2 } }
      const { observations } = await runVia(443, more)
      expect(observations.map(classOf)).toEqual(['timeout-connect', 'timeout-connect'])
    })
  })
})

describe('the certificate of a relay', () => {
  const runAt = (port: number, more: object, setting: RunSetting = {}): Promise<Run> =>
    runVia(port, more, setting, '127.0.0.1')

  test('that nobody signed is refused', async () => {
    await withServer(secureWeb(certificate, answering), async ({ port }) => {
      const run = await runAt(port, {})
      expect(run.observations.map(classOf)).toEqual(['tls', 'tls'])
      expect(noticesOf(run)).not.toContain('tls-insecure')
    })
  })

  test('is trusted through tls.ca, and no notice is due', async () => {
    await withServer(secureWeb(certificate, answering), async ({ port }) => {
      const run = await runAt(port, { tls: { ca: 'ca.pem' } })
      expect(run.observations.map(classOf)).toEqual(['ok', 'ok'])
      expect(noticesOf(run)).not.toContain('tls-insecure')
    })
  })

  test('is accepted unseen by tls.insecure, and the report says so', async () => {
    await withServer(secureWeb(certificate, answering), async ({ port }) => {
      const run = await runAt(port, { tls: { insecure: true } })
      expect(run.observations.map(classOf)).toEqual(['ok', 'ok'])
      expect(noticesOf(run)).toContain('tls-insecure')
    })
  })

  test('must name the address that is asked, even when it is an IP address', async () => {
    const named = certificateFor('localhost')
    await withServer(secureWeb(named, answering), async ({ port }) => {
      const run = await runAt(port, { tls: { ca: 'ca.pem' } }, { files: new Map([['ca.pem', named.cert]]) })
      expect(run.observations.map(classOf)).toEqual(['tls', 'tls'])
    })
  })

  test('unchecked by NODE_TLS_REJECT_UNAUTHORIZED=0 is told too', async () => {
    await withServer(web(answering), async ({ port }) => {
      const run = await runProfile(
        {
          relays: [{ name: 'a', base_url: `http://127.0.0.1:${port}/v1` }],
          models: ['m'],
          load: { requests: 1 },
        },
        { env: { NODE_TLS_REJECT_UNAUTHORIZED: '0' } },
      )
      expect(noticesOf(run)).toContain('tls-insecure-environment')
    })
  })
})
