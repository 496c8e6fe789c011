import { describe, expect, test } from 'vitest'
import type { Ending, Observation, RelayError, Reply } from '../../src/core/observation.ts'
import { classify } from '../../src/metrics/classify.ts'
import { classifyError } from '../../src/metrics/error-rules.ts'
import { type OutcomeClass, outcomes } from '../../src/metrics/outcomes.ts'
import { readFailure } from '../../src/protocols/error-body.ts'

const reply: Reply = {
  text: 'Fine.',
  textLength: 5,
  reasoning: '',
  reasoningLength: 0,
  toolCalls: [],
  finishReason: { unified: 'stop', raw: 'stop' },
  shape: 'stream',
}

const observation: Observation = {
  type: 'observation',
  probeId: 'r1.c1',
  attempt: 1,
  cellId: 'c1',
  round: 1,
  warmup: false,
  session: 1,
  modelId: 'm',
  adjustments: [],
  streaming: true,
  timeline: { due: 0, started: 0, sent: 1, headers: 2, end: 3 },
  ending: { type: 'complete' },
  http: { status: 200, headers: {} },
  reply,
  stream: { bytes: 1, reads: 1, frames: 1, comments: 0, tokenReadsUs: [], tokenReadChars: [] },
  loopStallMs: 0,
}

const answered = (change: Partial<Reply>): Observation => ({ ...observation, reply: { ...reply, ...change } })
const failed = (status: number, change: Partial<Reply> = {}): Observation => ({
  ...observation,
  http: { status, headers: {} },
  reply: {
    text: '',
    textLength: 0,
    reasoning: '',
    reasoningLength: 0,
    toolCalls: [],
    shape: 'whole',
    ...change,
  },
})
const nothing = { text: '', textLength: 0 }
/** A reply that lacks its finish reason. */
const unfinished = (change: Partial<Reply>): Observation => {
  const { finishReason: _, ...rest } = reply
  return { ...observation, reply: { ...rest, ...change } }
}

