import { describe, expect, test } from 'vitest'
import { bypasses, parseProxy, proxyFromEnvironment } from '../../src/transport/proxy.ts'

describe('NO_PROXY', () => {
  test.each([
    [undefined, 'https://api.example.com', false],
    ['', 'https://api.example.com', false],
    ['*', 'https://api.example.com', true],
    ['api.example.com', 'https://api.example.com', true],
    ['API.Example.com', 'https://api.example.com', true],
    ['example.com', 'https://api.example.com', true],
    ['.example.com', 'https://api.example.com', true],
    ['*.example.com', 'https://api.example.com', true],
    ['example.com', 'https://notexample.com', false],
    ['api.example.com', 'https://example.com', false],
    ['a.test, example.com ,b.test', 'https://api.example.com', true],
    ['a.test b.test', 'https://b.test', true],
    ['example.com:443', 'https://api.example.com', true],
    ['example.com:8443', 'https://api.example.com', false],
    ['example.com:8443', 'https://api.example.com:8443/v1', true],
    ['example.com:80', 'http://example.com', true],
    ['10.1.2.3', 'http://10.1.2.3:8000', true],
    ['10.1.2.3', 'http://10.1.2.30', false],
  ])('%j and %s: %s', (list, url, expected) => {
    expect(bypasses(list, new URL(url))).toBe(expected)
  })
})

describe('the proxy of an address', () => {
  const https = 'https://api.example.com/v1'
  const http = 'http://api.example.com/v1'
  test.each([
    [https, {}, undefined],
    [https, { HTTPS_PROXY: 'http://p:1' }, 'p:1'],
    [https, { https_proxy: 'http://p:1' }, 'p:1'],
    [https, { HTTPS_PROXY: 'http://upper:1', https_proxy: 'http://lower:2' }, 'lower:2'],
    [https, { HTTPS_PROXY: '' }, undefined],
    [https, { HTTP_PROXY: 'http://p:1' }, undefined],
    [http, { HTTP_PROXY: 'http://p:1' }, 'p:1'],
    [http, { HTTPS_PROXY: 'http://p:1' }, undefined],
    [https, { ALL_PROXY: 'http://p:1' }, 'p:1'],
    [https, { HTTPS_PROXY: 'http://p:1', ALL_PROXY: 'http://q:2' }, 'p:1'],
    [https, { ALL_PROXY: 'socks5://p:1' }, undefined],
    [https, { HTTPS_PROXY: 'p:7890' }, 'p:7890'],
    [https, { HTTPS_PROXY: 'http://p:1', NO_PROXY: 'example.com' }, undefined],
    [https, { HTTPS_PROXY: 'http://p:1', no_proxy: 'example.com' }, undefined],
    [https, { HTTPS_PROXY: 'http://p:1', NO_PROXY: 'example.org' }, 'p:1'],
    ['http://127.0.0.1:9/v1', { HTTP_PROXY: 'http://p:1' }, undefined],
    ['http://localhost:9/v1', { HTTP_PROXY: 'http://p:1' }, undefined],
    ['http://[::1]:9/v1', { HTTP_PROXY: 'http://p:1' }, undefined],
  ])('%s with %j: %s', (url, env, expected) => {
    const proxy = proxyFromEnvironment(new URL(url), env)
    expect(proxy && `${proxy.host}:${proxy.port}`).toBe(expected)
  })
})

describe('a proxy URL', () => {
  test.each([
    ['http://host:3128', 'host', 3128, undefined],
    ['host:3128', 'host', 3128, undefined],
    ['http://host', 'host', 80, undefined],
    ['http://[::1]:3128', '::1', 3128, undefined],
    ['http://user:p%40ss@host:1', 'host', 1, 'user:p@ss'],
    ['http://user@host:1', 'host', 1, 'user:'],
  ])('%s', (url, host, port, credentials) => {
    const proxy = parseProxy(url)
    expect(proxy).toMatchObject({ host, port })
    const told = credentials && `Basic ${Buffer.from(credentials).toString('base64')}`
    expect(proxy?.authorization?.reveal()).toBe(told)
  })

  test('its password cannot be printed', () => {
    const proxy = parseProxy('http://user:pass-word@host:1')
    expect(JSON.stringify(proxy)).not.toMatch(/pass-word|Basic/)
  })

  test.each(['socks5://host:1', 'http://', 'http://ho st'])('%s is none', (url) => {
    expect(parseProxy(url)).toBeUndefined()
  })
})
