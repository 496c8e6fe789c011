import type { Text } from '../core/text.ts'

const text = (en: string, zh: string): Text => ({ en, zh })

/** `relaybench merge`, and runs that are split over machines. */
export const mergeWords = {
  about: text(
    'join reports of many machines or vantage points into one, exactly',
    '把多台机器、多个测试地点的报告精确合并为一份',
  ),
  argument: text(
    'report.json, a folder of a run, or folders that hold such',
    'report.json、运行目录，或包含它们的目录',
  ),
  outFlag: text('write the merged report (JSON) to a file', '把合并后的报告（JSON）写入文件'),
  mixedFlag: text('join reports of different workloads too', '允许合并不同负载的报告'),
  shardFlag: text(
    'only the i-th of n parts of the plan, as i/n; needs a seed',
    '只做整个计划的第 i 份（共 n 份），写作 i/n；须指定种子',
  ),
  vantageFlag: text(
    'where this is measured from, in place of what the profile says',
    '测试地点，取代配置文件中的值',
  ),
  formatKind: text('format', '格式'),
  mixed: (workloads: string): Text =>
    text(`these reports are of different workloads: ${workloads}`, `这些报告的负载不同：${workloads}`),
  mixedHint: text(
    'figures of different requests do not add up; --mixed joins them all the same',
    '不同请求的数字不能相加；--mixed 可强制合并',
  ),
  nothing: text('no report was found', '没有找到报告'),
  badShard: (value: string): Text =>
    text(
      `--shard takes i/n with 1 ≤ i ≤ n ≤ 1000, not "${value}"`,
      `--shard 须写作 i/n 且 1 ≤ i ≤ n ≤ 1000，而不是“${value}”`,
    ),
  shardSeed: text('--shard needs a seed, the same on every machine', '--shard 须指定种子，且每台机器相同'),
  shardSeedHint: text('add --seed 7, or load.seed in the profile', '请加 --seed 7，或在配置中写 load.seed'),
  shardRounds: text(
    '--shard splits runs of a number of requests in a closed loop: no duration, rate, trace, ladder, until or drop_losers',
    '--shard 只能拆分按请求数进行的闭环测试：不支持 duration、rate、trace、ladder、until、drop_losers',
  ),
  shardEmpty: (shard: string, rounds: string): Text =>
    text(
      `nothing is left for ${shard}: there are ${rounds} requests a cell`,
      `第 ${shard} 份没有内容：每个组合只有 ${rounds} 次请求`,
    ),
  planShard: (index: string, of: string): Text =>
    text(
      `part ${index} of ${of}: its share of the rounds, and of the budget`,
      `第 ${index} 份，共 ${of} 份：各占相应的轮次与预算`,
    ),
  title: text('Merged reports', '合并报告'),
  span: (reports: string, first: string, last: string): Text =>
    text(`${reports} reports, ${first} to ${last}`, `${reports} 份报告，${first} 至 ${last}`),
  vantages: (list: string): Text => text(`vantage points: ${list}`, `测试地点：${list}`),
  vantage: (name: string, reports: string, sent: string): Text =>
    text(`${name} (reports: ${reports}, probes: ${sent})`, `${name}（${reports} 份报告，${sent} 次请求）`),
  workload: (workload: string): Text => text(`workload: ${workload}`, `负载：${workload}`),
  all: text('all', '合计'),
  columns: {
    relay: text('relay', '中转站'),
    vantage: text('vantage', '测试地点'),
    ok: text('ok/sent', '成功/发送'),
    availability: text('available', '可用率'),
    interval: text('95% CI', '95% 区间'),
    ttft: text('TTFT\np50', '首字\nP50'),
    ttftInterval: text('TTFT p50\n95% CI', '首字 P50\n95% 区间'),
    ttftP95: text('TTFT\np95', '首字\nP95'),
    e2e: text('E2E\np50', '总耗时\nP50'),
    connect: text('connect\np50', '建连\nP50'),
    failures: text('failures', '失败情况'),
  },
  pathsTitle: text('Seen from each vantage point', '各测试地点所见'),
  pathColumns: {
    addresses: text('addresses', '地址'),
    edges: text('edge', '节点'),
    certificates: text('certificate', '证书'),
  },
  duplicate: (path: string, same: string): Text =>
    text(`${path}: the same run as ${same}`, `${path}：与 ${same} 是同一次运行`),
  duplicates: text('Left out', '未计入'),
  anytime: text(
    'Some of these runs ended by what they showed: no intervals are given.',
    '其中有按结果提前停止的测试：不给出区间。',
  ),
  limited: text(
    'Some cells were limited by their own machine: see the reports they came from.',
    '部分结果受限于测试机本身：请查看对应的原报告。',
  ),
} as const
