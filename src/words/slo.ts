import type { Text } from '../core/text.ts'

const text = (en: string, zh: string): Text => ({ en, zh })

/** Words of limits, and of the table that buyers know. */
export const objectiveWords = {
  title: text('Limits (slo)', '限值（slo）'),
  columns: {
    relay: text('relay', '中转站'),
    model: text('model', '模型'),
    mode: text('mode', '模式'),
    limit: text('limit', '限值'),
    measured: text('measured', '实测值'),
    interval: text('95% CI', '95% 区间'),
    verdict: text('verdict', '结论'),
  },
  verdicts: { broken: text('broken', '违反'), 'no-breach': text('no breach seen', '未见违反') },
  /** In place of a model or mode, of a limit on a whole relay. */
  all: text('all', '全部'),
  failures: text('too many failed', '失败过多'),
  nothingJudged: text('nothing could be judged', '无可判断的项目'),
  noDifference: text('no confirmed difference', '无已证实的差异'),
  confirmed: (differ: string, n: string) =>
    text(`${differ} of ${n} findings differ`, `${n} 项中有 ${differ} 项有差异`),
  undecided: text('undecided', '不足以判断'),
  undecidedBy: (more: string) => text(`undecided, about ${more} more`, `不足以判断，约需再测 ${more} 次`),
  warning: (verdict: string) => text(`warning: ${verdict}`, `警告：${verdict}`),
  legend: text(
    'broken: more probes are past the limit than chance explains (exact test, all limits of the run corrected together, 5%). no breach seen: the opposite is shown at 95%; one run cannot show more.',
    '违反：越过限值的次数已非偶然可解释（精确检验，全部限值一并校正，5%）。未见违反：在 95% 水平上守住限值；单次运行至多证明这一点。',
  ),
  auditLegend: text(
    'audit, broken: a test shows a difference (all tests of the run together: 1% of false alarms). undecided: something that could have shown one was not settled, or nothing could be judged. Hints and facts do not count.',
    'audit，违反：检验显示有差异（全部检验合计误报率 1%）。不足以判断：本可显示差异的项目未有定论，或无一可判。线索与事实不计入。',
  ),
  sla: {
    title: text('Service levels', '服务水平'),
    sli: text('SLI', '指标 (SLI)'),
    slo: text('SLO', '目标 (SLO)'),
    method: text('how measured', '测量方法'),
    result: text('result [95% CI], n', '结果 [95% 区间], n'),
    verdict: text('verdict', '结论'),
    remark: text('remark', '备注'),
    none: text('The profile sets no limits (slo).', '配置文件没有设限值（slo）。'),
    past: (past: string, n: string) => text(`${past} of ${n} past the limit`, `${n} 次中有 ${past} 次越限`),
    missing: (names: string) => text(`not working: ${names}`, `不可用：${names}`),
    differing: (codes: string) => text(`differ: ${codes}`, `有差异：${codes}`),
    unsettled: (codes: string) => text(`not settled: ${codes}`, `未有定论：${codes}`),
    warnOnly: text('warning only', '仅警告'),
    methods: {
      availability: text('answered / probes, 429 counts as failed', '成功次数 / 请求次数，429 计为失败'),
      'error-rate': text('failed / probes', '失败次数 / 请求次数'),
      latency: text('quantile of probes, failures slowest', '逐次请求的分位数，失败计为最慢'),
      rate: text('quantile of answers, failures slowest', '逐次回答的分位数，失败计为最慢'),
      models: text('wanted models that answered / wanted', '有回答的模型 / 所需模型'),
      goodput: text('probes that kept all thresholds / probes', '满足全部阈值的次数 / 请求次数'),
      audit: text('tests that differ', '显示有差异的检验'),
    },
  },
}
