import type { Observation } from '../core/observation.ts'
import { factsWords as words } from '../words/audits/facts.ts'
import type { Audit, Evidence, Finding } from './audit.ts'

/**
 * What answers tell of who is behind them, without being asked: names, ids, headers. Shown, never held against anybody:
 * all of it can be rewritten on the way, and honest relays have software too.
 */
export const facts: Audit = {
  id: 'facts',
  revision: 1,
  title: words.title,
  tests: 0,
  questions: () => [],
  judge,
}

function judge({ all }: Evidence): readonly Finding[] {
  const observations = all()
  const fact = (
    code: string,
    seen: readonly (string | undefined)[],
    say: typeof words.model,
  ): readonly Finding[] => {
    const counts = tally(seen)
    if (counts.length === 0) return []
    return [{ code, grounds: { kind: 'fact' }, n: observations.length, invalid: 0, say: () => say(counts) }]
  }
  return [
    ...fact(
      'facts.model',
      observations.map(({ reply }) => reply.model),
      words.model,
    ),
    ...fact(
      'facts.ids',
      observations.map(({ reply }) => beginningOf(reply.id)),
      words.ids,
    ),
    ...fact('facts.software', observations.flatMap(softwareOf), words.software),
  ]
}

const mostNames = 5
const longestName = 60

/** What was seen and how often, commonest first: "gpt-x (12)". */
function tally(values: readonly (string | undefined)[]): readonly string[] {
  const counts = new Map<string, number>()
  for (const value of values)
    if (value !== undefined && value !== '') {
      const name = value.slice(0, longestName)
      counts.set(name, (counts.get(name) ?? 0) + 1)
    }
  return [...counts]
    .sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1))
    .slice(0, mostNames)
    .map(([name, count]) => `${name} (${count})`)
}

/** Up to the first separator: "chatcmpl-", "msg_bdrk_", "gen-"; an id without one says nothing. */
const beginningOf = (id: string | undefined): string | undefined =>
  /^(?:[a-z]+[-_]){1,2}/i.exec(id ?? '')?.[0]

/** Headers by which software and networks are known. */
const signs: readonly (readonly [name: string, header: RegExp, value?: RegExp])[] = [
  ['new-api', /^x-new-api-version$/],
  ['one-api / new-api', /^x-oneapi-request-id$/],
  ['LiteLLM', /^x-litellm-/],
  ['Portkey', /^x-portkey-/],
  ['Kong', /^x-kong-/],
  ['DashScope', /^x-dashscope-/],
  ['OpenAI', /^openai-(processing-ms|version)$/],
  ['Anthropic', /^anthropic-ratelimit-/],
  ['Cloudflare', /^cf-ray$/],
  ['Tencent EdgeOne', /^eo-log-uuid$/],
  ['Tencent Cloud CDN', /^x-nws-log-uuid$/],
  ['Alibaba Cloud CDN', /^eagleid$/],
  ['Amazon CloudFront', /^x-amz-cf-pop$/],
  ['Fastly', /^x-served-by$/, /cache-/],
]

function softwareOf({ http }: Observation): readonly string[] {
  const headers = Object.entries(http?.headers ?? {})
  const known = signs
    .filter(([, header, value]) =>
      headers.some(([name, text]) => header.test(name) && (value?.test(text) ?? true)),
    )
    .map(([name]) => name)
  const server = http?.headers['server']
  return server === undefined ? known : [...known, `server: ${server}`]
}
