import type { Text } from '../core/text.ts'

const text = (en: string, zh: string): Text => ({ en, zh })

/** The frame of an HTML page. */
export const pageWords = {
  language: text('Language', '语言'),
  english: text('English', 'English'),
  chinese: text('中文', '中文'),
  theme: text('Colours', '配色'),
  auto: text('auto', '自动'),
  light: text('light', '浅色'),
  dark: text('dark', '深色'),
  filter: text('filter rows', '筛选行'),
  made: (version: string): Text =>
    text(
      `Made by relaybench ${version}. This file loads nothing and sends nothing.`,
      `由 relaybench ${version} 生成。本文件不加载也不发送任何内容。`,
    ),
}

/** Which relay to take, group by group. */
export const answerWords = {
  title: text('Which relay to take', '选哪一家'),
  columns: {
    model: text('model', '模型'),
    mode: text('mode', '模式'),
    first: text('first', '首选'),
    availability: text('available\n95% CI', '可用率\n95% 区间'),
    speed: text('p50\n95% CI', 'P50\n95% 区间'),
    n: text('answers', '回答数'),
    sure: text('how sure', '把握'),
  },
  more: (names: string, others: string): Text =>
    text(`${names} and ${others} more`, `${names}等，另有 ${others} 家`),
  none: text('none', '无'),
  tooFew: text('too few answers to rank any', '回答太少，无法排名'),
  busy: (relays: string): Text =>
    text(
      `this machine was too busy to rank ${relays}: run again with less at once`,
      `本机过忙，${relays} 无法排名：请降低并发后重测`,
    ),
  onlyRanked: text('no other could be ranked', '其他各家均无法排名'),
  only: text('the only one measured', '仅测了这一家'),
  ahead: (next: string): Text => text(`shown to be better than ${next}`, `有证据优于 ${next}`),
  together: text('these are not told apart: any of them will do', '这几家未见差别，任选其一'),
  undecided: text('not told apart yet', '尚无法区分'),
  undecidedBy: (more: string): Text =>
    text(`not told apart yet: about ${more} more answers of each would`, `尚无法区分：各约需再测 ${more} 次`),
  legend: text(
    'First: nothing measured was shown to be better, by answering more often and then by answering sooner (family-wise 5 %, Holm). Figures are those of the first one named; p50 is of TTFT, or of E2E where not streaming. Price is weighed below, where prices are known.',
    '首选：没有一家被证实更好——先比回答成功的比例，再比快慢（整体错误率 5 %，Holm 校正）。数字为所列第一家的；P50 为首字，非流式为总耗时。价格已知时见下文。',
  ),
}

export const tableName = text('table', '表格')

/** Below a table that was cut. */
export const cutTable = (n: string): Text =>
  text(`${n} more rows are in report.json`, `其余 ${n} 行见 report.json`)

export const brokeWords = {
  title: text('What broke', '出了什么问题'),
  nothing: text('Every counted probe was answered.', '所有计入的请求都得到了回答。'),
  kind: (what: string, n: string, relays: string): Text =>
    text(`${what} ×${n}: ${relays}`, `${what} ×${n}：${relays}`),
  columns: {
    relay: text('relay', '中转站'),
    model: text('model', '模型'),
    probe: text('probe', '请求编号'),
    status: text('HTTP', 'HTTP'),
    message: text("in the relay's words", '中转站原文'),
  },
  more: (n: string): Text => text(`${n} more examples are in report.json`, `另有 ${n} 个样例见 report.json`),
}

export const plotsTitle = text('Pictures', '图')

