import type { Text } from '../core/text.ts'

/** All words of the report. Functions take text that is already formatted, so that both languages share their figures. */

const text = (en: string, zh: string): Text => ({ en, zh })

export const quoted = (words: string): Text => text(`"${words}"`, `“${words}”`)

export const joints = { list: text(', ', '、'), clause: text('; ', '；') }

export const headingWords = {
  title: (profile: string) => text(`relaybench: ${profile}`, `relaybench 测试报告：${profile}`),
  run: (vantage: string, startedAt: string) =>
    text(`vantage ${vantage}, started ${startedAt}`, `测试地点 ${vantage}，开始于 ${startedAt}`),
  elapsed: (time: string) => text(`took ${time}`, `用时 ${time}`),
  totals: (sent: string, ok: string) => text(`${sent} probes, ${ok} ok`, `已测 ${sent} 次，成功 ${ok} 次`),
  totalsOfPlan: (sent: string, planned: string, ok: string) =>
    text(`${sent} of ${planned} probes, ${ok} ok`, `已测 ${sent} / ${planned} 次，成功 ${ok} 次`),
  tokens: (input: string, output: string) =>
    text(`tokens: ${input} in, ${output} out`, `用量：输入 ${input} token，输出 ${output} token`),
  cost: (spent: string, cap: string) =>
    text(`cost: at most ${spent} of a budget of ${cap}`, `费用：至多 ${spent}，预算 ${cap}`),
  unknownPrices: (models: string, input: string, output: string) =>
    text(
      `no price stated for ${models} of relay and model: counted at ${input} in, ${output} out per million tokens`,
      `有 ${models} 组中转站与模型未注明价格：按每百万 token 输入 ${input}、输出 ${output} 计`,
    ),
  assumedPrices: (models: string) =>
    text(
      `no price stated for ${models} of relay and model: counted at three times the list price`,
      `有 ${models} 组中转站与模型未注明价格：按官方价的 3 倍计`,
    ),
  unconfirmed: (usd: string) =>
    text(
      `${usd} of it for requests that a killed process may have sent`,
      `其中 ${usd} 属于被终止的进程可能已发出的请求`,
    ),
  nothing: text('No probe was sent.', '没有发送任何测试请求。'),
}

/** What the reader must know of a run that did not finish; a finished one needs no word. */
export const stateWords = {
  interrupted: text(
    'interrupted: these numbers cover only the probes that had ended',
    '已中断：以下数字只包含已结束的请求',
  ),
  'disk-full': text(
    'stopped because the disk is full: these numbers cover only the probes that were recorded',
    '磁盘已满而停止：以下数字只包含已记录的请求',
  ),
  budget: text(
    'ended by the budget: these numbers cover only the probes that it allowed',
    '因预算用尽而结束：以下数字只包含预算内的请求',
  ),
  running: text(
    'not finished: the run is still going on, or was killed',
    '尚未完成：测试仍在进行，或进程已被终止',
  ),
}

/** Column heads; a line break shows where a terminal may break them. */
export const columnWords = {
  rank: text('#', '排名'),
  relay: text('relay', '中转站'),
  relayAndModel: text('relay, model', '中转站、模型'),
  okSent: text('ok/sent', '成功/\n发送'),
  availability: text('available', '可用率'),
  availabilityInterval: text('95% CI', '95% 区间'),
  ttftP50: text('TTFT\np50', '首字 (TTFT)\nP50'),
  ttftInterval: text('TTFT p50\n95% CI', '首字 P50\n95% 区间'),
  ttftP95: text('TTFT\np95', '首字\nP95'),
  ttftP99: text('TTFT\np99', '首字\nP99'),
  ttfoP50: text('TTFO\np50', '首个可见\ntoken P50'),
  e2eP50: text('E2E\np50', '总耗时\nP50'),
  e2eP99: text('E2E\np99', '总耗时\nP99'),
  tokensPerSecond: text('tok/s\np50', '生成速度\ntoken/s'),
  outcomes: text('failures', '失败情况'),
}

export const comparisonWords = {
  mode: { stream: text('streaming', '流式'), whole: text('not streaming', '非流式') },
  group: (model: string, mode: string) => text(`${model}, ${mode}`, `${model}（${mode}）`),
  insufficient: text('insufficient evidence', '证据不足'),
  reference: (label: string) => text(`${label} (reference)`, `${label}（参照）`),
  count: (word: string, count: string) => text(`${word} ×${count}`, `${word} ×${count}`),
  below: (relay: string, outcomes: string) => text(`${relay}: ${outcomes}`, `${relay}：${outcomes}`),
  sampleSizes: (list: string) =>
    text(`n where it differs from ok: ${list}`, `样本数 n 与成功数不同者：${list}`),
  sampleSizesOf: (metric: string, list: string) => text(`${metric} ${list}`, `${metric} ${list}`),
  coldOnly: (relay: string, p50: string, n: string) =>
    text(
      `${relay}: every connection had to be dialled; cold TTFT p50 ${p50} (n=${n})`,
      `${relay}：每次都需新建连接；冷连接首字 (TTFT) P50 ${p50}（n=${n}）`,
    ),
  best: text('* best of its column among ranked relays', '* 该列中有排名者的最优值'),
  missing: text('— not measured, or too few samples for that quantile', '— 未测得，或样本不足以给出该分位数'),
}

