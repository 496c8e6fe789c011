import { expect, test } from 'vitest'
import { audits } from '../../src/audits/index.ts'
import { definitions } from '../../src/metrics/definitions/index.ts'
import { protocols } from '../../src/protocols/index.ts'
import { comparisonRenderers, renderers } from '../../src/report/index.ts'
import { relaybench } from './harness.ts'

const ids = (members: readonly { readonly id: string }[]): string => members.map(({ id }) => id).join(', ')

/** Help wraps its lines. */
const helpOf = async (command: string): Promise<string> =>
  (await relaybench([command, '--help'], { env: { COLUMNS: '200' } })).stdout.replace(/\s+/g, ' ')

test.each([
  ['run', ids(renderers)],
  ['report', ids(renderers)],
  ['compare', ids(comparisonRenderers)],
  ['report', ids(definitions)],
  ['probe', ids(protocols)],
  ['audit', ids(audits)],
  ['audit', ids(renderers)],
])('%s --help names %s', async (command, known) => {
  expect(await helpOf(command)).toContain(known)
})
