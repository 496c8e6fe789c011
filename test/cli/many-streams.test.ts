import { expect, test } from 'vitest'
import { manyStreamsHint } from '../../src/cli/many-streams.ts'
import { planRun } from '../../src/plan/plan.ts'
import { parseProfile } from '../../src/profile/parse.ts'

const planOf = (concurrency: number) => {
  const relay = (name: string) => ({ name, base_url: 'http://127.0.0.1:9/v1' })
  const profile = { relays: [relay('a'), relay('b')], models: ['m'], load: { concurrency } }
  return planRun(parseProfile(JSON.stringify(profile), { file: 'test.yaml', env: {} }))
}

test.each([
  ['few streams', 99, [], {}, false],
  ['many streams, of all relays together', 100, [], {}, true],
  ['many streams, and the flag is given', 100, ['--max-semi-space-size=2'], {}, false],
  [
    'many streams, and the environment gives it',
    100,
    [],
    { NODE_OPTIONS: '-r x --max-semi-space-size=4' },
    false,
  ],
])('%s', (_, concurrency, flags, env, hinted) => {
  const hint = manyStreamsHint(planOf(concurrency), flags, env)
  expect(hint !== undefined).toBe(hinted)
  if (hint) expect(hint.en).toContain('NODE_OPTIONS=--max-semi-space-size=2')
})
