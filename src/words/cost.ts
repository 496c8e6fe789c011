import type { Text } from '../core/text.ts'

const text = (en: string, zh: string): Text => ({ en, zh })

/** Words about prices and balances. */
export const costWords = {
  nobody: text('the profile has no relay that can be asked in words', '配置中没有可用文字提问的中转站'),
  balanceAbout: text('show what is left on the account of every relay', '查询各中转站账户余额'),
  badBook: (path: string): Text =>
    text(
      `${path} is no price book: renew it with \`relaybench prices update --from …\`, or delete it`,
      `${path} 不是价格表：请用 \`relaybench prices update --from …\` 重新生成，或删除它`,
    ),
  bookUnkept: (path: string, why: string): Text =>
    text(`the price book could not be kept at ${path}: ${why}`, `价格表无法写入 ${path}：${why}`),
  pricesAbout: text('show list prices, or renew them', '查看或更新官方价'),
  pricesArgument: text('update, or models to show (default: all)', 'update，或要查看的模型（默认全部）'),
  fromFlag: text(
    'where to renew prices from: models.dev, litellm, openrouter, a file, a URL, or shipped',
    '更新来源：models.dev、litellm、openrouter、文件、URL，或 shipped（恢复内置）',
  ),
  needsFrom: text(
    '`prices update` wants --from: models.dev, litellm, openrouter, a file, a URL, or shipped',
    '`prices update` 需要 --from：models.dev、litellm、openrouter、文件、URL 或 shipped',
  ),
  noList: (from: string, why: string): Text =>
    text(`${from} is no price list that can be read: ${why}`, `${from} 不是可识别的价格表：${why}`),
  bookTitle: (source: string, asOf: string, days: number): Text =>
    text(
      `List prices (${source}, ${asOf}, ${days} days old)`,
      `官方价（${source}，${asOf}，距今 ${days} 天）`,
    ),
  bookColumns: {
    model: text('model', '模型'),
    vendor: text('vendor', '厂商'),
    input: text('input', '输入'),
    cached: text('cached', '缓存'),
    write: text('to cache', '写缓存'),
    output: text('output', '输出'),
    asOf: text('read', '读取日'),
    source: text('source', '出处'),
  },
  perMtok: text(
    'Per million tokens; ¥ is CNY. + : more beyond some length. ~ : less off-peak.',
    '每百万 token；¥ 为人民币。+：超过一定长度另计。~：非高峰更低。',
  ),
  noRow: (model: string): Text =>
    text(`${model}: in no row; it counts as unknown`, `${model}：表中没有，按未知价格计`),
  matched: (model: string, row: string): Text => text(`${model}: taken for ${row}`, `${model}：按 ${row} 计`),
  changed: (model: string, before: string, after: string): string => `~ ${model}: ${before} → ${after}`,
  added: (model: string, after: string): string => `+ ${model}: ${after}`,
  updated: (changed: string, added: string, path: string): Text =>
    text(
      `${changed} prices changed, ${added} models added; kept in ${path}`,
      `更改 ${changed} 项价格，新增 ${added} 个模型；已写入 ${path}`,
    ),
  restored: text('back to the list prices of this version', '已恢复为本版本内置的官方价'),
  balanceTitle: text('Balances', '余额'),
  columns: {
    relay: text('relay', '中转站'),
    line: text('line', '线路'),
    source: text('read from', '来源'),
    remaining: text('left', '剩余'),
    used: text('used', '已用'),
    usd: text('left in USD', '折合美元'),
    scope: text('of', '范围'),
    step: text('smallest step', '最小变动'),
  },
  scopes: {
    key: text('this key', '该密钥'),
    account: text('the account', '整个账户'),
    unknown: text('key or account', '密钥或账户'),
  },
  unlimited: text('no limit', '不限'),
  units: (amount: string, unit: 'quota' | 'unknown'): Text =>
    unit === 'quota'
      ? text(`${amount} quota units`, `${amount} 额度单位`)
      : text(`${amount} (unit unknown)`, `${amount}（单位未知）`),
  noBalance: (relay: string, tried: string): Text =>
    text(`${relay}: no balance could be read (${tried})`, `${relay}：未能读到余额（${tried}）`),
  noKey: (relay: string): Text => text(`${relay}: its key is not set`, `${relay}：未设置密钥`),
  costAbout: text(
    'find out what relays really charge, from their balances (sends requests that cost money)',
    '由余额变动测出各中转站的实际扣费（会发送付费请求）',
  ),
  timesFlag: text(
    'so many times the usual requests, for balances that are coarse (default 1)',
    '请求量的倍数，用于余额精度较粗的站（默认 1）',
  ),
  idleFlag: text(
    'seconds of nothing before and after, to see whether somebody else spends (default 15)',
    '前后静置秒数，用以发现他人共用余额（默认 15）',
  ),
  settleFlag: text('longest wait for a charge, in seconds (default 120)', '等待扣费的最长秒数（默认 120）'),
  pollFlag: text('seconds between two looks at a balance (default 3)', '两次查询余额的间隔秒数（默认 3）'),
  chargeTitle: text('What was charged', '实际扣费'),
  chargeColumns: {
    relay: text('relay', '中转站'),
    model: text('model', '模型'),
    charged: text('charged', '实扣'),
    official: text('list price', '官方价'),
    multiplier: text('charged / list price', '实扣 / 官方价'),
    bookkeeping: text('charged / stated', '实扣 / 标价'),
    cny: text('¥ for $1 of list price', '官方 1 美元合人民币'),
    n: text('n', 'n'),
    part: text('part', '计费项'),
    usd: text('charged', '实扣'),
    listed: text('list price', '官方价'),
    times: text('times', '倍数'),
  },
  parts: {
    input: text('input, $/Mtok', '输入，$/百万'),
    cached: text('cached input, $/Mtok', '缓存输入，$/百万'),
    output: text('output, $/Mtok', '输出，$/百万'),
    request: text('each request, $', '每次请求，$'),
  },
  cannotTell: text('cannot tell', '无法判断'),
  reasons: {
    'no-balance': text('its balance could not be read', '读不到余额'),
    'no-unit': text('its balance is told in a unit that it does not name', '余额的单位不明'),
    moving: text(
      'its balance changed while nothing was sent: somebody else spends from it, or charges come late. Use a key and an account of its own',
      '未发送请求时余额仍在变动：有人共用，或扣费滞后。请使用专用的密钥与账户',
    ),
    'not-charged': text(
      'its balance did not change in the time that was waited: it is free, it is charged later, or too little to show',
      '在等待时间内余额未变：可能免费、扣费更晚，或金额小到显示不出',
    ),
    late: text(
      'its balance had not come to rest in the time that was waited (`--settle`)',
      '在等待时间内余额尚未稳定（可调 `--settle`）',
    ),
    'too-coarse': text('its balance is too coarse for so few requests', '余额精度过粗，请求量不足以测准'),
    irregular: text(
      'no prices of tokens and requests explain what was charged for different mixes: somebody else may spend from it, or prices depend on something else',
      '没有任何 token 单价与次价能解释各批扣费：可能有人共用余额，或计价另有规则',
    ),
    'no-usage': text('it answered without telling usage', '回答未附用量'),
    'no-answers': text('it answered nothing', '没有得到任何回答'),
    unfinished: text('the measurement was not finished', '测量未完成'),
  },
  sayReason: (relay: string, model: string, reason: Text, more: string): Text =>
    text(
      `${relay} ${model}: ${reason.en}${more === '' ? '' : ` (${more})`}.`,
      `${relay} ${model}：${reason.zh}${more === '' ? '' : `（${more}）`}。`,
    ),
  timesNeeded: (times: string): string => `--times ${times}`,
  refused: (relay: string, model: string, requests: string, usd: string): Text =>
    text(
      `${relay} ${model}: ${usd} was taken for ${requests} requests that it refused.`,
      `${relay} ${model}：对 ${requests} 次被拒绝的请求扣了 ${usd}。`,
    ),
  failed: (relay: string, model: string, failed: string): Text =>
    text(
      `${relay} ${model}: ${failed} requests failed; if they were charged, it is in these figures.`,
      `${relay} ${model}：${failed} 次请求失败；若被扣费，已含在上述数字中。`,
    ),
  chargeNote: text(
    'The multiplier is that of these requests; of others it follows from the prices of the parts. Intervals are bounds: what the smallest step of each balance, and rounding of every request, leave open. Token counts are the relay’s own: whether they are right, `relaybench audit --tests usage` tells. Stated: by the profile, else by the relay’s own price page (group default) or multiplier. ¥: at the recharge ratio of the profile, or its exchange rate.',
    '倍率适用于本次请求的构成；其他构成由各计费项单价推得。区间为确定界限：由余额最小变动与每次请求的取整决定。token 数以中转站所报为准，是否属实见 `relaybench audit --tests usage`。标价：按配置所写，否则按该站价格页（default 分组）或其自报倍率。人民币：按配置的充值比例或汇率折算。',
  ),
  projectionTitle: (days: string): Text =>
    text(`A month (${days} days) of your traffic`, `每月（${days} 天）费用估算`),
  projectionColumns: {
    relay: text('relay', '中转站'),
    model: text('model', '模型'),
    usd: text('USD', '美元'),
    cny: text('CNY', '人民币'),
    basis: text('price', '价格依据'),
  },
  bases: {
    measured: text('measured', '实测'),
    declared: text('stated in the profile', '配置所写'),
    listed: text('list price × multiplier', '官方价 × 倍率'),
    assumed: text('assumed: 3 × list price', '假定：官方价 3 倍'),
    default: text('unknown: taken to be dear', '未知：按最贵计'),
    simulated: text('simulated', '模拟'),
  },
  projectionNote: (input: string, cached: string, output: string, requests: string): Text =>
    text(
      `A day: ${input} tokens in (${cached} of them cached), ${output} out, ${requests} requests. Dollars are those of each balance.`,
      `每天：输入 ${input} token（其中缓存 ${cached}），输出 ${output}，请求 ${requests} 次。美元指各站余额中的美元。`,
    ),
  trafficFlag: text(
    'what a month costs: "2M in, 1M cached, 500k out per day" (tokens; "3k requests" too; or per week, month)',
    '估算每月费用：如 "2M in, 1M cached, 500k out per day"（token；可加 "3k requests"；per week、month 亦可）',
  ),
  badTraffic: (value: string): Text =>
    text(
      `"${value}" is no traffic: write "2M in, 500k out per day"`,
      `“${value}”不是有效的用量，应形如 "2M in, 500k out per day"`,
    ),
  priceAge: (asOf: string, days: number, isOld: boolean): Text =>
    text(
      `read ${asOf}, ${days} days before${isOld ? ': look it up again' : ''}`,
      `${asOf} 读取，距测量 ${days} 天${isOld ? '，请重新核对' : ''}`,
    ),
  officialNote: (rows: string): Text => text(`List prices: ${rows}.`, `官方价：${rows}。`),
  planBatches: (batches: string, idle: string, settle: string): Text =>
    text(
      `of each relay and model, one request at a time: ${batches}; ${idle} s of nothing before and after, and up to ${settle} s after each batch for its charge`,
      `每个中转站与模型逐个发送：${batches}；前后各静置 ${idle} 秒，每批之后最多等待 ${settle} 秒扣费`,
    ),
  balanceNote: text(
    'Asked with the relay’s key at its own address, and nothing else was sent. `unit unknown`: the page does not say whether it means dollars, yuan or tokens.',
    '仅以该站密钥向其自身地址查询，未发送其他请求。“单位未知”：页面未说明是美元、人民币还是 token。',
  ),
}