/** What stands at the plots. */
export const plotWords = {
  group: text('Model', '模型'),
  metric: text('Time', '时间'),
  ttft: text('TTFT', '首字 (TTFT)'),
  e2e: text('E2E', '总耗时 (E2E)'),
  stream: text('streaming', '流式'),
  whole: text('not streaming', '非流式'),
  curves: text('Latency by percentile.', '延迟分位曲线。'),
  curvesAbout: text(
    'The axis is stretched towards the tail: each equal step is ten times fewer answers. A curve ends where its n supports no more.',
    '横轴向尾部拉伸：每一等分对应的回答数减为十分之一。样本数不足以支持处曲线即止。',
  ),
  strips: text('Spread of latency.', '延迟分布。'),
  stripsAbout: text(
    'Thin: p5 to p95; thick: p25 to p75; tick: median. Logarithmic axis.',
    '细条：P5–P95；粗条：P25–P75；竖线：中位数。对数坐标。',
  ),
  timeline: text('Probes over time.', '请求时间线。'),
  timelineAbout: text(
    'A square for each stretch of time: light, all answered; amber, some failed; red, all failed. Point at one for what failed.',
    '每格为一段时间：浅色为全部成功，琥珀色为部分失败，红色为全部失败。指向方格可见失败原因。',
  ),
  medians: text('Median latency over time.', '延迟中位数随时间的变化。'),
  mediansAbout: text(
    'All models together, TTFT warm or cold, within 1 %.',
    '所有模型合计，首字含新建与复用的连接，误差在 1 % 以内。',
  ),
  pareto: text('Price and latency.', '价格与延迟。'),
  paretoAbout: text(
    'Left and low is better. ★ no other is shown to be better in price, speed or availability.',
    '越靠左下越好。★ 表示在价格、速度、可用率上均无更优者。',
  ),
  ladder: text('Throughput by concurrency.', '吞吐量与并发。'),
  ladderAbout: text('Answers a second at each step of the ladder.', '阶梯测试中每级并发每秒的回答数。'),
  percentile: text('percentile', '分位'),
  sinceStart: text('since the session began', '会话开始后'),
  concurrency: text('concurrency', '并发数'),
  requestsPerSecond: text('answers a second', '每秒回答数'),
  usdPer1000: text('USD for 1,000 answers', '每千次回答的美元价格'),
}

/** What every figure means; docs/metrics.md says more. */
export const methodWords = {
  title: text('Method and definitions', '方法与定义'),
  terms: [
    text(
      'TTFT (time to first token): from handing the request to the socket until the socket read that completed the first piece of reasoning, text, tool arguments or refusal; warm connections only, streams only. Cold TTFT contains dialling and stands apart.',
      '首字时间 (TTFT)：从请求交给套接字，到完成首段推理、正文、工具参数或拒答内容的那次读取；只计复用的连接，只计流式。冷连接的首字含建连时间，另列。',
    ),
    text(
      'TTFO: the same until the first piece that a person sees, which reasoning is not.',
      '首个可见 token (TTFO)：同上，但到首段用户可见的内容（不含推理）。',
    ),
    text(
      'E2E: from sent to the last token of a stream, or to the end of a whole answer.',
      '总耗时 (E2E)：从发出到流式的最后一个 token，或到非流式响应结束。',
    ),
    text(
      'TPOT: (last token − first token) / (output tokens − those of the first read), by the token counts of the relay. tok/s is its inverse.',
      'TPOT：（末 token − 首 token）÷（输出 token 数 − 首次读取所含），按中转站自报的 token 数。token/s 为其倒数。',
    ),
    text(
      'Availability: probes answered in full / counted probes. Rate limits count as failures; faults of this machine leave the count. Warm-up is never counted, and a retry is a second observation, never hidden.',
      '可用率：完整回答的请求 ÷ 计入的请求。限流算失败；本机自身的故障不计入。预热不计入，重试另记一次观测、从不隐藏。',
    ),
    text(
      'Quantiles by nearest rank over answered probes, shown from n ≥ 1/(1−p). Failures stand at +∞ in the “all” quantiles of report.json.',
      '分位数按最近秩法，只计成功请求，n ≥ 1/(1−p) 时才显示。report.json 的 “all” 分位数把失败视为 +∞。',
    ),
    text(
      '95 % intervals: Wilson for shares, order statistics for quantiles; in runs that stop by precision, intervals that hold at any stopping time.',
      '95 % 区间：比例用 Wilson 法，分位数用次序统计量；按精度停止的测试使用任意停止时刻均成立的区间。',
    ),
    text(
      'Ranks: Boschloo’s exact test of the shares answered, rank sum of TTFT (E2E where not streaming), all questions of a model and mode corrected together (Holm, 5 %).',
      '排名：成功比例用 Boschloo 精确检验，首字（非流式为总耗时）用秩和检验；同一模型与模式的全部比较一并作 Holm 校正（5 %）。',
    ),
    text(
      'Every figure is recomputed from the journal of the run: `relaybench report DIR` gives the same bytes again.',
      '所有数字都可由运行日志重新计算：`relaybench report DIR` 会得到完全相同的结果。',
    ),
  ],
}
