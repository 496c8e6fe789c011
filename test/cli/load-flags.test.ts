import { expect, test } from 'vitest'
import { relaybench, temporaryFolder, writeProfile } from './harness.ts'

const folder = temporaryFolder()
// Nothing listens there, and nothing may be sent.
const profile = writeProfile(folder, 'plain', {
  relays: [{ name: 'poloai', base_url: 'http://127.0.0.1:9/v1' }],
  models: ['demo-mini'],
})

test('a ladder without leave is refused before anything is sent, and it says how to give it', async () => {
  const { code, stdout, stderr } = await relaybench(['run', profile, '--ladder', '8'])
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
  expect(stderr).toContain('not allowed for: poloai')
  expect(stderr).toContain('--allow-ladder')
})

test.each([
  [['--ladder', '2-8', '--allow-ladder'], /ladder, one cell after another: 2 4 8 in flight/],
  [
    ['--rate', '30/m', '--seed', '4'],
    /open loop: 0\.5\/s at each relay, Poisson arrivals\nfirst arrivals after [\d. ]+ s/,
  ],
  [['--rate', '2/s', '--arrivals', 'constant'], /first arrivals after 0 0\.5 1 1\.5 2 2\.5 s/],
])('--dry-run with %j prints the shape', async (flags, shape) => {
  const { code, stdout } = await relaybench(['run', profile, '--dry-run', ...flags])
  expect(code).toBe(0)
  expect(stdout).toMatch(shape)
})

test.each([
  [['--rate', '5'], /load\.rate must look like/],
  [['--rate', '0/s'], /load\.rate must look like/],
  [['--arrivals', 'poisson'], /--arrivals means something only with --rate/],
  [['--rate', '1/s', '--arrivals', 'bursty'], /load\.arrivals/],
  [['--rate', '1/s', '--ladder', '4'], /exclude each other/],
  [['--ladder', '4', '--requests', '5'], /--requests and ladder exclude each other/],
  [['--ladder', '4', '--concurrency', '5'], /--concurrency and ladder exclude each other/],
  [['--ladder', 'high'], /--ladder wants/],
])('%j is bad input', async (flags, said) => {
  const { code, stderr } = await relaybench(['run', profile, '--dry-run', ...flags])
  expect(code).toBe(2)
  expect(stderr).toMatch(said)
})