/** Bodies as relays and vendors send them, reworded where they were recorded; read as the product reads them. */
const bodies: readonly (readonly [outcome: OutcomeClass, status: number, body: string])[] = [
  // one-api and new-api
  [
    'model-unavailable',
    503,
    '{"error":{"message":"当前分组 vip 下对于模型 gpt-5.6-sol 无可用渠道 (request id: 2026)","type":"one_api_error","param":"","code":""}}',
  ],
  [
    'model-unavailable',
    503,
    '{"error":{"message":"no available channel","type":"new_api_error","param":"","code":"model_not_found"}}',
  ],
  [
    'model-unavailable',
    500,
    '{"error":{"message":"获取渠道失败","type":"new_api_error","code":"get_channel_failed"}}',
  ],
  [
    'model-unavailable',
    500,
    '{"error":{"message":"no key","type":"new_api_error","code":"channel:no_available_key"}}',
  ],
  [
    'model-unavailable',
    403,
    '{"error":{"message":"该令牌无权访问模型 claude-opus-5","type":"new_api_error","code":""}}',
  ],
  [
    'overloaded',
    429,
    '{"error":{"message":"当前分组上游负载已饱和，请稍后再试","type":"one_api_error","code":null}}',
  ],
  [
    'quota',
    403,
    '{"error":{"message":"用户额度不足, 剩余额度: ＄0.000000","type":"new_api_error","code":"insufficient_user_quota"}}',
  ],
  [
    'quota',
    403,
    '{"error":{"message":"预扣费额度失败, 用户剩余额度: ＄0.01","type":"one_api_error","code":""}}',
  ],
  ['quota', 403, '{"error":{"message":"x","type":"new_api_error","code":"pre_consume_token_quota_failed"}}'],
  ['quota', 401, '{"error":{"message":"该令牌额度已用尽","type":"one_api_error"}}'],
  ['quota', 429, '{"error":{"message":"user quota is not enough","type":"one_api_error"}}'],
  ['auth', 401, '{"error":{"message":"无效的令牌 (request id: 2026)","type":"one_api_error"}}'],
  ['auth', 401, '{"error":{"message":"invalid token","type":"new_api_error","code":""}}'],
  ['auth', 403, '{"error":{"message":"您的 IP 不在令牌允许访问的列表中","type":"new_api_error"}}'],
  [
    'content-refused',
    400,
    '{"error":{"message":"检测到敏感词","type":"new_api_error","code":"sensitive_words_detected"}}',
  ],
  [
    'upstream',
    500,
    '{"error":{"message":"do request failed","type":"upstream_error","code":"do_request_failed"}}',
  ],
  [
    'upstream',
    500,
    '{"error":{"message":"bad response status code 502","type":"upstream_error","param":"502","code":"bad_response_status_code"}}',
  ],
  // the status that one-api leaks: no word on the buyer's rate, key, balance or path
  [
    'upstream',
    429,
    '{"error":{"message":"bad response status code 404","type":"upstream_error","param":"404","code":"bad_response_status_code"}}',
  ],
  [
    'upstream',
    401,
    '{"error":{"message":"bad response status code 401","type":"upstream_error","param":"401","code":"bad_response_status_code"}}',
  ],
  [
    'upstream',
    402,
    '{"error":{"message":"bad response status code 402","type":"upstream_error","param":"402","code":"bad_response_status_code"}}',
  ],
  [
    'overloaded',
    500,
    '{"error":{"message":"bad response status code 429","type":"upstream_error","param":"429","code":"bad_response_status_code"}}',
  ],
  [
    'bad-request',
    500,
    '{"error":{"message":"bad response status code 400","type":"upstream_error","param":"400","code":"bad_response_status_code"}}',
  ],
  // OpenAI and Azure
  [
    'auth',
    401,
    '{"error":{"message":"Incorrect API key provided","type":"invalid_request_error","param":null,"code":"invalid_api_key"}}',
  ],
  [
    'quota',
    429,
    '{"error":{"message":"You exceeded your current quota, please check your plan and billing details.","type":"insufficient_quota","param":null,"code":"insufficient_quota"}}',
  ],
  [
    'quota',
    429,
    '{"error":{"message":"Your account is not active","type":"billing_not_active","code":"billing_not_active"}}',
  ],
  [
    'rate-limited',
    429,
    '{"error":{"message":"Rate limit reached for gpt-5.6-sol","type":"tokens","code":"rate_limit_exceeded"}}',
  ],
  [
    'model-unavailable',
    404,
    '{"error":{"message":"The model `gpt-9` does not exist","type":"invalid_request_error","code":"model_not_found"}}',
  ],
  [
    'model-unavailable',
    404,
    '{"error":{"message":"The model `gpt-5.6-sol` does not exist or you do not have access to it.","type":"invalid_request_error","code":null}}',
  ],
  [
    'model-unavailable',
    404,
    '{"error":{"code":"DeploymentNotFound","message":"The API deployment for this resource does not exist."}}',
  ],
  [
    'wrong-path',
    404,
    '{"error":{"message":"Invalid URL (POST /chat/completions)","type":"invalid_request_error","code":null}}',
  ],
  [
    'bad-request',
    400,
    '{"error":{"message":"Unsupported parameter: \'max_tokens\' is not supported with this model.","type":"invalid_request_error","code":"unsupported_parameter"}}',
  ],
  [
    'content-refused',
    400,
    '{"error":{"message":"The response was filtered","type":null,"code":"content_filter"}}',
  ],
  [
    'overloaded',
    503,
    '{"error":{"message":"That model is currently overloaded with other requests.","type":"server_error"}}',
  ],
  // others
  [
    'overloaded',
    529,
    '{"type":"error","error":{"type":"overloaded_error","message":"Overloaded"},"request_id":"req_1"}',
  ],
  [
    'rate-limited',
    429,
    '{"type":"error","error":{"type":"rate_limit_error","message":"This request would exceed your limit"}}',
  ],
  ['auth', 401, '{"type":"error","error":{"type":"authentication_error","message":"invalid x-api-key"}}'],
  [
    'quota',
    400,
    '{"type":"error","error":{"type":"invalid_request_error","message":"Your credit balance is too low to access the API."}}',
  ],
  [
    'rate-limited',
    429,
    '{"error":{"code":429,"message":"Resource has been exhausted (e.g. check quota).","status":"RESOURCE_EXHAUSTED"}}',
  ],
  [
    'quota',
    402,
    '{"error":{"code":402,"message":"This request requires more credits","metadata":{"provider_name":"x"}}}',
  ],
  [
    'model-unavailable',
    400,
    '{"code":20012,"message":"Model does not exist. Please check it carefully.","data":null}',
  ],
  [
    'quota',
    403,
    '{"code":30001,"message":"Sorry, your account balance is insufficient: 余额不足","data":null}',
  ],
  [
    'quota',
    400,
    '{"code":"Arrearage","message":"Access denied, please make sure your account is in good standing.","request_id":"r"}',
  ],
  [
    'content-refused',
    400,
    '{"code":"DataInspectionFailed","message":"Input data may contain inappropriate content.","request_id":"r"}',
  ],
  [
    'quota',
    429,
    '{"error":{"type":"exceeded_current_quota_error","message":"Your account is suspended, please check your plan and billing details"}}',
  ],
  [
    'overloaded',
    429,
    '{"error":{"type":"engine_overloaded_error","message":"The engine is currently overloaded, please try again later"}}',
  ],
  ['quota', 429, '{"error":{"code":"1113","message":"您的账户已欠费，请充值后重试。"}}'],
  ['rate-limited', 429, '{"error":{"code":"1302","message":"您当前使用该API的并发数过高，请降低并发。"}}'],
  ['model-unavailable', 400, '{"error":{"code":"1211","message":"模型不存在，请检查模型代码。"}}'],
  [
    'model-unavailable',
    404,
    '{"error":{"code":"ModelNotOpen","message":"Your account has not activated the model x.","type":"NotFound"}}',
  ],
  [
    'quota',
    403,
    '{"error":{"code":"AccountOverdueError","message":"The account has an overdue balance.","type":"Forbidden"}}',
  ],
  [
    'quota',
    402,
    '{"error":{"message":"Insufficient Balance","type":"unknown_error","param":null,"code":"invalid_request_error"}}',
  ],
  [
    'bad-request',
    400,
    '{"code":"Client specified an invalid argument","error":"Model grok-4.5 does not support parameter reasoningEffort."}',
  ],
  [
    'model-unavailable',
    400,
    '{"error":{"message":"The model `gpt-5.6-sol` is not supported when using this plan."}}',
  ],
  [
    'gateway-page',
    524,
    '{"title":"A timeout occurred","status":524,"detail":"The origin did not answer in time"}',
  ],
  // codes go before statuses: the administrator of a relay can map statuses at will
  ['quota', 500, '{"error":{"message":"x","code":"insufficient_user_quota"}}'],
  ['model-unavailable', 429, '{"error":{"message":"x","code":"model_not_found"}}'],
  ['model-unavailable', 402, '{"error":{"message":"x","code":"model_not_found"}}'],
  ['rate-limited', 400, '{"error":{"message":"x","code":"rate_limit_exceeded"}}'],
  ['auth', 500, '{"error":{"message":"x","code":"invalid_api_key"}}'],
  // no body that says anything
  ['auth', 401, '{}'],
  ['auth', 403, '{}'],
  ['quota', 402, '{}'],
  ['wrong-path', 404, '{}'],
  ['wrong-path', 405, '{}'],
  ['bad-request', 400, '{}'],
  ['bad-request', 422, '{}'],
  ['rate-limited', 429, '{}'],
  ['upstream', 500, '{}'],
  ['upstream', 502, '{}'],
  ['overloaded', 503, '{}'],
  ['gateway-page', 522, '{}'],
]

