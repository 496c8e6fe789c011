import type { Text } from '../core/text.ts'

const text = (en: string, zh: string): Text => ({ en, zh })

/** Help, progress and closing lines. */
export const cliWords = {
  about: text(
    'Measures LLM API relays before you buy: time to first token, latency, reliability, and which models really answer.',
    '购买前实测大模型 API 中转站：首字（TTFT）、总耗时、可用率，以及哪些模型真的能用。',
  ),
  helpUsage: text('Usage:', '用法：'),
  helpArguments: text('Arguments:', '参数：'),
  helpOptions: text('Options:', '选项：'),
  helpCommands: text('Commands:', '命令：'),
  helpFlag: text('show help', '显示帮助'),
  helpCommand: text('help for a command', '显示某个命令的帮助'),
  versionFlag: text('print the version', '显示版本号'),
  langFlag: text(
    'language: en or zh (default: from LC_ALL or LANG)',
    '语言：en 或 zh（默认取自 LC_ALL 或 LANG）',
  ),
  exitCodes: text(
    'Exit codes: 0 done · 1 a limit was broken · 2 bad input · 3 nothing could be measured · 4 own network down · 5 disk · 6 a limit is undecided (--fail-on undecided) · 7 more spent than budget.warn_at · 70 a defect of ours · 130 interrupted',
    '退出码：0 完成 · 1 超出限制 · 2 输入有误 · 3 未测得任何结果 · 4 本机网络故障 · 5 磁盘 · 6 有限值尚无定论 · 7 花费超过 budget.warn_at · 70 程序自身缺陷 · 130 被中断',
  ),

  runAbout: text('measure the relays of a profile and compare them', '按配置文件测量并对比各中转站'),
  profileArgument: text('YAML profile, such as profiles/demo.yaml', 'YAML 配置文件，如 profiles/demo.yaml'),
  profileOrResume: text('give a profile, or --resume DIR', '请给出配置文件，或使用 --resume 目录'),
  relayFlag: text('only these relays (repeatable)', '只测这些中转站（可重复）'),
  modelFlag: text('only these models (repeatable)', '只测这些模型（可重复）'),
  requestsFlag: text('counted probes a cell', '每个组合的计数探测次数'),
  concurrencyFlag: text('probes in flight at once, a relay', '每个中转站同时进行的探测数'),
  timeoutFlag: text('seconds for a whole probe', '单次探测的总超时（秒）'),
  seedFlag: text('seed of the order of probes', '探测顺序的随机种子'),
  maxTokensFlag: text('most output tokens to ask for', '请求的最大输出 token 数'),
  budgetFlag: text(
    'most that the run may cost, in USD (default: 1); with --resume all sessions together',
    '整个运行的费用上限（美元，默认 1）；与 --resume 同用时为所有会话合计',
  ),
  streamFlag: text('only streaming probes', '只做流式探测'),
  noStreamFlag: text('only non-streaming probes', '只做非流式探测'),
  outFlag: text(
    'folder for journal and report (default: relaybench-runs/<time>-<profile>)',
    '日志与报告目录（默认 relaybench-runs/<时间>-<配置名>）',
  ),
  resumeFlag: text('go on with the run in this folder', '继续该目录中的运行'),
  dryRunFlag: text('print the plan and send nothing', '只打印计划，不发送任何请求'),
  controlFlag: text(
    'ask a loopback relay through the run, to know our own delay under its load',
    '运行期间持续探测本机回环中转站，以测得负载下的自身延迟',
  ),
  noCalibrationFlag: text(
    'skip the half second that measures our own delay before the run',
    '跳过运行前测量自身延迟的半秒校准',
  ),
  workersFlag: text(
    'threads for the connections: auto (none for few streams) or a number',
    '处理连接的线程数：auto（流数少时不用）或一个数字',
  ),
  notWorkers: (value: string, most: string): Text =>
    text(
      `--workers takes "auto" or a whole number from 0 to ${most}, not "${value}"`,
      `--workers 须为 auto 或 0 到 ${most} 的整数，而不是“${value}”`,
    ),
  sloFlag: text(
    'a limit such as "ttft_p95 < 2s", added to those of the profile or in place of one (repeatable)',
    '限值，如 "ttft_p95 < 2s"：追加到配置文件，或取代同名限值（可重复）',
  ),
  failOnFlag: text(
    'which limits make the exit code: broken (default), undecided too, or never',
    '哪些限值影响退出码：broken（默认）、undecided（含无法判断）、never（从不）',
  ),
  notFailOn: (value: string, choices: readonly string[]): Text =>
    text(
      `--fail-on takes ${choices.join(', ')}, not "${value}"`,
      `--fail-on 须为 ${choices.join('、')}，而不是“${value}”`,
    ),
  sloOfResumed: text(
    '--slo cannot be added to a run that goes on: its profile stands in its journal',
    '--slo 不能用于继续运行：其配置已写入日志',
  ),
  sloAfterwards: (directory: string): Text =>
    text(
      `judge it afterwards: relaybench report ${directory} --slo LIMIT`,
      `请在完成后评判：relaybench report ${directory} --slo 限值`,
    ),
  sloNeedsJournal: text(
    '--slo needs the journal of a run, not a report',
    '--slo 需要运行日志，而不是报告文件',
  ),
  jsonFlag: text('print the report as JSON, and only that', '只输出 JSON 报告'),
  formatFlag: (known: string): Text => text(`format: ${known}`, `格式：${known}`),
  quietFlag: text('no progress', '不显示进度'),
  verboseFlag: text('a line on stderr for every probe', '每次探测在 stderr 输出一行'),

  reportAbout: text('judge a journal again and print its report', '重新评判日志并输出报告'),
  reportArgument: text('folder of a run, or a journal file', '运行目录，或日志文件'),
  asFlag: (known: string): Text =>
    text(`recompute as another tool defines its figures: ${known}`, `按其他工具的定义重新计算：${known}`),
  modelsAbout: text(
    'which relay really serves which model: one probe each',
    '哪个中转站真正提供哪个模型：各探测一次',
  ),
  probeAbout: text('send one request and show everything about it', '发送一次请求并显示全部细节'),
  baseUrlFlag: text('base URL, with /v1 where the relay wants it', '基础地址（需要 /v1 的请自行带上）'),
  probeModelFlag: text('model to ask', '模型名'),
  protocolFlag: (known: string): Text => text(`protocol: ${known}`, `协议：${known}`),
  promptFlag: text('what to ask (default: a short realistic text)', '提示词（默认为一段真实感的短文）'),
  keyEnvFlag: text('environment variable that holds the key', '存放密钥的环境变量'),
  authFlag: text(
    'how the key is sent: bearer, x-api-key, query or header',
    '密钥发送方式：bearer、x-api-key、query 或 header',
  ),
  headerFlag: text('further request header "name: value" (repeatable)', '附加请求头“名称: 值”（可重复）'),
  countTokensFlag: text(
    'only ask how many tokens the prompt has, where the protocol can',
    '只询问提示词的 token 数（协议支持时）',
  ),
  schemaAbout: text('print a JSON Schema, or the table of outcomes', '输出 JSON Schema 或结果分类表'),
  schemaArgument: text(
    'profile, report, comparison, scorecard, selftest, sla or outcomes',
    'profile、report、comparison、scorecard、selftest、sla 或 outcomes',
  ),
  markdownFlag: text('as a Markdown reference', '输出 Markdown 参考'),

  tooFewArguments: (message: string): Text => text(message, `命令行有误：${message}`),
  seeHelp: text('see --help', '请看 --help'),
  notANumber: (flag: string, value: string): Text =>
    text(`${flag} wants a number, got "${value}"`, `${flag} 需要数字，收到“${value}”`),

  notPositive: (flag: string, value: string): Text =>
    text(`${flag} wants a number above 0, got "${value}"`, `${flag} 需要大于 0 的数字，收到“${value}”`),

  progress: (done: string, rate: string, elapsed: string): Text =>
    text(`${done} probes · ${rate}/s · ${elapsed} elapsed`, `探测 ${done} · 每秒 ${rate} · 已用 ${elapsed}`),
  progressLeft: (eta: string): Text => text(`about ${eta} left`, `约剩 ${eta}`),
  progressTokens: (tokens: string): Text => text(`${tokens} tokens`, `共 ${tokens} token`),
  progressCost: (spent: string, cap: string): Text => text(`${spent} of ${cap}`, `已用 ${spent} / ${cap}`),
  stopping: text(
    'Stopping: nothing new is sent, waiting for what is in flight. Press Ctrl-C again to break it off.',
    '正在停止：不再发送新请求，等待进行中的探测。再按一次 Ctrl-C 立即中断。',
  ),
  wrote: (directory: string): Text => text(`Journal and report: ${directory}`, `日志与报告：${directory}`),
  reportUnwritten: (path: string, why: string): Text =>
    text(`cannot write the report ${path}: ${why}`, `无法写入报告 ${path}：${why}`),
  reportUnwrittenHint: (directory: string): Text =>
    text(
      `the journal is whole; print the report again with: relaybench report ${directory}`,
      `日志是完整的；可再次输出报告：relaybench report ${directory}`,
    ),
  resumeWith: (directory: string): Text =>
    text(
      `Go on with: relaybench run --resume ${directory}`,
      `继续运行：relaybench run --resume ${directory}`,
    ),
  resumeWithBudget: (directory: string): Text =>
    text(
      `Go on with a larger budget: relaybench run --resume ${directory} --budget USD`,
      `提高预算后继续：relaybench run --resume ${directory} --budget 美元`,
    ),
  unexpected: (message: string): Text =>
    text(`a defect of relaybench: ${message}`, `relaybench 自身缺陷：${message}`),
  exists: (directory: string): Text =>
    text(`${directory} already holds a run`, `${directory} 中已有一次运行`),
  existsHint: text('choose another --out, or go on with --resume', '请换一个 --out，或用 --resume 继续'),
  planHeading: text('Plan (nothing is sent)', '计划（不发送任何请求）'),
  planCells: (cells: number, rounds: string, warmup: number): Text =>
    text(
      `${cells} cells · ${rounds} counted rounds · ${warmup} warm-up rounds`,
      `${cells} 个组合 · ${rounds} 轮计数 · ${warmup} 轮预热`,
    ),
  planWorstCase: (requests: string, input: string, output: string): Text =>
    text(
      `at most ${requests} requests, ${input} input and ${output} output tokens (an upper bound; attempts after a refused field come on top)`,
      `最多 ${requests} 次请求，输入 ${input}、输出 ${output} token（上界；字段被拒后的重发另计）`,
    ),
  planCap: (cap: string, isDefault: boolean): Text =>
    isDefault
      ? text(
          `budget ${cap} (default; change it with --budget): the run ends before it could cost more`,
          `预算 ${cap}（默认值，可用 --budget 修改）：超出之前运行即结束`,
        )
      : text(`budget ${cap}: the run ends before it could cost more`, `预算 ${cap}：超出之前运行即结束`),
  planTotalCost: (usd: string): Text =>
    text(
      `at most ${usd} in all, were every answer as long as allowed; attempts after a lost connection come on top, within the budget`,
      `每次回答都达到长度上限时，合计至多 ${usd}；连接中断后的重发另计，但不超出预算`,
    ),
  planMayStop: text(
    'that is more than the budget: it may end the run before its plan is through',
    '该数额超出预算：运行可能在计划完成之前结束',
  ),
  planList: (price: Text, times: string, model: string, asOf: string): Text =>
    text(
      `${price.en}; ${times} × the list price of ${model}, ${asOf}`,
      `${price.zh}；${model} 官方价（${asOf}）的 ${times} 倍`,
    ),
  planRate: (rate: string, asOf: string, bookAsOf: string, days: number, isOld: boolean): Text =>
    text(
      `1 USD = ${rate} CNY${asOf === '' ? '' : ` (${asOf})`}; list prices of ${bookAsOf}, ${days} days old${isOld ? ': look them up again (`relaybench prices update`)' : ''}`,
      `1 美元 = ${rate} 元${asOf === '' ? '' : `（${asOf}）`}；官方价快照 ${bookAsOf}，距今 ${days} 天${isOld ? '：已陈旧，请更新（`relaybench prices update`）' : ''}`,
    ),
  planCost: (relay: string, model: string, usd: string, requests: string, price: Text): Text =>
    text(
      `${relay}  ${model}: at most ${usd} for ${requests} requests (${price.en})`,
      `${relay}  ${model}：${requests} 次请求至多 ${usd}（${price.zh}）`,
    ),
  planPriceOnly: (relay: string, model: string, price: Text): Text =>
    text(`${relay}  ${model}: ${price.en}`, `${relay}  ${model}：${price.zh}`),
  planPrice: {
    declared: (input: string, output: string): Text =>
      text(`${input} in, ${output} out per million tokens`, `每百万 token 输入 ${input}、输出 ${output}`),
    default: (input: string, output: string): Text =>
      text(
        `price not stated: counted at ${input} in, ${output} out per million tokens`,
        `未注明价格：按每百万 token 输入 ${input}、输出 ${output} 计`,
      ),
    listed: (input: string, output: string): Text =>
      text(`${input} in, ${output} out per million tokens`, `每百万 token 输入 ${input}、输出 ${output}`),
    assumed: (input: string, output: string): Text =>
      text(
        `assumed: ${input} in, ${output} out per million tokens`,
        `假定：每百万 token 输入 ${input}、输出 ${output}`,
      ),
    simulated: (_input: string, _output: string): Text => text('simulated, free', '模拟，免费'),
  },
  planUnbounded: text('bounded by time: the number of requests is open', '按时长运行：请求次数不定'),
  planSeed: (seed: number): Text => text(`seed ${seed}`, `随机种子 ${seed}`),
  planOrder: (round: number, order: string): Text =>
    text(`round ${round}: ${order}`, `第 ${round} 轮：${order}`),
  planSkipped: (relay: string, why: string): Text =>
    text(`not probed: ${relay} (${why})`, `不探测：${relay}（${why}）`),
  planNoKey: (env: string): Text => text(`set ${env}`, `请设置 ${env}`),
  planNotAllowed: text('probe_policy says no', 'probe_policy 不允许'),
} as const