export const sampleWords = {
  availability: text('availability', '可用率'),
  ttft: text('TTFT', '首字 (TTFT)'),
  ttfo: text('TTFO', '首个可见 token (TTFO)'),
  e2e: text('E2E', '总耗时'),
  tokensPerSecond: text('tok/s', '生成速度'),
}

export const matrixWords = {
  title: text('Model availability', '模型可用性'),
  all: (pairs: string) =>
    text(`all ${pairs} pairs of relay and model work`, `全部 ${pairs} 组中转站与模型均可用`),
  none: text('unknown for every relay and model: no listing, no probe', '全部未知：没有模型列表，也没有请求'),
  states: {
    works: text('works', '可用'),
    'listed-but-dead': text('listed but dead', '列出但不可用'),
    'unlisted-but-works': text('unlisted but works', '未列出但可用'),
    absent: text('absent', '没有'),
    unknown: text('unknown', '未知'),
  },
  sent: (relay: string, wanted: string, sent: string, how: string) =>
    text(`${relay}: ${wanted} → ${sent} (${how})`, `${relay}：${wanted} → ${sent}（${how}）`),
  how: {
    declared: text('declared in the profile', '配置中声明'),
    listed: text('listed under this name', '列表中的同名模型'),
    matched: text('matched to its listing', '由模型列表匹配'),
    assumed: text('assumed, nothing matched', '未匹配，按原名假定'),
  },
  near: (relay: string, wanted: string, names: string) =>
    text(`${relay}: ${wanted}: did you mean ${names}?`, `${relay}：${wanted}：是否想用 ${names}？`),
  evidence: text('Evidence', '证据'),
  columns: {
    relay: text('relay', '中转站'),
    model: text('model', '模型'),
    state: text('state', '状态'),
    sentAs: text('sent as', '发送名'),
    listed: text('listed', '是否列出'),
    okSent: text('ok/sent', '成功/发送'),
    evidence: text('probe', '请求编号'),
  },
  listed: { yes: text('yes', '是'), no: text('no', '否'), unknown: text('unknown', '未知') },
}

export const relayWords = {
  title: text('Relays', '中转站情况'),
  setKeys: text(
    'Not measured for lack of a key: set the variables named above, in the environment or in a .env file beside the profile.',
    '以上没有密钥的未做测量：请设置所列变量（环境变量，或配置文件旁的 .env）。',
  ),
  setKey: (env: string) => text(`set ${env}`, `请设置 ${env}`),
  listed: (count: string) => text(`${count} models`, `${count} 个模型`),
  notAllowed: (relay: string) =>
    text(
      `${relay}: not probed, its probe_policy does not allow it`,
      `${relay}：未探测，其 probe_policy 不允许`,
    ),
  quietHours: text('its quiet hours began', '进入其静默时段'),
  stopped: (relay: string, reason: string, probe: string) =>
    text(
      `${relay}: stopped early: ${reason} (probe ${probe})`,
      `${relay}：提前停止：${reason}（请求 ${probe}）`,
    ),
  listingFailed: (relay: string, reason: string) =>
    text(`${relay}: model list: ${reason}`, `${relay}：模型列表：${reason}`),
  path: (relay: string, v4: string, v6: string, addresses: string) =>
    text(
      `${relay}: ${v4} IPv4, ${v6} IPv6: ${addresses}`,
      `${relay}：IPv4 ${v4} 个，IPv6 ${v6} 个：${addresses}`,
    ),
  pathAddress: (address: string, facts: string) => text(`${address} (${facts})`, `${address}（${facts}）`),
  pathTcp: (time: string) => text(`TCP ${time}`, `TCP ${time}`),
  pathTls: (time: string) => text(`TLS ${time}`, `TLS ${time}`),
  certificate: (relay: string, issuer: string, until: string) =>
    text(
      `${relay}: certificate of ${issuer}, until ${until}`,
      `${relay}：证书由 ${issuer} 签发，有效至 ${until}`,
    ),
  listingNeedsKey: text('needs a key', '需要密钥'),
  protocols: (relay: string, found: string) =>
    text(`${relay}: protocols: ${found}`, `${relay}：协议：${found}`),
  adjusted: (relay: string, fields: string) =>
    text(`${relay}: refused request fields: ${fields}`, `${relay}：拒绝的请求字段：${fields}`),
  columns: {
    relay: text('relay', '中转站'),
    key: text('key', '密钥'),
    listing: text('model list', '模型列表'),
    dns: text('DNS', 'DNS 解析'),
    tcp: text('TCP', 'TCP 连接'),
    tls: text('TLS', 'TLS 握手'),
    address: text('address', '地址'),
    protocol: text('protocol', '协议'),
    edge: text('edge', '节点'),
    software: text('software', '软件'),
  } as Readonly<Record<string, Text>> & { readonly relay: Text },
}

