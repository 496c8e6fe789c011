import type { Text } from '../core/text.ts'

const text = (en: string, zh: string): Text => ({ en, zh })

/** Words of `relaybench sla`. */
export const slaWords = {
  about: text(
    'what nightly reports say together: availability, promises, incidents, trends and models, over months',
    '汇总每晚的报告：数月内的可用率、承诺、故障、趋势与模型变化',
  ),
  argument: text(
    'report.json, folder of a run, or folder of such (looked through two levels deep)',
    'report.json、运行目录，或包含它们的目录（向下查找两层）',
  ),
  promiseFlag: text(
    'what was promised, such as 99.9% (default: what the profile declares)',
    '承诺的可用率，如 99.9%（默认取配置中声明的值）',
  ),
  zoneFlag: text(
    'time zone of days and hours, such as Asia/Shanghai (default: of this machine)',
    '日期与时段所用的时区，如 Asia/Shanghai（默认为本机时区）',
  ),
  atFlag: text(
    'where the windows end, as 2026-11-28T20:00:00Z (default: the last report)',
    '统计窗口的终点，如 2026-11-28T20:00:00Z（默认为最后一份报告）',
  ),
  failOnFlag: text(
    'exit with 1 when a promise is broken; with "undecided" also with 6 when one is open',
    '承诺被违反时以 1 退出；设为 undecided 时，尚无定论以 6 退出',
  ),
  jsonFlag: text('print it as JSON', '以 JSON 输出'),
  formatKind: text('format', '格式'),

  badPromise: (value: string): Text =>
    text(
      `--promise takes a share from 50% to 100%, such as 99.9%, not "${value}"`,
      `--promise 须为 50% 到 100% 的比例，如 99.9%，而不是“${value}”`,
    ),
  badZone: (value: string): Text => text(`there is no time zone "${value}"`, `没有名为“${value}”的时区`),
  badZoneHint: text(
    'give an IANA name, such as Asia/Shanghai or UTC',
    '请给出 IANA 名称，如 Asia/Shanghai 或 UTC',
  ),
  badAt: (value: string): Text =>
    text(
      `--at takes a date and time, such as 2026-11-28T20:00:00Z, not "${value}"`,
      `--at 须为日期与时间，如 2026-11-28T20:00:00Z，而不是“${value}”`,
    ),
  gateKind: text('--fail-on', '失败条件'),
  nothingRead: text('no report could be read', '没有可读取的报告'),
  nothingYet: (at: string): Text => text(`no report is from before ${at}`, `${at} 之前没有报告`),

  title: text('The long view', '长期表现'),
  span: (reports: string, first: string, last: string, zone: string): Text =>
    text(
      `${reports} reports from ${first} to ${last}; days and hours in ${zone}`,
      `共 ${reports} 份报告，从 ${first} 到 ${last}；日期与时段按 ${zone}`,
    ),
  vantage: (vantage: string): Text => text(`vantage ${vantage}`, `测试地点：${vantage}`),
  vantages: (names: string): Text =>
    text(
      `measured from several places, which are taken together: ${names}`,
      `测试地点不止一处，已合并统计：${names}`,
    ),
  later: (count: string): Text => text(`${count} later reports left out`, `未计入 ${count} 份更晚的报告`),
  resolution: text(
    'Between two reports nothing is known: times of incidents and changes are good to the nights around them.',
    '两份报告之间的情况无从得知：故障与变化的时间只能精确到相邻两晚之间。',
  ),

  availability: text('availability', '可用率'),
  columns: {
    model: text('model', '模型'),
    window: text('last', '时段'),
    nights: text('reports', '报告数'),
    answered: text('answered', '可用率'),
    interval: text('95% CI', '95% 区间'),
    n: text('n', '次数'),
    without429: text('without\n429', '不计 429'),
    burn: text('budget\nused', '误差预算\n消耗'),
    promised: text('promised', '承诺'),
    verdict: text('verdict', '结论'),
    series: text('latency', '延迟'),
    from: text('before', '此前'),
    to: text('after', '此后'),
    ratio: text('ratio', '倍数'),
    day: text('since', '起始日'),
    seen: text('seen', '发现于'),
    hours: text('hours', '时段'),
    ttft: text('TTFT p50', '首字 P50'),
    state: text('state', '状态'),
    days: text('days', '天数'),
    firstSeen: text('first seen', '首次出现'),
    change: text('change', '变化'),
  },
  windows: {
    24: text('24 h', '24 小时'),
    168: text('7 d', '7 天'),
    720: text('30 d', '30 天'),
    2160: text('90 d', '90 天'),
    all: text('all', '全部'),
  },
  promises: text('promise', '承诺'),
  source: {
    flag: text('as given', '命令行给出'),
    facts: text('declared by the relay', '中转站声明'),
    profile: text('limit of the profile', '配置中的限值'),
  },
  promise: (promised: string, source: Text): Text =>
    text(`${promised}, ${source.en}`, `${promised}（${source.zh}）`),
  met: (day: string): Text => text(`met, since ${day}`, `已兑现，判定于 ${day}`),
  broken: (day: string): Text => text(`broken, since ${day}`, `已违反，判定于 ${day}`),
  undecided: text('undecided', '尚无定论'),
  needed: (nights: string): Text =>
    text(`undecided: about ${nights} reports more`, `尚无定论：约需再测 ${nights} 份报告`),

  incidents: text('incidents', '故障'),
  noIncidents: text('No incident seen.', '未见故障。'),
  incident: (
    first: string,
    last: string,
    outcome: Text,
    models: string,
    failed: string,
    probes: string,
  ): Text =>
    text(
      `${first} to ${last}: ${outcome.en}, ${failed} of ${probes} probes failed, ${models}`,
      `${first} 至 ${last}：${outcome.zh}，${probes} 次探测失败 ${failed} 次，涉及 ${models}`,
    ),
  began: (after: string, first: string): Text =>
    text(`began between ${after} and ${first}`, `始于 ${after} 与 ${first} 之间`),
  beganBefore: text('began before the first report', '始于第一份报告之前'),
  ended: (last: string, before: string): Text =>
    text(`ended between ${last} and ${before}`, `止于 ${last} 与 ${before} 之间`),
  goesOn: text('not over yet', '尚未结束'),
  moreIncidents: (count: string): Text =>
    text(`and ${count} earlier ones, in --json`, `另有更早的 ${count} 起，见 --json`),
  mttr: (least: string, most: string, n: string): Text =>
    text(
      `mean time to repair: between ${least} and ${most} (n = ${n})`,
      `平均修复时间：${least} 到 ${most} 之间（n = ${n}）`,
    ),
  mtbf: (hours: string, n: string): Text =>
    text(`mean time between failures: ${hours} (n = ${n})`, `平均无故障时间：${hours}（n = ${n}）`),
  hours: (value: string): Text => text(`${value} h`, `${value} 小时`),
  days: (value: string): Text => text(`${value} d`, `${value} 天`),

  latency: text('latency changes', '延迟变化'),
  series: {
    ttft: text('TTFT p50', '首字 P50'),
    e2e: text('E2E p50', '总耗时 P50'),
  },
  steady: (names: string, value: string, nights: string): Text =>
    text(
      `${names}: no change shown, ${value} (median of ${nights} reports)`,
      `${names}：未显示变化，${value}（${nights} 份报告的中位数）`,
    ),
  failing: text('failing', '失败'),

  hoursTitle: text('evening peak and the rest of the day', '晚高峰与其余时段'),
  peak: text('20–23', '20–23 点'),
  offPeak: text('other', '其余'),

  listing: text('models that changed', '有变化的模型'),
  states: {
    works: text('works', '可用'),
    'listed-but-dead': text('listed but dead', '列出但不可用'),
    'unlisted-but-works': text('unlisted but works', '未列出但可用'),
    absent: text('absent', '没有'),
  } as Readonly<Record<string, Text>>,
  changes: {
    stayed: text('stayed', '保持'),
    appeared: text('appeared', '新出现'),
    vanished: text('vanished', '已消失'),
    dead: text('dead', '失效'),
    never: text('never there', '从未出现'),
  },
  allStayed: (count: string): Text =>
    text(`All ${count} wanted models stayed as they were.`, `所需的 ${count} 个模型均无变化。`),

  calendar: text('calendar', '日历'),
  calendarLegend: (o: string, some: string, many: string, most: string, none: string): Text =>
    text(
      `each sign is a day: ${o} all answered, ${some} up to 5% failed, ${many} up to half, ${most} more, ${none} no report`,
      `每个符号代表一天：${o} 全部成功，${some} 失败不超过 5%，${many} 不超过一半，${most} 超过一半，${none} 无报告`,
    ),

  skippedTitle: text('files that were skipped', '跳过的文件'),
  moreSkipped: (count: string): Text => text(`and ${count} more, in --json`, `另有 ${count} 个，见 --json`),
  skipped: (path: string, why: Text): Text => text(`${path}: ${why.en}`, `${path}：${why.zh}`),
  reasons: {
    unreadable: text('cannot be read', '无法读取'),
    'too-large': text('far too large for a report', '过大，不像报告'),
    'not-json': text(
      'not whole JSON: damaged, or still being written',
      '不是完整的 JSON：已损坏，或仍在写入',
    ),
    'not-a-report': text('not a report of relaybench', '不是 relaybench 的报告'),
    'other-version': text('a report of a version that this program does not read', '报告版本不受本程序支持'),
    'no-time': text('does not say when it was begun', '没有写明开始时间'),
    'still-running': text('the run is not finished', '运行尚未完成'),
    'no-report': text(
      'a run without a report: judge it with "relaybench report"',
      '只有日志而没有报告：可用“relaybench report”重新评判',
    ),
    duplicate: text('the same run once more', '重复的运行'),
  },
  sameAs: (path: string): Text => text(`the same run as ${path}`, `与 ${path} 是同一次运行`),

  legend: (promise: string, change: string): Text =>
    text(
      `Promises and changes are looked at after every night, for as long as you like: the chance of ever saying a false "broken", or a false "met", is at most ${promise} for a relay and model; of naming a change where there is none, at most ${change} for a latency. "Broken" holds however failures of one night hang together. "Met" counts probes as if they failed one by one: it does not exclude rare outages that no night has met yet. docs/sla.md says what each rests on.`,
      `承诺与变化可在每晚之后查看，次数不限：对每个中转站与模型，误报“已违反”或“已兑现”的概率各不超过 ${promise}；对每项延迟，误报变化的概率不超过 ${change}。“已违反”不要求同一晚的失败相互独立；“已兑现”假定各次探测独立失败，不能排除尚未遇到的罕见整晚故障。依据见 docs/sla.md。`,
    ),
} as const