describe('an error', () => {
  test.each(bodies)('%s: %i %s', (outcome, status, body) => {
    const error = readFailure(body)
    expect(classify(failed(status, { ...(error && { error }), excerpt: body }))).toBe(outcome)
  })

  test('that no rule knows is an unexpected status', () => {
    expect(classifyError(undefined, 418)).toBeUndefined()
    expect(classify(failed(418))).toBe('http-error')
  })

  test.each([
    [403, 'gateway-page'],
    [404, 'wrong-path'],
    [429, 'rate-limited'],
    [500, 'gateway-page'],
    [502, 'gateway-page'],
    [524, 'gateway-page'],
    [302, 'redirect'],
  ] as const)('as a web page with %i: %s', (status, outcome) => {
    expect(classify(failed(status, { shape: 'html' }))).toBe(outcome)
  })
})

describe('what came with status 200', () => {
  const error: RelayError = { message: 'upstream hung up' }
  test.each<readonly [string, Observation, OutcomeClass]>([
    ['an answer', observation, 'ok'],
    ['a page', answered({ ...nothing, shape: 'html' }), 'wrong-path'],
    ['an error', answered({ ...nothing, error }), 'error-in-200'],
    ['text, then an error', answered({ error }), 'error-in-200'],
    [
      'an error that looks like a refused key',
      answered({ error: { message: 'x', code: 'invalid_api_key' } }),
      'error-in-200',
    ],
    [
      'a finish that is an error',
      answered({ finishReason: { unified: 'error', raw: 'error' } }),
      'error-in-200',
    ],
    ['what cannot be read', answered({ malformed: 'no JSON' }), 'malformed'],
    ['no finish reason', unfinished({}), 'truncated'],
    ['neither text nor finish reason', unfinished(nothing), 'truncated'],
    ['no byte', unfinished({ ...nothing, shape: 'empty' }), 'empty'],
    ['a finish and nothing else', answered(nothing), 'empty'],
    [
      'a filter',
      answered({ ...nothing, finishReason: { unified: 'content-filter', raw: 'content_filter' } }),
      'content-refused',
    ],
    [
      'hidden reasoning up to the limit',
      answered({
        ...nothing,
        finishReason: { unified: 'length', raw: 'length' },
        usage: { outputTokens: 256, raw: {} },
      }),
      'ok',
    ],
    [
      'the limit and no token',
      answered({ ...nothing, finishReason: { unified: 'length', raw: 'length' } }),
      'empty',
    ],
    ['a whole body for a stream', answered({ shape: 'whole' }), 'wrong-shape'],
    ['a stream for a whole body', { ...observation, streaming: false }, 'wrong-shape'],
    ['reasoning alone', answered({ ...nothing, reasoning: 'Hm.', reasoningLength: 3 }), 'ok'],
    ['a tool call alone', answered({ ...nothing, toolCalls: [{ name: 'f', arguments: '{}' }] }), 'ok'],
    ['a refusal alone', answered({ ...nothing, refusal: 'No.' }), 'ok'],
  ])('%s → %s', (_what, seen, outcome) => {
    expect(classify(seen)).toBe(outcome)
  })
})

