import { msUntil } from '../core/clock.ts'
import type { HttpFacts } from '../core/observation.ts'
import type { ExchangeResult } from '../transport/exchange.ts'

/** Headers that tell who answered, from where and under which limits. Others are not kept: they may hold anything. */
const telling =
  /^(server|via|date|age|alt-svc|cf-ray|cf-cache-status|eo-log-uuid|x-nws-log-uuid|eagleid|x-amz-cf-pop|x-served-by|x-cache|x-request-id|request-id|x-oneapi-request-id|x-new-api-version|openai-processing-ms|openai-version|retry-after|content-encoding|x-powered-by|x-ratelimit-[\w-]+|anthropic-ratelimit-[\w-]+|x-litellm-[\w-]+|x-portkey-[\w-]+|x-kong-[\w-]+|x-dashscope-[\w-]+)$/

const longestHeaderKept = 300

/** Facts of the response head; undefined when none came. */
export function httpFacts({ status, headers }: ExchangeResult, base: URL): HttpFacts | undefined {
  if (status === undefined) return undefined
  const kept: Record<string, string> = {}
  for (const name of Object.keys(headers))
    if (telling.test(name)) kept[name] = String(headers[name]).slice(0, longestHeaderKept)
  const contentType = single(headers['content-type'])
  const retryAfterMs = retryAfter(single(headers['retry-after']))
  const target = status >= 300 && status < 400 ? locationOf(single(headers['location']), base) : undefined
  return {
    status,
    ...(contentType !== undefined && { contentType: contentType.slice(0, longestHeaderKept) }),
    ...(retryAfterMs !== undefined && { retryAfterMs }),
    ...(target && { redirectTo: target.origin }),
    ...(target?.origin === base.origin && { redirectPath: target.pathname.slice(0, longestHeaderKept) }),
    headers: kept,
  }
}

const single = (value: string | readonly string[] | undefined): string | undefined =>
  typeof value === 'string' ? value : value?.[0]

/** Seconds or an HTTP date (RFC 9110 section 10.2.3), in ms from now, never negative. */
function retryAfter(value: string | undefined): number | undefined {
  if (value === undefined) return undefined
  const ms = /^\s*\d+(\.\d+)?\s*$/.test(value) ? Number(value) * 1000 : msUntil(value)
  return ms === undefined ? undefined : Math.max(0, Math.round(ms))
}

/** Of another origin only the name is told: a redirect may carry tokens in its path. */
function locationOf(location: string | undefined, base: URL): URL | undefined {
  return location !== undefined && URL.canParse(location, base.href) ? new URL(location, base) : undefined
}
