import type { Text } from '../core/text.ts'

const text = (en: string, zh: string): Text => ({ en, zh })

/** Words of `relaybench scorecard`. */
export const scorecardWords = {
  about: text(
    'what a buyer asks of each relay: measured facts and declared ones apart, each with its source',
    '面向采购的评估表：实测与声明分列，逐项注明来源',
  ),
  argument: text('folder of a run, a journal, or a report.json', '运行目录、日志文件，或 report.json'),
  formatKind: text('scorecard format', '评估表格式'),

  title: (profile: string): Text => text(`Scorecard: ${profile}`, `评估表：${profile}`),
  intro: text(
    'Measured: seen by this run. Declared: said by the vendor or the author of the profile, not verified by relaybench.',
    '实测：本次运行所见。声明：由供应商或配置作者提供，relaybench 未予核实。',
  ),
  noRelays: text('The report names no relay.', '报告中没有中转站。'),
  criteria: {
    connection: text('Connection and network quality', '连接与网络质量'),
    reliability: text('Reliability and support', '可靠性与售后支持'),
    models: text('Model ecosystem', '模型生态'),
    cost: text('Cost', '成本'),
  },
  columns: {
    measured: text('measured', '实测'),
    declared: text('declared', '声明'),
    value: text('value', '数值'),
    interval: text('95% CI', '95% 区间'),
    source: text('source', '来源'),
    stated: text('as stated', '声明内容'),
  },
  notMeasured: text('not measured', '未测得'),
  notDeclared: text('not declared', '未声明'),
  declaredUnknown: text('unknown (as declared)', '不详（按声明）'),
  noSource: text('no source given', '未注明来源'),
  asOf: (source: string, date: string): Text => text(`${source} (${date})`, `${source}（${date}）`),
  profile: text('profile', '配置文件'),
  of: (name: string, model: string): Text => text(`${name}, ${model}`, `${name}（${model}）`),
  ofMode: (name: string, model: string, mode: string): Text =>
    text(`${name}, ${model}, ${mode}`, `${name}（${model}，${mode}）`),

  measured: {
    dns: text('DNS, median', 'DNS 解析中位数'),
    tcp: text('TCP, median', 'TCP 连接中位数'),
    tls: text('TLS, median', 'TLS 握手中位数'),
    connect: text('connecting in all, p50', '建立连接总计 P50'),
    address: text('address', '地址'),
    http: text('HTTP version', 'HTTP 版本'),
    'tls-version': text('TLS version', 'TLS 版本'),
    edge: text('edge or CDN', '边缘节点 / CDN'),
    ttft: text('TTFT p50', '首字 (TTFT) P50'),
    e2e: text('E2E p50', '总耗时 P50'),
    availability: text('answered', '可用率'),
    promise: text('promise beside measured', '承诺与实测'),
    failures: text('failures', '失败情况'),
    stopped: text('stopped early', '提前停止'),
    listed: text('models listed', '列出的模型数'),
    works: text('wanted models that work', '所需模型：可用'),
    dead: text('listed but dead', '所需模型：列出但不可用'),
    unlisted: text('unlisted but works', '所需模型：未列出但可用'),
    absent: text('absent', '所需模型：没有'),
    unknown: text('unknown', '所需模型：未知'),
    software: text('software', '软件'),
    refused: text('request fields refused', '拒绝的请求字段'),
    price: text('1,000 answers', '每千次回答'),
    spent: text('spent in this run', '本次花费'),
  },
  sources: {
    connections: text('its connections', '实际连接'),
    probes: text('counted probes', '计数请求'),
    headers: text('response headers', '响应头'),
    listing: text('its model list', '模型列表'),
    'status-page': text('its status page', '状态页'),
    usage: text('tokens it reported, declared price', '其上报 token 数与声明价格'),
  },
  none: text('none', '无'),
  promise: (promised: string, measured: string, verdict: string): Text =>
    text(
      `${promised} promised, ${measured} seen: ${verdict}`,
      `承诺 ${promised}，实测 ${measured}：${verdict}`,
    ),

  declared: {
    region: text('region', '地区'),
    kind: text('what it is', '类型'),
    sla: text('SLA', 'SLA 承诺'),
    support: text('support', '支持渠道与时间'),
    interest: text("profile author's interest", '配置作者的利益关系'),
    channel: text('where its upstream comes from', '上游渠道'),
    price: text('price', '价格'),
    billing: text('billed by', '计费方式'),
    payment: text('payment', '付款方式'),
    invoice: text('invoice', '发票'),
    refund: text('refund of unused credit', '余额退款'),
  },
  yes: text('yes', '是'),
  no: text('no', '否'),
  price: (input: string, output: string): Text =>
    text(`${input} in, ${output} out per million tokens`, `每百万 token 输入 ${input}、输出 ${output}`),
  perRequest: (price: string, usd: string): Text =>
    text(`${price}, ${usd} a request on top`, `${price}，另每次请求 ${usd}`),
  /** What the profile may state in a word of its own; anything else is shown as it is. */
  stated: {
    official: text('official', '官方'),
    cloud: text('cloud', '云厂商'),
    aggregator: text('aggregator', '聚合平台'),
    relay: text('relay', '中转站'),
    community: text('community', '公益站'),
    token: text('token', '按 token'),
    call: text('call', '按次'),
    subscription: text('subscription', '订阅'),
    mixed: text('mixed', '混合'),
    'official-api': text('official API', '官方 API'),
    'first-party-pool': text('pool of first-party accounts', '自有账号池'),
    'reverse-engineered': text('reverse-engineered', '逆向'),
    reseller: text('reseller', '转售'),
    undisclosed: text('undisclosed', '未公开'),
  } as Readonly<Record<string, Text>>,
} as const
