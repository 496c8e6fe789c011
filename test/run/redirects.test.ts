import { expect, test } from 'vitest'
import { type Answer, after, withRelay } from './relay.ts'
import { classOf, runProfile } from './run-profile.ts'

/** Has moved from /v1 to /api/v1, and says so to every request for the old path. */
const moved =
  (status: number, location = '/api/v1/chat/completions?token=x'): Answer =>
  (arrival, response) => {
    if (arrival.path.startsWith('/api/')) return after()(arrival, response)
    response.writeHead(status, { location }).end()
  }

const profile = (url: string, redirects?: string) => ({
  relays: [{ name: 'a', base_url: url, ...(redirects && { redirects }) }],
  models: ['demo-mini'],
  load: { requests: 2, concurrency: 1, warmup: 0 },
})

test('a redirect within the origin is followed where the profile allows it, as an attempt of its own, and remembered', async () => {
  await withRelay(moved(307), async ({ url, probes }) => {
    const { observations, report } = await runProfile(profile(url, 'same-origin'))
    expect(observations.map(({ retry }) => retry)).toEqual(['redirect', undefined, undefined])
    expect(probes().map(({ path }) => path)).toEqual(
      ['/v1', '/api/v1', '/api/v1'].map((base) => `${base}/chat/completions`),
    )
    expect(report.cells[0]).toMatchObject({ sent: 2, ok: 2 })
    expect(JSON.stringify(observations)).not.toContain('token=x')
  })
})

test('workers that are sent on together lose no probe', async () => {
  await withRelay(moved(308), async ({ url }) => {
    const { report } = await runProfile({
      ...profile(url, 'same-origin'),
      load: { requests: 12, concurrency: 8, warmup: 0 },
    })
    expect(report.cells[0]).toMatchObject({ sent: 12, ok: 12 })
  })
})

test.each([
  ['the profile does not say so', moved(307), undefined],
  ['the redirect turns a POST into a GET', moved(302), 'same-origin'],
  ['it leads to another origin', moved(308, 'https://elsewhere.invalid/v1/chat/completions'), 'same-origin'],
  ['it leads to another kind of page', moved(307, '/login'), 'same-origin'],
])('it is not followed where %s', async (_why, answer, redirects) => {
  await withRelay(answer, async ({ url, probes }) => {
    const { observations } = await runProfile(profile(url, redirects))
    expect(observations.map(classOf)).toEqual(['redirect', 'redirect'])
    expect(probes().every(({ path }) => path === '/v1/chat/completions')).toBe(true)
  })
})

test('a relay that redirects for ever is asked a few times and no more', async () => {
  const circle: Answer = ({ path }, response) => {
    response.writeHead(307, { location: `/x${path}` }).end()
  }
  await withRelay(circle, async ({ url, probes }) => {
    await runProfile(profile(url, 'same-origin'))
    expect(probes().length).toBeLessThanOrEqual(5)
  })
})
