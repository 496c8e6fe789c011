import type { Text } from '../core/text.ts'

/** Whose doing it was. */
type Attribution = 'client' | 'network' | 'relay' | 'upstream' | 'account' | 'none'

/**
 * What an outcome means to a buyer. `countsAgainst`: whether it lowers availability; `excluded` outcomes leave the
 * denominator altogether (our own faults, and requests that another attempt replaced).
 */
export interface OutcomeMeaning {
  readonly attribution: Attribution
  readonly sla: 'ok' | 'counts' | 'excluded'
  readonly sentence: Text
  readonly advice: Text
}

const meaning = (
  attribution: Attribution,
  sla: OutcomeMeaning['sla'],
  en: string,
  zh: string,
  adviceEn: string,
  adviceZh: string,
): OutcomeMeaning => ({ attribution, sla, sentence: { en, zh }, advice: { en: adviceEn, zh: adviceZh } })

/** Every class that a probe can end in, in order of precedence. Exactly one applies. */
export const outcomes = {
  cancelled: meaning(
    'client',
    'excluded',
    'stopped by the user',
    '被用户中止',
    'Run again or use --resume.',
    '重新运行，或使用 --resume。',
  ),
  'client-stalled': meaning(
    'client',
    'excluded',
    'our own event loop stalled',
    '本机事件循环卡顿',
    'Lower the concurrency or free the machine.',
    '降低并发或释放本机资源。',
  ),
  'no-route': meaning(
    'client',
    'excluded',
    'this machine has no route to the network',
    '本机无法连接网络',
    'Check your own connection.',
    '请检查本机网络。',
  ),
  'stale-connection': meaning(
    'network',
    'excluded',
    'a reused connection had just been closed; asked again on a new one',
    '复用的连接恰好已被关闭；已用新连接重发',
    'Nothing to do.',
    '无需处理。',
  ),
  dns: meaning(
    'network',
    'counts',
    'host name not found: the relay may have moved',
    '域名解析失败：中转站可能已迁移',
    "Check base_url against the vendor's current notice.",
    '请对照商家最新公告检查 base_url。',
  ),
  tcp: meaning(
    'network',
    'counts',
    'connection refused, reset or unreachable',
    '连接被拒绝、重置或不可达',
    'Check host and port; try another line.',
    '检查主机与端口；试试其他线路。',
  ),
  tls: meaning(
    'network',
    'counts',
    'TLS handshake failed or was reset',
    'TLS 握手失败或被重置',
    'Check the certificate and any proxy between.',
    '检查证书以及中间的代理。',
  ),
  proxy: meaning(
    'client',
    'excluded',
    'the HTTP proxy in between refused or failed',
    '中间的 HTTP 代理拒绝或出错',
    'Check HTTPS_PROXY, or set proxy: direct.',
    '检查 HTTPS_PROXY，或设置 proxy: direct。',
  ),
  'timeout-connect': meaning(
    'network',
    'counts',
    'no connection within the time limit',
    '连接超时',
    'Try another line or raise timeouts.connect.',
    '试试其他线路，或调大 timeouts.connect。',
  ),
  'timeout-first-token': meaning(
    'relay',
    'counts',
    'no first token within the time limit',
    '首字超时',
    'Raise timeouts.first_token for slow reasoning models.',
    '对思考较慢的模型，可调大 timeouts.first_token。',
  ),
  'timeout-idle': meaning(
    'relay',
    'counts',
    'the answer fell silent in the middle',
    '回答中途停顿超时',
    'Raise timeouts.idle if the model thinks in between.',
    '若模型会中途思考，可调大 timeouts.idle。',
  ),
  'timeout-total': meaning(
    'relay',
    'counts',
    'not finished within the total time limit',
    '总耗时超时',
    'Raise timeouts.total or lower max_tokens.',
    '调大 timeouts.total 或降低 max_tokens。',
  ),
  'connection-lost': meaning(
    'relay',
    'counts',
    'connection lost before an answer came',
    '收到回答前连接中断',
    'Try another line.',
    '试试其他线路。',
  ),
  'too-large-line': meaning(
    'relay',
    'counts',
    'one line of the stream was too long and was cut off by us',
    '流中单行过长，已被我们截断',
    'The relay sent far more than was asked for; max_bytes.line raises the limit.',
    '中转站返回的内容远超请求；可用 max_bytes.line 放宽上限。',
  ),
  'too-large-event': meaning(
    'relay',
    'counts',
    'one event of the stream was too long and was cut off by us',
    '流中单个事件过长，已被我们截断',
    'The relay sent far more than was asked for; max_bytes.event raises the limit.',
    '中转站返回的内容远超请求；可用 max_bytes.event 放宽上限。',
  ),
  'too-large-body': meaning(
    'relay',
    'counts',
    'the answer was too long and was cut off by us',
    '回答过长，已被我们截断',
    'The relay sent far more than was asked for; max_bytes.body raises the limit.',
    '中转站返回的内容远超请求；可用 max_bytes.body 放宽上限。',
  ),
  'too-large-headers': meaning(
    'relay',
    'counts',
    'the response headers were too large',
    '响应头过大',
    'The relay sent far more than was asked for; max_bytes.headers raises the limit.',
    '中转站返回的内容远超请求；可用 max_bytes.headers 放宽上限。',
  ),
  'too-large-decompressed': meaning(
    'relay',
    'counts',
    'the answer unpacked to far too much and was cut off by us',
    '回答解压后过大，已被我们截断',
    'The relay sent far more than was asked for; max_bytes.decompressed raises the limit.',
    '中转站返回的内容远超请求；可用 max_bytes.decompressed 放宽上限。',
  ),
  auth: meaning(
    'account',
    'counts',
    'the key was refused',
    '密钥被拒绝',
    'Check the key and its permissions.',
    '检查密钥及其权限。',
  ),
  quota: meaning(
    'account',
    'counts',
    'out of credit or quota',
    '余额或额度不足',
    'Top up, or use another key.',
    '充值或更换密钥。',
  ),
  'rate-limited': meaning(
    'account',
    'counts',
    'rate limited',
    '被限流（429）',
    'Lower limits.concurrency or limits.rpm.',
    '降低 limits.concurrency 或 limits.rpm。',
  ),
  'model-unavailable': meaning(
    'relay',
    'counts',
    'the relay does not serve this model',
    '中转站不提供该模型',
    "Check the model name or the key's group.",
    '检查模型名或密钥所属分组。',
  ),
  overloaded: meaning(
    'upstream',
    'counts',
    'the relay or its upstream is overloaded',
    '中转站或其上游过载',
    'Try again later; compare at peak hours.',
    '稍后再试；可在高峰时段对比。',
  ),
  'content-refused': meaning(
    'upstream',
    'counts',
    'the request was refused by a content filter',
    '请求被内容过滤拒绝',
    'Use another prompt.',
    '更换提示词。',
  ),
  'bad-request': meaning(
    'client',
    'excluded',
    'the relay refused the request as malformed',
    '中转站认为请求格式有误',
    'See the message; the profile may ask for something it does not support.',
    '请看错误信息；配置可能使用了它不支持的参数。',
  ),
  'wrong-path': meaning(
    'client',
    'excluded',
    'a web page or nothing at this path: base_url is probably wrong',
    '该路径是网页或不存在：base_url 可能有误',
    'Try the base URL with /v1 at its end.',
    '试试在 base_url 末尾加上 /v1。',
  ),
  redirect: meaning(
    'relay',
    'counts',
    'the relay redirected elsewhere; a key is never sent along',
    '中转站重定向到别处；密钥不会随之发送',
    'Put the new address in base_url if you trust it.',
    '若信任新地址，请写入 base_url。',
  ),
  upstream: meaning(
    'upstream',
    'counts',
    'the relay reported an upstream failure (5xx)',
    '中转站报告上游故障（5xx）',
    'Try again later.',
    '稍后再试。',
  ),
  'gateway-page': meaning(
    'relay',
    'counts',
    'a CDN or gateway error page instead of an answer',
    '返回 CDN 或网关错误页',
    "The relay's origin is down or too slow (524: no byte for 100 s).",
    '中转站源站故障或过慢（524：100 秒无数据）。',
  ),
  'error-in-200': meaning(
    'relay',
    'counts',
    'status 200 with an error inside',
    '状态码 200 但内容是错误',
    'Read the message.',
    '请看错误信息。',
  ),
  'http-error': meaning(
    'relay',
    'counts',
    'an unexpected HTTP status',
    '意外的 HTTP 状态码',
    'Read the message.',
    '请看错误信息。',
  ),
  malformed: meaning(
    'relay',
    'counts',
    'the answer could not be read',
    '回答无法解析',
    'Look at it with relaybench probe.',
    '用 relaybench probe 查看。',
  ),
  truncated: meaning(
    'relay',
    'counts',
    'the stream was cut before its end',
    '流在结束前被截断',
    'Compare with another line or the reference.',
    '与其他线路或参照端点对比。',
  ),
  empty: meaning(
    'relay',
    'counts',
    'an answer without any content',
    '空回答',
    'Compare with the reference.',
    '与参照端点对比。',
  ),
  'wrong-shape': meaning(
    'relay',
    'counts',
    'a stream was asked for and a body came, or the reverse',
    '要求流式却返回整体，或相反',
    'The relay may not support streaming.',
    '中转站可能不支持流式。',
  ),
  ok: meaning('none', 'ok', 'answered', '成功', '', ''),
} as const satisfies Record<string, OutcomeMeaning>

export type OutcomeClass = keyof typeof outcomes

/** The meaning of a class read from a report, which may be of a later version. */
export const meaningOf = (outcome: string): OutcomeMeaning | undefined =>
  Object.hasOwn(outcomes, outcome) ? outcomes[outcome as OutcomeClass] : undefined
