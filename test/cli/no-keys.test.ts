import { cpSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type FakeProxy, startFakeProxy } from './fake-proxy.ts'
import { relaybench, root, temporaryFolder } from './harness.ts'

const folder = temporaryFolder()
let proxy: FakeProxy

beforeAll(async () => {
  proxy = await startFakeProxy()
})
afterAll(() => proxy.close())

/** Whatever wants to leave this machine meets a proxy that lets nothing through. */
const env = () => {
  const url = `http://127.0.0.1:${proxy.port}`
  return {
    HTTPS_PROXY: url,
    HTTP_PROXY: url,
    ALL_PROXY: url,
    https_proxy: url,
    http_proxy: url,
    all_proxy: url,
  }
}

test.each(['cn', 'global', 'nightly'])(
  'profiles/%s.yaml without any key: says which to set, asks nothing that needs one',
  async (name) => {
    const before = proxy.tunnels.length
    // A copy: beside the original there may be somebody's .env, with keys in it.
    const profile = join(folder, `${name}.yaml`)
    cpSync(join(root, 'profiles', `${name}.yaml`), profile)
    const { code, stdout, stderr } = await relaybench(['run', profile, '--out', join(folder, name)], {
      env: env(),
    })
    expect(code).toBe(3)
    expect(stderr).not.toMatch(/defect/)
    const wanted = new Set(`${stdout}${stderr}`.match(/\b[A-Z][A-Z0-9_]*_API_KEY\b/g))
    expect(wanted.size).toBeGreaterThan(1)
    if (name === 'cn') expect(wanted).toContain('POLOAI_API_KEY')

    const tunnels = proxy.tunnels.slice(before)
    expect(tunnels.length).toBeGreaterThan(1)
    const credentials = tunnels.flatMap(({ headers }) =>
      Object.keys(headers).filter((header) => /authorization|api-key|cookie/i.test(header)),
    )
    expect(credentials).toEqual([])
    // A refused tunnel carries nothing: whatever was sent in clear would be here.
    expect(proxy.others).toEqual([])
  },
)
