import type { ReportAudit, ReportFinding } from '../../src/schema/report-audit.ts'

/** A finding of a test that saw nothing, changed as told. */
export const finding = (changes: Partial<ReportFinding> = {}): ReportFinding => ({
  audit: 'identity',
  code: 'identity.answers',
  relay: 'steady',
  line: null,
  model: 'gpt-5.6-sol',
  kind: 'test',
  verdict: 'consistent',
  p: 0.4,
  pAdjusted: 0.8,
  effect: {
    name: { en: 'answers told apart (50% = not at all)', zh: '能分辨出处的比例（50% 即无法分辨）' },
    unit: 'share',
    value: 0.51,
    low: 0.45,
    high: 0.57,
  },
  n: 240,
  invalid: 2,
  power: null,
  evidence: [],
  sentence: {
    en: 'Its one-word answers are spread like the reference’s (240 pairs). A small share of requests that go elsewhere would not show.',
    zh: '其单词回答的分布与参照端点一致（240 对）。若只有少量请求被转往别处，则无法察觉。',
  },
  ...changes,
})

/** What audits found, as a report holds it. */
export const auditOf = (
  findings: readonly ReportFinding[],
  changes: Partial<ReportAudit> = {},
): ReportAudit => ({
  depth: 'standard',
  alpha: 0.01,
  references: ['official'],
  asked: [
    {
      audit: 'identity',
      title: { en: 'Is it the same model?', zh: '是否为同一模型' },
      requests: 480,
      inputTokens: 16_320,
      outputTokens: 480,
      usd: 0.0213,
    },
  ],
  answered: [
    {
      relay: 'official',
      line: null,
      model: 'gpt-5.6-sol',
      reference: true,
      sent: 240,
      ok: 240,
      outcomes: { ok: 240 },
      examples: [],
    },
    {
      relay: 'steady',
      line: null,
      model: 'gpt-5.6-sol',
      reference: false,
      sent: 240,
      ok: 238,
      outcomes: { ok: 238, upstream: 2 },
      examples: [{ outcome: 'upstream', probeId: 'q7.c2', status: 502, message: 'bad gateway' }],
    },
  ],
  findings: [...findings],
  unjudged: [],
  ...changes,
})
