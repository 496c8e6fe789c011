import { z } from 'zod'
import type { Failure } from '../dialects/dialect.ts'
import type { Script } from '../script.ts'
import { delay, type Exchange, type Fault, failed, fault } from './fault.ts'

const message = z.string().optional().describe('Words of the error, in place of the usual ones.')

/** An error status with the body that one-api or new-api sends along. */
const httpError = (name: string, description: string, failureOf: (exchange: Exchange) => Failure): Fault =>
  fault(name, description, { delay_ms: delay, message }, (_script, exchange, args) => {
    const failure = failureOf(exchange)
    return failed(exchange, { ...failure, message: args.message ?? failure.message }, args.delay_ms)
  })

/** new-api puts it into the message, which makes equal errors look different. */
const requestId = ({ answer }: Exchange) => `(request id: ${answer.id})`

export const noChannel = (model: string): Failure => ({
  status: 503,
  message: `当前分组 default 下对于模型 ${model} 无可用渠道`,
  type: 'new_api_error',
  code: 'model_not_found',
})

export const modelNotFound = (model: string): Failure => ({
  status: 404,
  message: `The model \`${model}\` does not exist or you do not have access to it.`,
  type: 'invalid_request_error',
  code: 'model_not_found',
})

export const invalidToken: Failure = {
  status: 401,
  message: 'Invalid token (无效的令牌)',
  type: 'new_api_error',
  code: 'invalid_api_key',
}

const rateLimited: Failure = {
  status: 429,
  message: 'Rate limit reached for requests. Please slow down.',
  type: 'requests',
  code: 'rate_limit_exceeded',
}

const overloaded: Failure = { status: 529, message: 'Overloaded', type: 'overloaded_error', code: null }

/** Error replies. */
export const errors: readonly Fault[] = [
  httpError('error-401', 'The key is refused.', (exchange) => ({
    ...invalidToken,
    message: `${invalidToken.message} ${requestId(exchange)}`,
  })),
  httpError('error-402', 'Out of credit.', (exchange) => ({
    status: 402,
    message: `用户额度不足，剩余额度: ＄0.000000 ${requestId(exchange)}`,
    type: 'new_api_error',
    code: 'insufficient_user_quota',
  })),
  httpError('error-404-model', 'The model is unknown.', ({ ask }) => modelNotFound(ask.model)),
  fault(
    'error-429',
    'Rate limited, with Retry-After.',
    {
      delay_ms: delay,
      retry_after: z
        .union([z.number().min(0), z.string()])
        .nullable()
        .default(1)
        .describe('Seconds, or any text such as an HTTP date; null sends no such header.'),
      message,
    },
    (_script, exchange, args): Script => {
      const reply = failed(
        exchange,
        { ...rateLimited, message: args.message ?? rateLimited.message },
        args.delay_ms,
      )
      if (args.retry_after === null) return reply
      return { ...reply, headers: { ...reply.headers, 'retry-after': String(args.retry_after) } }
    },
  ),
  httpError('error-500', 'The upstream failed.', (exchange) => ({
    status: 500,
    message: `bad response status code 502 ${requestId(exchange)}`,
    type: 'upstream_error',
    param: '502',
    code: 'bad_response_status_code',
  })),
  httpError('error-503-no-channel', "No channel for the model, in one-api's words.", ({ ask }) =>
    noChannel(ask.model),
  ),
  httpError('error-529', 'Overloaded, as Anthropic says it.', () => overloaded),
  fault(
    'echo-key',
    'The received key stands in the error message.',
    { status: z.int().min(200).max(599).default(401) },
    (_script, exchange, { status }) => {
      const { authorization, 'x-api-key': apiKey } = exchange.headers
      return failed(exchange, {
        ...invalidToken,
        status,
        message: `Incorrect API key provided: ${authorization ?? apiKey ?? '(none)'}`,
      })
    },
  ),
]

/** Refusals that a request can avoid. */
export const refusals: readonly Fault[] = [
  fault(
    'refuse-field',
    'A request that has this field is refused; others pass.',
    {
      field: z.string().min(1).describe('Such as stream_options, max_tokens or temperature.'),
    },
    (script, exchange, { field }) => {
      const { body } = exchange
      if (typeof body !== 'object' || body === null || !Object.hasOwn(body, field)) return script
      return failed(exchange, {
        status: 400,
        message: `Unsupported parameter: '${field}' is not supported with this model.`,
        type: 'invalid_request_error',
        param: field,
        code: 'unsupported_parameter',
      })
    },
  ),
]
