import type { Text } from '../core/text.ts'

const text = (en: string, zh: string): Text => ({ en, zh })

/** How a load is described, before the run and in its report. */
export const loadWords = {
  title: text('Load', '负载'),
  responseTitle: text('Response times from the time of arrival', '自到达时刻起的响应时间'),
  columns: {
    relay: text('relay', '中转站'),
    model: text('model', '模型'),
    mode: text('mode', '模式'),
    requested: text('requested\n/s', '要求\n每秒'),
    due: text('due\n/s', '应到\n每秒'),
    sent: text('sent\n/s', '实发\n每秒'),
    window: text('steady\nfor', '稳定\n时段'),
    sentInside: text('sent\n/s', '发出\n每秒'),
    answers: text('answers\n/s', '应答\n每秒'),
    tokens: text('tokens\n/s', 'token\n每秒'),
    inFlight: text('in\nflight', '并发'),
    little: text('Little\nL/λW', '利特尔\nL/λW'),
    excluded: text('left out:\nwarm-up + opening', '未计入：\n预热 + 起始波'),
    unsent: text('never\nsent', '未能\n发出'),
    lagP50: text('lag\np50', '滞后\nP50'),
    lagP99: text('lag\np99', '滞后\nP99'),
    ttftP50: text('TTFT p50\nsent', '首字 P50\n自发出'),
    ttftDueP50: text('TTFT p50\ndue', '首字 P50\n自到达'),
    ttftP95: text('TTFT p95\nsent', '首字 P95\n自发出'),
    ttftDueP95: text('TTFT p95\ndue', '首字 P95\n自到达'),
    e2eP50: text('E2E p50\nsent', '总耗时 P50\n自发出'),
    e2eDueP50: text('E2E p50\ndue', '总耗时 P50\n自到达'),
  },
  rateLegend: text(
    'Rates while the load was steady: from the end of the opening wave to the last send; answers where they ended, tokens where they came. L/λW: mean in flight over rate x mean time, 1 when steady.',
    '速率只计负载稳定的时段：自起始波结束至最后一次发送；应答按结束时刻、token 按各自到达时刻计入。L/λW：平均并发 ÷（速率 × 平均耗时），稳定时为 1。',
  ),
  unsteady: (relay: string, ratio: string) =>
    text(
      `${relay}: the load was not steady (L/λW ${ratio}): its rates and latencies depend on how long was measured`,
      `${relay}：负载未达稳定（L/λW ${ratio}）：其速率与耗时取决于测量时长`,
    ),
  responseLegend: text(
    'sent: from the request on the socket, warm connections. due: from the planned time of arrival, so waiting for a free lane and dialling are part of it; that is what a user waits. Lag is sent − due.',
    '自发出：从请求写入连接算起，只计复用的连接。自到达：从计划的到达时刻算起，含等待空闲通道与新建连接的时间，即用户实际等待的时间。滞后 = 发出 − 到达。',
  ),

  ladderTitle: (relay: string, model: string, mode: string) =>
    text(`Ladder: ${relay}, ${model}, ${mode}`, `阶梯加压：${relay}、${model}（${mode}）`),
  ladderColumns: {
    concurrency: text('in\nflight', '并发'),
    n: text('n', 'n'),
    requestsPerSecond: text('answers\n/s', '每秒\n应答'),
    outputTokensPerSecond: text('tok/s', '每秒\ntoken'),
    p50: text('p50', 'P50'),
    interval: text('p50\n95% CI', 'P50\n95% 区间'),
    p95: text('p95', 'P95'),
    p95Interval: text('p95\n95% CI', 'P95\n95% 区间'),
    failures: text('failures', '失败情况'),
  },
  ladderMetric: { stream: text('TTFT', '首字 (TTFT)'), whole: text('E2E', '总耗时') },
  ended: {
    slo: (at: string, names: string) =>
      text(`broke at ${at} in flight: ${names}`, `并发 ${at} 时违反限值：${names}`),
    errors: (at: string) => text(`too many failures at ${at} in flight`, `并发 ${at} 时失败过多`),
    throughput: (at: string) =>
      text(`throughput no longer grew at ${at} in flight`, `并发 ${at} 时吞吐量不再增长`),
    top: text('nothing broke up to the last step', '直到最后一级都没有出现问题'),
    unfinished: text('stopped before it came to an end', '未完成即停止'),
  },
  knee: (at: string) =>
    text(`knee: ${at} in flight, the last step that held`, `拐点：并发 ${at}，为最后一个正常的级别`),
  noKnee: text('no knee: not even the first step held', '没有拐点：第一级就已出现问题'),
  ceiling: (refusals: string, inFlight: string, from: string) =>
    text(
      `429: ${refusals} refusals, first at ${from} in flight; a median of ${inFlight} accepted probes were in flight when one was refused`,
      `429：被拒 ${refusals} 次，最早出现在并发 ${from}；被拒时正在处理的请求数中位数为 ${inFlight}`,
    ),
  kinds: {
    requests: text('it says its requests are used up: a limit of rate', '其声明请求数已用尽：限制的是速率'),
    tokens: text('it says its tokens are used up: a limit of rate', '其声明 token 数已用尽：限制的是速率'),
    concurrency: text('it says that it limits concurrency', '其声明限制并发数'),
    unstated: text('it does not say what it limits', '其未说明限制的是什么'),
  },
  statedLimits: (list: string) => text(`limits it states: ${list}`, `其声明的限额：${list}`),
  retryAfter: (stated: string, accepted: string, tested: string) =>
    text(
      `Retry-After of up to ${stated}: ${accepted} of ${tested} probes sent alone after it were accepted`,
      `Retry-After 最长 ${stated}：等待后单独发送的 ${tested} 次请求中有 ${accepted} 次被接受`,
    ),
  retryAfterUntested: (stated: string) =>
    text(`Retry-After of up to ${stated}: too long to be tested`, `Retry-After 最长 ${stated}：过长，未验证`),
  ladderLegend: text(
    'Rates: inside the window from the first counted send of a step to the last, tokens at their own time. Each step begins with an opening wave, one probe a lane, that is in no rate and no latency; failures include it.',
    '速率：在每级首个计数请求发出至最后一个发出的时间窗内统计，token 按各自到达时间计入。每级以一个起始波开始（每通道一次），不计入速率与耗时；失败情况包含起始波。',
  ),
  ladderCells: (first: string): Text =>
    text(
      `a ladder: the comparison holds its first step alone (${first} in flight), the ladder table holds all`,
      `阶梯加压：对比表只含第一级（并发 ${first}），全部级别见阶梯表`,
    ),

  planOpen: (rate: string, arrivals: string): Text =>
    text(`open loop: ${rate}/s at each relay, ${arrivals}`, `开环：每个中转站每秒 ${rate} 次，${arrivals}`),
  planConstant: text('evenly spaced', '等间隔'),
  planPoisson: text('Poisson arrivals', '泊松到达'),
  planGamma: (burstiness: string): Text =>
    text(`gamma arrivals, burstiness ${burstiness}`, `伽马到达，突发度 ${burstiness}`),
  planFirst: (seconds: string): Text =>
    text(`first arrivals after ${seconds} s …`, `最初的到达时刻（秒）：${seconds} …`),

  planTrace: (file: string, arrivals: string, seconds: string, speed: string): Text =>
    text(
      `replay of ${file}: ${arrivals} arrivals in ${seconds} s at each relay (speed ${speed})`,
      `回放 ${file}：每个中转站在 ${seconds} 秒内有 ${arrivals} 次到达（速度 ${speed}）`,
    ),
  traceEmpty: (file: string): Text => text(`${file} holds no times of arrival`, `${file} 中没有到达时刻`),
  traceShort: (file: string, arrivals: string, cells: string): Text =>
    text(
      `${file} has ${arrivals} arrivals, too few for ${cells} cells of one relay`,
      `${file} 只有 ${arrivals} 次到达，不足以覆盖一个中转站的 ${cells} 个组合`,
    ),
  traceLine: (file: string, line: string): Text =>
    text(`${file}, line ${line}: no time of arrival`, `${file} 第 ${line} 行：没有到达时刻`),
  traceHint: text(
    'one a line: a number (seconds, or ms), a date and time, CSV with a column "timestamp" or "arrival", or NDJSON with such a key',
    '每行一个：数字（秒或毫秒）、日期时间、含 timestamp 或 arrival 列的 CSV，或含该键的 NDJSON',
  ),

  planLadder: (steps: string, requests: string): Text =>
    text(
      `ladder, one cell after another: ${steps} in flight, ${requests} counted probes a step after an opening wave`,
      `阶梯加压，逐个组合进行：并发 ${steps}，每级在起始波之后计数 ${requests} 次`,
    ),
  ladderNotAllowed: (relays: readonly string[]): Text =>
    text(
      `a ladder raises the load until a relay refuses it, and may get a key banned; it is not allowed for: ${relays.join(', ')}`,
      `阶梯加压会不断加大负载直到中转站拒绝，可能导致密钥被封；以下中转站未获允许：${relays.join('、')}`,
    ),
  ladderNotAllowedHint: text(
    'where its terms permit it, set probe_policy: { ladder: allowed } at the relay, or give --allow-ladder',
    '若其条款允许，请在该中转站设置 probe_policy: { ladder: allowed }，或使用 --allow-ladder',
  ),

  ladderFlag: text(
    'rising concurrency up to this, such as 64 or 4-64, until something breaks',
    '并发逐级升至此值（如 64 或 4-64），直到出现问题',
  ),
  allowLadderFlag: text(
    'allow --ladder at relays whose profile does not forbid it',
    '允许对配置未禁止的中转站使用 --ladder',
  ),
  badLadder: (value: string): Text =>
    text(`--ladder wants a number or FROM-TO, got "${value}"`, `--ladder 需要数字或“起-止”，收到“${value}”`),
  rateFlag: text(
    'open loop: requests a second at each relay, such as 5/s',
    '开环：每个中转站的到达率，如 5/s',
  ),
  arrivalsFlag: text(
    'arrivals of --rate: constant, poisson or gamma',
    '--rate 的到达方式：constant、poisson 或 gamma',
  ),
}