export const failureWords = {
  title: text("What failed, in the relays' words", '失败详情（中转站原文）'),
  kind: (what: string, advice: string) => text(`${what}. ${advice}`, `${what}。${advice}`),
  example: (relay: string, probe: string) => text(`${relay}, ${probe}`, `${relay}、${probe}`),
  status: (code: string) => text(`HTTP ${code}`, `HTTP 状态码 ${code}`),
  message: (head: string, words: string) => text(`${head}: ${words}`, `${head}：${words}`),
}

export const clientWords = {
  title: text('Measurement', '测量说明'),
  lag: (p50: string, p99: string) =>
    text(`client: send lag p50 ${p50}, p99 ${p99}`, `本机：发送滞后 P50 ${p50}，P99 ${p99}`),
  loop: (p99: string, max: string) =>
    text(`event-loop delay p99 ${p99}, max ${max}`, `事件循环滞后 P99 ${p99}，最大 ${max}`),
  busy: (share: string) => text(`busy ${share}`, `占用率 ${share}`),
  limited: text(
    'These numbers are limited by this machine rather than by the relays: lower the concurrency or free the machine.',
    '以上数字受限于本机而非中转站：请降低并发或释放本机资源。',
  ),
  definitions: text(
    'TTFT: request sent to first token, warm connections only. TTFO: to the first visible token. E2E: request sent to last token (streaming) or end (not streaming).',
    '首字 (TTFT)：请求发出到首个 token，只计复用的连接。首个可见 token (TTFO)：到首个可见 token。总耗时 (E2E)：请求发出到最后一个 token（流式）或响应结束（非流式）。',
  ),
  rules: text(
    'Quantiles by nearest rank, shown from n >= 1/(1-p). 95% intervals: Wilson for availability, order statistics for quantiles. All definitions: docs/metrics.md.',
    '分位数按最近秩法，n >= 1/(1-p) 时才显示。95% 置信区间：可用率用 Wilson 法，分位数用次序统计量。全部定义见 docs/metrics.md。',
  ),
}

/** A class of outcome in few words; its sentence and advice are those of the taxonomy. */
export const outcomeWords: Readonly<Record<string, Text>> = {
  cancelled: text('cancelled', '已中止'),
  'client-stalled': text('client stalled', '本机卡顿'),
  'no-route': text('no route', '本机无网络'),
  'stale-connection': text('stale connection', '连接已失效'),
  dns: text('DNS failure', '域名解析失败'),
  tcp: text('TCP failure', 'TCP 连接失败'),
  tls: text('TLS failure', 'TLS 握手失败'),
  proxy: text('proxy failure', '代理出错'),
  'timeout-connect': text('connect timeout', '连接超时'),
  'timeout-first-token': text('first-token timeout', '首字超时'),
  'timeout-idle': text('idle timeout', '空闲超时'),
  'timeout-total': text('total timeout', '总耗时超时'),
  'connection-lost': text('connection lost', '连接中断'),
  'too-large-line': text('line too long', '单行过长'),
  'too-large-event': text('event too long', '事件过长'),
  'too-large-body': text('answer too long', '回答过长'),
  'too-large-headers': text('headers too large', '响应头过大'),
  'too-large-decompressed': text('unpacks to too much', '解压后过大'),
  auth: text('key refused', '密钥被拒'),
  quota: text('out of credit', '额度不足'),
  'rate-limited': text('rate limited (429)', '限流（429）'),
  'model-unavailable': text('model not served', '模型不可用'),
  overloaded: text('overloaded', '过载'),
  'content-refused': text('content filter', '内容过滤'),
  'bad-request': text('bad request', '请求有误'),
  'wrong-path': text('wrong path', '路径有误'),
  redirect: text('redirect', '重定向'),
  upstream: text('upstream 5xx', '上游故障 5xx'),
  'gateway-page': text('gateway page', '网关错误页'),
  'error-in-200': text('error inside a 200', '200 内含错误'),
  'http-error': text('HTTP error', '其他 HTTP 错误'),
  malformed: text('malformed', '无法解析'),
  truncated: text('truncated', '截断'),
  empty: text('empty', '空回答'),
  'wrong-shape': text('wrong shape', '形式不符'),
  ok: text('ok', '成功'),
}

export const formatKind = text('report format', '报告格式')
