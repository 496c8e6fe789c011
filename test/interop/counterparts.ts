import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import type { FixtureFileEntry } from '@copilotkit/aimock'
import { type ChildServer, startChildServer } from './child-server.ts'

const require = createRequire(import.meta.url)

/**
 * Runs the real `@copilotkit/aimock` with these fixtures: chat completions, Responses, Messages and Gemini, streamed
 * or not. Base URL for the OpenAI protocols: `${url}/v1`. Faults come by request header: `x-aimock-chaos-drop`,
 * `-malformed`, `-disconnect`, `-ratelimit` (probability 0…1) and `-latency` (ms).
 * @throws Error with aimock's own words when a fixture is not valid.
 */
export async function startAimock(fixtures: readonly FixtureFileEntry[]): Promise<ChildServer> {
  const folder = await mkdtemp(join(tmpdir(), 'relaybench-aimock-'))
  try {
    const file = join(folder, 'fixtures.json')
    await writeFile(file, JSON.stringify({ fixtures }))
    const entry = join(dirname(require.resolve('@copilotkit/aimock')), 'cli.js')
    // The file is read before it listens, so nothing needs the folder afterwards.
    return await startChildServer(entry, ['--fixtures', file, '--validate-on-load', '--log-level', 'warn'])
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** A relay and the request headers that send a request through it. */
export interface Portkey extends ChildServer {
  readonly headers: Readonly<Record<string, string>>
}

export type PortkeyProvider = 'openai' | 'anthropic' | 'google'

/**
 * Runs the real `@portkey-ai/gateway` as a relay in front of an upstream, which it speaks to in the provider's
 * protocol; its own clients ask `${url}/v1/chat/completions` (or `/v1/messages`) with `headers`. Request headers it
 * does not know are dropped unless `x-portkey-forward-headers` names them.
 * @param upstreamUrl Origin of the upstream, such as `url` of {@link startAimock}.
 */
export async function startPortkey(
  upstreamUrl: string,
  provider: PortkeyProvider = 'openai',
): Promise<Portkey> {
  const entry = require.resolve('@portkey-ai/gateway/build/start-server.js')
  const server = await startChildServer(entry, ['--headless'])
  const host = provider === 'google' ? upstreamUrl : `${upstreamUrl}/v1`
  return { ...server, headers: { 'x-portkey-provider': provider, 'x-portkey-custom-host': host } }
}
