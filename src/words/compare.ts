import type { Text } from '../core/text.ts'

const text = (en: string, zh: string): Text => ({ en, zh })

/** Words of `relaybench compare`: its flags, its refusals, and its verdicts. */
export const compareWords = {
  about: text(
    'compare reports of different times or vendors, or relays of one run: differences with intervals, and verdicts',
    '对比不同时间、不同供应商的报告，或同一次运行中的中转站：差异、区间与结论',
  ),
  runsArgument: text(
    'report.json, folder of a run, or folder of such folders; the first is the baseline',
    'report.json、运行目录，或包含多个运行目录的目录；第一个为基线',
  ),
  formatFlag: (known: string): Text => text(`format: ${known}`, `格式：${known}`),
  jsonFlag: text('print the comparison as JSON', '以 JSON 输出对比结果'),
  alphaFlag: text(
    'chance of any false "worse" or "better" in the whole comparison (default: 5%)',
    '整个对比中出现任何误判（误报变差或变好）的概率上限（默认 5%）',
  ),
  byFlag: text(
    'match by relay, or by model for different vendors (default: by what the names allow)',
    '按 relay 或 model 匹配；model 用于不同供应商（默认视名称而定）',
  ),
  relaysFlag: text(
    'compare these relays of one run, round by round, such as A,B; the first is the baseline',
    '逐轮对比同一次运行中的这些中转站，如 A,B；第一个为基线',
  ),
  failOnFlag: text('exit with 1 on: regression', '出现该情况时以 1 退出：regression（性能回退）'),
  toleranceFlag: text(
    'times may be so much worse without being a regression (default: 5%)',
    '耗时变差不超过该比例不算回退（默认 5%）',
  ),

  badShare: (flag: string, value: string): Text =>
    text(
      `${flag} takes a share such as 5% or 0.05, not "${value}"`,
      `${flag} 须为 5% 或 0.05 这样的比例，而不是“${value}”`,
    ),
  badFailOn: (value: string): Text =>
    text(`--fail-on takes "regression", not "${value}"`, `--fail-on 须为 regression，而不是“${value}”`),
  needsTwo: text('there is nothing to compare with', '没有可对比的对象'),
  needsTwoHint: text(
    'give two or more reports or runs, or one run with --relays A,B',
    '请给出两个或更多报告或运行目录，或一个运行目录加 --relays A,B',
  ),
  oneRun: text('--relays compares relays of one run', '--relays 用于对比同一次运行中的中转站'),
  oneRunHint: text('give one run, or leave --relays out', '请只给出一个运行，或去掉 --relays'),
  noSuchRelay: (relay: string, known: string): Text =>
    text(`this run has no relay "${relay}": it has ${known}`, `该运行中没有中转站“${relay}”，只有 ${known}`),
  noReports: (path: string): Text => text(`${path} holds no run`, `${path} 中没有运行结果`),
  noReportsHint: text(
    'give a report.json, the folder of a run, or a folder that holds such folders',
    '请给出 report.json、运行目录，或包含运行目录的目录',
  ),
  tooMany: (probes: string, most: string): Text =>
    text(
      `${probes} probes in one cell: at most ${most} can be compared`,
      `单个组合有 ${probes} 次探测，最多可对比 ${most} 次`,
    ),
  noPlan: (name: string): Text =>
    text(
      `the report of ${name} does not say what was asked, so nothing can be compared with it`,
      `${name} 的报告没有写明测试内容，无法对比`,
    ),
  noSharedRelay: (label: string): Text =>
    text(
      `no relay has the same name on all sides, and ${label} has several`,
      `各方没有同名的中转站，且 ${label} 含有多个中转站`,
    ),
  noSharedRelayHint: text(
    'give the relay the same name in both profiles, or compare reports of one relay each',
    '请在两份配置中使用相同的中转站名称，或对比各含一个中转站的报告',
  ),
  nothingShared: (a: string, b: string): Text =>
    text(`${a} and ${b} measured nothing in common`, `${a} 与 ${b} 没有共同的测量项`),
  nothingSharedHint: text(
    'relay, line, model, protocol and mode must be the same; with --by model, model and mode',
    '中转站、线路、模型、协议与模式须相同；使用“--by model”时为模型与模式',
  ),
  askedDifferently: (a: string, b: string, what: Text): Text =>
    text(`${a} and ${b} were not asked the same: ${what.en}`, `${a} 与 ${b} 的测试内容不同：${what.zh}`),
  askAlike: text(
    'run both with the same workload and load, then compare again',
    '请用相同的测试内容与负载重新运行后再对比',
  ),
  prompts: (a: string, bytesA: string, b: string, bytesB: string): Text =>
    text(
      `the prompt was ${a} (${bytesA} bytes) and ${b} (${bytesB} bytes)`,
      `提示词分别为 ${a}（${bytesA} 字节）与 ${b}（${bytesB} 字节）`,
    ),
  maxTokens: (a: string, b: string): Text =>
    text(`at most ${a} and ${b} tokens`, `最大输出分别为 ${a} 与 ${b} token`),
  sampling: text(
    'temperature, top_p or reasoning_effort differ',
    'temperature、top_p 或 reasoning_effort 不同',
  ),
  concurrency: (a: string, b: string): Text =>
    text(`${a} and ${b} probes in flight at once`, `并发分别为 ${a} 与 ${b}`),
  loadShape: text('the shape of the load differs', '负载形式不同'),

  unfinished: (label: string): Text =>
    text(
      `${label}: a run did not finish; what it has is compared`,
      `${label}：有运行未完成，仅对比已有的结果`,
    ),
  pooled: (label: string, runs: string): Text =>
    text(
      `${label}: ${runs} runs taken together; nights differ, and intervals do not know of it: they are too narrow where nights differ much`,
      `${label}：合并了 ${runs} 次运行；各次之间的差异未计入区间，差异大时区间偏窄`,
    ),
  differing: {
    vantage: (values: string): Text =>
      text(`measured from different places: ${values}`, `测试地点不同：${values}`),
    version: (values: string): Text =>
      text(
        `measured by different versions of relaybench: ${values}`,
        `使用了不同版本的 relaybench 测量：${values}`,
      ),
  },
  missing: (label: string, names: string): Text =>
    text(`nothing to compare in ${label} for: ${names}`, `${label} 中缺少可对比的项：${names}`),
  anytime: text(
    'a run chose its numbers of probes by what it saw: p-values here hold for numbers fixed beforehand, so take close ones with care',
    '有运行边测边定次数：此处的 p 值以预先固定的次数为前提，接近界限者请谨慎看待',
  ),

  title: (baseline: string): Text => text(`Compared with ${baseline}`, `与基线 ${baseline} 的对比`),
  side: (label: string, runs: string, times: string, vantage: string): Text =>
    text(
      `${label}: ${times}, runs: ${runs}, vantage ${vantage}`,
      `${label}：${runs} 次运行，${times}，测试地点 ${vantage}`,
    ),
  paired: text(
    'paired by round: both relays were asked next to each other, so what the hour did it did to both; the strongest design there is',
    '逐轮配对：两家中转站几乎同时被测，时段影响相互抵消；这是最有力的设计',
  ),
  independent: text(
    'not paired: what else changed between the runs (hour, load, network) is in the differences too; relays of one run are compared round by round with --relays A,B',
    '未配对：两次运行之间的其他变化（时段、负载、网络）也包含在差异之中；同一次运行中的中转站可用 --relays A,B 逐轮对比',
  ),
  worseLine: (cell: string, metric: Text, change: string): Text =>
    text(`worse: ${cell}, ${metric.en} ${change}`, `较差：${cell}，${metric.zh} ${change}`),
  betterLine: (cell: string, metric: Text, change: string): Text =>
    text(`better: ${cell}, ${metric.en} ${change}`, `较好：${cell}，${metric.zh} ${change}`),
  beyondTolerance: (count: string, tolerance: string): Text =>
    text(
      `${count} of them beyond the tolerance (${tolerance} for times, none for availability)`,
      `其中 ${count} 项超出容许范围（耗时 ${tolerance}，可用率不容许下降）`,
    ),
  noDifferences: text('No difference shown anywhere.', '各项均未显示差异。'),
  cell: (names: string, mode: Text): Text => text(`${names}, ${mode.en}`, `${names}（${mode.zh}）`),
  versus: (relay: string, baseline: string): Text =>
    text(`${relay} against ${baseline}`, `${relay} 对比 ${baseline}`),
  columns: {
    metric: text('metric', '指标'),
    baseline: text('baseline', '基线'),
    candidate: text('compared', '对比方'),
    n: text('n', '次数'),
    change: text('change', '差异'),
    interval: text('95% CI', '95% 区间'),
    p: text('p,\ncorrected', 'p 值\n已校正'),
    verdict: text('verdict', '结论'),
  },
  metrics: {
    availability: text('available', '可用率'),
    ttft: text('TTFT p50', '首字 P50'),
    e2e: text('E2E p50', '总耗时 P50'),
    tpot: text('TPOT p50', '每 token P50'),
  },
  points: (value: string): Text => text(`${value} points`, `${value} 百分点`),
  worse: text('worse', '较差'),
  better: text('better', '较好'),
  tolerated: text('worse, within tolerance', '较差，在容许范围内'),
  noDifference: text('no difference shown', '未显示差异'),
  couldHaveSeen: (least: string): Text =>
    text(`no difference shown (could have seen ≥ ${least})`, `未显示差异（可测出 ≥ ${least} 的变差）`),
  tooFew: text('no difference shown (too few to show any)', '未显示差异（样本太少，无法显示）'),
  reasons: {
    'client-limited': text('not comparable: client-limited', '不可比：受限于本机'),
    'no-values': text('not comparable: nothing measured', '不可比：没有测得数值'),
  },
  legend: (questions: string, alpha: string): Text =>
    text(
      `${questions} questions; the chance of any false "worse" or "better" among them is at most ${alpha} (Holm). p is after that correction; each interval is for its question alone. Medians and ratios count failures as +∞. "Could have seen": shown 8 times in 10.`,
      `共 ${questions} 个问题；其中出现任何误判的概率至多 ${alpha}（Holm 校正）。p 值为校正后的值；区间各自独立。中位数与比值将失败计为 +∞。“可测出”指十次中有八次能显示。`,
    ),
} as const
