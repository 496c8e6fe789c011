import type { Text } from '../core/text.ts'

const text = (en: string, zh: string): Text => ({ en, zh })

/** `relaybench failover`. */
export const failoverWords = {
  about: text(
    'rehearse a primary and its backups on a recorded run: availability, latency and cost under a policy',
    '用已记录的测试预演主备切换：给定策略下的可用率、延迟与费用',
  ),
  argument: text('folder of a run, or its journal', '运行目录或其日志'),
  primaryFlag: text(
    'the relay that is asked first; NAME or NAME/LINE',
    '主用中转站，写作“名称”或“名称/线路”',
  ),
  backupFlag: text('a relay that takes over (repeatable, in order)', '备用中转站（可重复，按顺序）'),
  searchFlag: text(
    'look for the best pair on one half of the rounds, and judge it on the other',
    '用一半轮次寻找最佳组合，用另一半评判',
  ),
  modelFlag: text('only this model', '只看该模型'),
  attemptsFlag: text('attempts at each relay, the first included (3)', '每家的尝试次数，含首次（默认 3）'),
  backoffFlag: text(
    'wait between attempts, as FIRST-MOST in seconds (1-10)',
    '两次尝试之间的等待，写作“首次-最长”秒（默认 1-10）',
  ),
  retryOnFlag: text(
    'HTTP statuses that are tried again (408,429,500,502,503,504,529)',
    '重试的 HTTP 状态码（默认 408,429,500,502,503,504,529）',
  ),
  connectFlag: text('limit for connecting, in seconds (10)', '建连时限，秒（默认 10）'),
  firstTokenFlag: text('limit from sending to the first token, in seconds (60)', '首字时限，秒（默认 60）'),
  idleFlag: text(
    'longest silence in the middle of an answer, in seconds (60)',
    '回答中途最长静默，秒（默认 60）',
  ),
  totalFlag: text('limit for the whole answer, in seconds (600)', '总时限，秒（默认 600）'),
  tripFlag: text(
    'failed attempts in a row after which a relay is left alone (3)',
    '连续失败多少次后暂停使用（默认 3）',
  ),
  cooldownFlag: text('for so many seconds (60)', '暂停的秒数（默认 60）'),
  hedgeFlag: text(
    'ask the backup too after so many seconds without a first token',
    '超过该秒数仍无首字时同时请求备用',
  ),
  formatKind: text('format', '格式'),
  needsJournal: (path: string): Text =>
    text(
      `${path} is a report: a rehearsal needs the journal beside it`,
      `${path} 是报告：预演需要同目录的日志`,
    ),
  nobody: text('name --primary, or let --search find it', '请用 --primary 指定，或用 --search 寻找'),
  twice: (name: string): Text =>
    text(`${name} is named twice: a backup is another relay`, `${name} 出现两次：备用应为另一家`),
  wrongRun: text(
    'this run cannot be rehearsed on: its requests were not made as those of a program are',
    '该测试不能用于预演：其请求与程序的实际请求方式不同',
  ),
  wrongRunHint: text(
    'record one with relaybench run, without --ladder',
    '请用 relaybench run 录制（不加 --ladder）',
  ),
  searchChooses: text(
    '--search chooses the relays: leave --primary and --backup out',
    '--search 会自行选择中转站：请去掉 --primary 与 --backup',
  ),
  noRelay: (name: string): Text => text(`the run has no relay ${name}`, `该测试中没有中转站 ${name}`),
  cannotAsk: (label: string, path: string): Text =>
    text(`${path}: the live run cannot ask ${label}`, `${path}：实际运行无法请求 ${label}`),
  noKey: (variable: string): Text => text(`set its key: ${variable}`, `请设置其密钥：${variable}`),
  notAllowed: text('the profile says that it must not be probed', '配置文件声明不允许探测它'),
  notThere: text(
    'the profile has no such relay, line or model any more',
    '配置文件中已没有该中转站、线路或模型',
  ),
  known: (names: string): Text => text(`it has: ${names}`, `其中有：${names}`),
  noModel: (name: string): Text => text(`the run has no model ${name}`, `该测试中没有模型 ${name}`),
  badBackoff: (value: string): Text =>
    text(
      `--backoff takes FIRST-MOST in seconds, not "${value}"`,
      `--backoff 须写作“首次-最长”秒，而不是“${value}”`,
    ),
  badStatuses: (value: string): Text =>
    text(
      `--retry-on takes HTTP statuses, as in 429,503, not "${value}"`,
      `--retry-on 须为 HTTP 状态码，如 429,503，而不是“${value}”`,
    ),
  title: (chain: string, model: string, mode: string): Text =>
    text(`${chain} · ${model}, ${mode}`, `${chain} · ${model}（${mode}）`),
  head: (rounds: string, spacing: string): Text =>
    text(
      `${rounds} rounds, ${spacing} apart: a second attempt at a relay comes to what its next probe came to`,
      `${rounds} 轮，间隔 ${spacing}：对同一家的再次尝试按其下一次探测的结果计`,
    ),
  liveFlag: text(
    'then route real requests by the policy, and compare with what was predicted (costs money)',
    '随后按该策略实际路由请求，并与预测对比（会产生费用）',
  ),
  requestsFlag: text(
    'live requests of each model and mode (as many as were rehearsed)',
    '每个模型与模式的实际请求数（默认与预演相同）',
  ),
  everyFlag: text(
    'seconds from one live request to the next (as in the run)',
    '实际请求的间隔秒数（默认与原测试相同）',
  ),
  outFlag: text('folder for the live run', '实际运行的目录'),
  budgetFlag: text('most that the live run may cost, in USD', '实际运行的费用上限（美元）'),
  live: text('live', '实测'),
  liveRow: (chain: string): Text => text(`${chain} (live)`, `${chain}（实测）`),
  held: (list: string): Text =>
    text(`the live run beside the prediction: ${list}`, `实测与预测对比：${list}`),
  names: {
    availability: text('available', '可用率'),
    firstP50: text('first p50', '首字 P50'),
    firstP95: text('p95', 'P95'),
    firstP99: text('p99', 'P99'),
  },
  within: (name: string): Text => text(`${name} within`, `${name} 在区间内`),
  outside: (name: string): Text => text(`${name} outside`, `${name} 在区间外`),
  policy: (attempts: string, hedge: string): Text =>
    text(
      `policy: attempts per relay: ${attempts}${hedge === '' ? '' : `, hedged after ${hedge}`}`,
      `策略：每家尝试 ${attempts} 次${hedge === '' ? '' : `，${hedge} 后对冲`}`,
    ),
  columns: {
    chain: text('relays', '中转站'),
    availability: text('available', '可用率'),
    availabilityInterval: text('95% PI', '95% 预测区间'),
    p50: text('first p50', '首字 P50'),
    p50Interval: text('p50 95% PI', 'P50 95% 预测区间'),
    p95: text('p95', 'P95'),
    p95Interval: text('p95 95% PI', 'P95 95% 预测区间'),
    p99: text('p99', 'P99'),
    p99Interval: text('p99 95% PI', 'P99 95% 预测区间'),
    usd: text('USD per\n1,000', '每千次\n美元'),
    usdInterval: text('USD\n95% PI', '美元\n95% 预测区间'),
    attempts: text('attempts', '尝试次数'),
    by: text('answered by', '由谁回答'),
  },
  nobodyAnswered: text('nobody', '无人回答'),
  times: (name: string, n: string): Text => text(`${name} ${n}`, `${name} ${n} 次`),
  together: (both: string, rounds: string, expected: string): Text =>
    text(
      `both failed in ${both} of ${rounds} rounds; ${expected} if their failures had nothing to do with each other`,
      `${rounds} 轮中有 ${both} 轮同时失败；若互不相关应为 ${expected} 轮`,
    ),
  flat: (cut: string, answers: string): Text =>
    text(
      `a flat limit of 30 s would have cut ${cut} of ${answers} answers`,
      `若统一限时 30 秒，${answers} 个回答中有 ${cut} 个会被切断`,
    ),
  cuts: (list: string): Text =>
    text(`limits of this policy ended attempts: ${list}`, `该策略的时限中断的尝试：${list}`),
  search: (chosen: string, tried: string, train: string): Text =>
    text(
      `chosen of ${tried} on the first ${train} rounds: ${chosen}; the row below is of the rounds after those`,
      `由前 ${train} 轮从 ${tried} 种组合中选出：${chosen}；下一行为其余轮次的结果`,
    ),
  heldOut: (chain: string): Text => text(`${chain} (held out)`, `${chain}（留出部分）`),
  legend: text(
    'PI: what another run of as many requests (or of --requests) would show, 95 %. Requests share outages, so n of them tell as much as n / D (design effect). "—": nothing that was seen bounds it. A failure after the first token is not tried again: the caller has part of the answer.',
    '预测区间：同样数量（或 --requests 所给数量）的另一次运行的结果，95 %。请求会遇到同一次故障，因此 n 次只相当于 n / D 次独立请求（设计效应）。“—”：观测不足以给出界限。首字之后的失败不再重试：调用方已收到部分回答。',
  ),
} as const