describe('how an exchange ended', () => {
  const failure = (
    stage: 'dns' | 'tcp' | 'tls' | 'proxy' | 'request' | 'response',
    code: string,
    stale = false,
  ): Ending => ({
    type: 'failed',
    stage,
    code,
    detail: code,
    stale,
  })
  const ended = (ending: Ending, change: Partial<Observation> = {}): Observation => {
    const { http: _, ...rest } = unfinished({ ...nothing, shape: 'empty' })
    return { ...rest, ending, ...change }
  }
  const timeout = (phase: 'connect' | 'first-token' | 'idle' | 'total'): Ending => ({
    type: 'timeout',
    phase,
    limitMs: 1_000,
  })
  const http = { status: 200, headers: {} }

  test.each<readonly [string, Observation, OutcomeClass]>([
    ['cancelled', ended({ type: 'cancelled' }), 'cancelled'],
    ['a limit', ended({ type: 'limit', limit: 'line', limitBytes: 1 }), 'too-large-line'],
    ['no name', ended(failure('dns', 'ENOTFOUND')), 'dns'],
    ['no resolver', ended(failure('dns', 'EAI_AGAIN')), 'no-route'],
    ['no network', ended(failure('tcp', 'ENETUNREACH')), 'no-route'],
    ['no files left', ended(failure('tcp', 'EMFILE')), 'no-route'],
    ['refused', ended(failure('tcp', 'ECONNREFUSED')), 'tcp'],
    ['no such host on the network', ended(failure('tcp', 'EHOSTUNREACH')), 'tcp'],
    ['a bad certificate', ended(failure('tls', 'CERT_HAS_EXPIRED')), 'tls'],
    ['a proxy', ended(failure('proxy', 'UNKNOWN')), 'proxy'],
    ['a drop before an answer', ended(failure('request', 'ECONNRESET')), 'connection-lost'],
    ['a drop of a kept connection', ended(failure('request', 'UND_ERR_SOCKET', true)), 'stale-connection'],
    ['no HTTP', ended(failure('request', 'HPE_INVALID')), 'malformed'],
    ['damaged compression', ended(failure('response', 'UNREADABLE'), { http }), 'malformed'],
    ['a drop after the headers', ended(failure('response', 'ECONNRESET'), { http }), 'connection-lost'],
    ['a drop in the middle', { ...unfinished({}), ending: failure('response', 'ECONNRESET') }, 'truncated'],
    ['a drop after a complete answer', { ...observation, ending: failure('response', 'ECONNRESET') }, 'ok'],
    ['a drop in an error body', { ...failed(500), ending: failure('response', 'ECONNRESET') }, 'upstream'],
    ['no headers', ended({ type: 'complete' }), 'connection-lost'],
    ['time is up while dialling', ended(timeout('connect')), 'timeout-connect'],
    ['time is up before a token', ended(timeout('first-token'), { http }), 'timeout-first-token'],
    ['time is up in the middle', { ...unfinished({}), ending: timeout('idle') }, 'timeout-idle'],
    ['time is up', { ...unfinished({}), ending: timeout('total') }, 'timeout-total'],
    [
      'time is up, and we stood still for most of it',
      ended(timeout('connect'), { loopStallMs: 300 }),
      'client-stalled',
    ],
    [
      'time is up, and we stood still for a little',
      ended(timeout('connect'), { loopStallMs: 200 }),
      'timeout-connect',
    ],
    ['a stall of ours in an answer that came', { ...observation, loopStallMs: 5_000 }, 'ok'],
  ])('%s → %s', (_what, seen, outcome) => {
    expect(classify(seen)).toBe(outcome)
  })
})

describe('the taxonomy', () => {
  test.each([
    ['our own faults', 'client', 'excluded'],
    ['nobody', 'none', 'ok'],
  ])('%s (%s) are %s', (_whose, attribution, sla) => {
    const members = Object.values(outcomes).filter((meaning) => meaning.attribution === attribution)
    expect(members.length).toBeGreaterThan(0)
    expect(new Set(members.map((meaning) => meaning.sla))).toEqual(new Set([sla]))
  })

  test('counts everything that is not excluded or ok against the relay', () => {
    const excluded = Object.entries(outcomes).filter(([, { sla }]) => sla === 'excluded')
    expect(excluded.map(([name]) => name).toSorted()).toEqual(
      [
        'bad-request',
        'cancelled',
        'client-stalled',
        'no-route',
        'proxy',
        'stale-connection',
        'wrong-path',
      ].toSorted(),
    )
  })
})
