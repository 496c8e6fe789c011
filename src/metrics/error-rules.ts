import type { RelayError } from '../core/observation.ts'
import type { OutcomeClass } from './outcomes.ts'

/**
 * How an error that a relay reports is classed. The first rule that fits wins; a rule fits when all it names fits.
 * Body codes go before statuses, because relays remap statuses at will; messages only split what codes leave open.
 */
interface ErrorRule {
  readonly outcome: OutcomeClass
  /** Tested on `code` and `type`. */
  readonly code?: RegExp
  readonly message?: RegExp
  readonly statuses?: StatusSet
  /** Tested on the status of the relay's own upstream, where the body leaks it. */
  readonly upstream?: StatusSet
}

interface StatusSet {
  /** As documentation shows it. */
  readonly text: string
  readonly has: (status: number) => boolean
}

const is = (...statuses: readonly number[]): StatusSet => ({
  text: statuses.join(', '),
  has: (status) => statuses.includes(status),
})

const between = (low: number, high: number): StatusSet => ({
  text: `${low}–${high}`,
  has: (status) => status >= low && status <= high,
})

export const errorRules: readonly ErrorRule[] = [
  {
    outcome: 'quota',
    code: /insufficient_(user_)?(quota|balance|credits?|funds)|pre_consume_token_quota|billing_(not_active|hard_limit)|payment_required|account_deactivated|exceeded_current_quota|account_?overdue|arrearage/i,
  },
  // Google says "exceeded your current quota" of a limit a minute.
  { outcome: 'rate-limited', code: /resource_exhausted/i },
  {
    outcome: 'quota',
    message:
      /余额不足|额度不足|预扣费|额度已用尽|欠费|insufficient (account )?(balance|credit|quota|fund)|quota (is )?(not enough|exhausted)|credit balance is too low|exceeded your current quota|out of credits/i,
  },
  { outcome: 'bad-request', code: /unsupported_(parameter|value)|unknown_parameter/i },
  {
    outcome: 'model-unavailable',
    code: /model_?not_?(found|available|supported|exist|open)|no_available_channel|channel:no_available_key|get_channel_failed|invalid_model|unknown_model|deploymentnotfound/i,
  },
  {
    outcome: 'model-unavailable',
    message:
      /无可用渠道|模型不存在|不支持(该|此)?模型|无权访问.{0,20}模型|no available channels?|no such model|unknown model|model(?:[^.]|\.(?=\S)){0,80}(not (exist|found|available|supported|allowed|valid|activated)|not support($|[.,;!]|\s+(by|in|on|for)\b)|does(n't| not) exist|is (disabled|retired|deprecated))|(not|no) (found|access)[^.]{0,20} model|not activated the model/i,
  },
  // A status that the relay got from its upstream is no word on the buyer's key, path or rate.
  { outcome: 'overloaded', upstream: is(429, 503, 529) },
  { outcome: 'bad-request', upstream: is(400, 413, 415, 422) },
  { outcome: 'upstream', upstream: between(100, 599) },
  { outcome: 'overloaded', message: /负载已饱和|上游负载/ },
  { outcome: 'overloaded', code: /overloaded|server_busy|engine_overloaded|capacity/i },
  {
    outcome: 'content-refused',
    code: /content_filter|content_policy|sensitive_words|moderation|prompt_blocked|ResponsibleAI|data_?inspection/i,
  },
  {
    outcome: 'auth',
    code: /invalid_api_key|authentication|invalid_token|unauthorized|permission_(error|denied)|access_denied|api_key_expired/i,
  },
  { outcome: 'rate-limited', code: /rate_?limit|too_many_requests/i },
  { outcome: 'quota', statuses: is(402) },
  { outcome: 'auth', statuses: is(401, 403) },
  { outcome: 'overloaded', statuses: is(429), message: /overload|busy|capacity|繁忙|过载/i },
  { outcome: 'rate-limited', statuses: is(429) },
  { outcome: 'overloaded', statuses: is(503, 529) },
  // A 404 with a code of its own was given by an API, not by a web server: unless it speaks of the path, it is the model.
  { outcome: 'wrong-path', statuses: is(404), message: /\b(url|path|route|endpoint)\b|cannot (get|post)/i },
  { outcome: 'model-unavailable', statuses: is(404), code: /./ },
  { outcome: 'wrong-path', statuses: is(404, 405) },
  { outcome: 'bad-request', statuses: is(400, 406, 409, 411, 413, 414, 415, 422, 431) },
  { outcome: 'gateway-page', statuses: between(520, 530) },
  { outcome: 'upstream', statuses: between(500, 599) },
]

/** Classes an error by its body and status; undefined when no rule speaks about it. */
export function classifyError(error: RelayError | undefined, status: number): OutcomeClass | undefined {
  const codes = [error?.code, error?.type].filter((code) => code !== undefined)
  const leaked = error?.upstreamStatus
  const fits = ({ code, message, statuses, upstream }: ErrorRule): boolean =>
    (code === undefined || codes.some((word) => code.test(word))) &&
    (message === undefined || (error !== undefined && message.test(error.message))) &&
    (statuses === undefined || statuses.has(status)) &&
    (upstream === undefined || (leaked !== undefined && upstream.has(leaked)))
  return errorRules.find(fits)?.outcome
}
