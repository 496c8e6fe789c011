import type { Text } from '../../core/text.ts'

const text = (en: string, zh: string): Text => ({ en, zh })

/** Words of audits in general; each audit has a file of its own beside this. */
export const auditWords = {
  kind: { en: 'audit', zh: '审计项' },
  depthKind: { en: 'depth', zh: '深度' },
  about: text(
    'ask relays whether they deliver the model, the tokens and the stream that they sell',
    '检验中转站是否如实提供所售模型、计量与流式输出',
  ),
  testsFlag: (ids: string) =>
    text(
      `only these audits: ${ids} (repeatable; default: all)`,
      `只做这些审计项：${ids}（可重复；默认全部）`,
    ),
  depthFlag: text(
    'how much is asked: quick, standard (default) or deep',
    '询问量：quick、standard（默认）或 deep',
  ),
  nobody: text('the profile has no relay that can be asked in words', '配置中没有可用文字提问的中转站'),
  planTitle: (depth: string) =>
    text(`Audits, ${depth}: of one relay and model`, `审计（${depth}）：每个中转站与模型`),
  planCells: (cells: string) =>
    text(
      `Asked of ${cells} combinations of relay, line and model, references included.`,
      `共询问 ${cells} 个“中转站、线路、模型”组合，含参照端点。`,
    ),
  planTotal: (requests: string, input: string, output: string) =>
    text(
      `In all ${requests} requests, about ${input} tokens in and ${output} out.`,
      `合计 ${requests} 次请求，输入约 ${input} token，输出约 ${output} token。`,
    ),
  planLeftOut: (names: string) =>
    text(
      `Not asked, for want of an endpoint with reference: true: ${names}.`,
      `因没有标为 reference: true 的端点而不询问：${names}。`,
    ),
  planExpected: text(
    'Tokens are those of usual answers; what can no longer change a verdict is not asked.',
    'token 数按常见回答估算；已不影响结论的问题不再询问。',
  ),
  total: text('total', '合计'),
  columns: {
    audit: text('audit', '审计项'),
    what: text('what it asks', '所问何事'),
    requests: text('requests', '请求数'),
    input: text('tokens in', '输入 token'),
    output: text('tokens out', '输出 token'),
    usd: (input: string, output: string) =>
      text(`at ${input} in,\n${output} out`, `单价 ${input}\n/ ${output}`),
    relay: text('relay', '中转站'),
    model: text('model', '模型'),
    verdict: text('verdict', '结论'),
    effect: text('measured [95% CI]', '实测 [95% 区间]'),
    p: text('p, corrected', '校正后 p'),
    answered: text('answered', '已答'),
    hints: text('hints', '线索'),
    cost: text('cost', '费用'),
  },
  title: (depth: string) => text(`Audits (${depth})`, `审计（${depth}）`),
  verdicts: {
    consistent: text('consistent', '一致'),
    differs: text('differs', '有差异'),
    inconclusive: text('inconclusive', '不足以判断'),
    'not-applicable': text('not applicable', '不适用'),
  },
  hint: text('hint', '线索'),
  noHint: text('nothing seen', '未见异常'),
  fact: text('fact', '事实'),
  references: (names: string) => text(`Reference: ${names}.`, `参照：${names}。`),
  noReferences: text(
    'No relay of the profile has `reference: true`: what needs a comparison is left out.',
    '配置中没有标为 `reference: true` 的端点，需要对照的项目从略。',
  ),
  legend: (alpha: string) =>
    text(
      `differs: shown by a test; all tests of the run together find an honest relay to differ with a chance of at most ${alpha} (Holm). consistent: no difference was seen, and a plain one was likely to be. hint, fact: never a verdict. None of this says why, or that anybody meant it.`,
      `有差异：由检验得出；全部检验合计误判诚实中转站的概率不超过 ${alpha}（Holm 校正）。一致：未见差异，且明显差异本应可见。线索与事实：不作为结论。以上均不说明原因，也不代表有意为之。`,
    ),
  storedFlag: text(
    'an earlier run of audits whose references stand in for ones that are not asked now: findings are hints then',
    '以往一次审计运行的目录：以其中的参照回答代替当次参照，所得仅为线索',
  ),
  storedReference: (at: string, said: Text): Text =>
    text(
      `Compared with a reference asked at ${at}, so a hint at most. ${said.en}`,
      `对照的是 ${at} 的参照回答，至多算作线索。${said.zh}`,
    ),
  noStored: text('that run asked no reference anything', '该次运行未询问任何参照端点'),
  unjudged: (names: string) =>
    text(
      `Asked by another version and not judged here: ${names}.`,
      `由其他版本询问，本版本不作判断：${names}。`,
    ),
  asked: text('Asked, of all relays together', '询问量（全部中转站合计）'),
  said: (codes: string, sentence: Text) => text(`${codes}: ${sentence.en}`, `${codes}：${sentence.zh}`),
  measured: (name: Text, value: string) => text(`${name.en}: ${value}`, `${name.zh}：${value}`),
  power: (share: string, against: Text) =>
    text(
      `found in ${share} of simulated runs: ${against.en}`,
      `在 ${share} 的模拟运行中可被发现：${against.zh}`,
    ),
  probes: (ids: string) => text(`probes ${ids}`, `探测 ${ids}`),
  seen: (n: string, invalid: string) =>
    text(`${n} answers, ${invalid} unusable`, `${n} 次回答，${invalid} 次无效`),
}
