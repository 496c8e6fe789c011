import type { Report, ReportCell } from '../../src/schema/report.ts'
import { auditOf, finding } from './audits.ts'
import { answered, around, cell, failed, pair, relay, report } from './fixture.ts'
import { auditLimit } from './limits.ts'

/** The situations that a reader meets, as reports. */

const second: Partial<ReportCell> = { model: 'claude', modelId: 'claude-opus-5' }

/** Four relays, two models, two modes: what `profiles/demo.yaml` measures. */
export const mixed: Report = report({
  notices: [
    {
      code: 'fake-ip',
      message: { en: 'slow resolves to a fake IP of a local proxy', zh: 'slow 解析到本地代理的 fake-ip' },
    },
  ],
  cells: [
    answered('slow', 2, [20, 20], [812, 2240, 18.4]),
    answered('flaky', 3, [15, 20], [96.1, 700, 62], {
      outcomes: { ok: 15, upstream: 3, truncated: 2 },
      examples: [
        {
          outcome: 'upstream',
          probeId: 'r3.c2',
          status: 502,
          message: 'upstream connect error or disconnect/reset before headers',
        },
        { outcome: 'truncated', probeId: 'r7.c2', status: 200, message: '' },
      ],
    }),
    answered('good', 1, [20, 20], [93.4, 640, 61.2]),
    failed('ghost', 8, 'model-unavailable', 'The model `gpt-5.6-sol` does not exist'),
    answered('slow', 2, [20, 20], [790, 2300, 17.9], second),
    answered('flaky', 3, [17, 20], [99, 690, 60.6], {
      ...second,
      outcomes: { ok: 17, upstream: 2, 'rate-limited': 1 },
      ttfoMs: around(240, 16),
    }),
    answered('good', 1, [20, 20], [94, 650, 60], { ...second, ttfoMs: around(230, 19) }),
    answered('ghost', null, [2, 20], [91, 640, 60], {
      ...second,
      outcomes: { ok: 2, 'timeout-first-token': 18 },
    }),
    answered('good', 1, [20, 20], [0, 655, 0], { mode: 'whole' }),
    answered('slow', 2, [20, 20], [0, 2255, 0], { mode: 'whole' }),
  ],
  models: [
    pair('good', 'gpt-5.6-sol', 'works'),
    pair('good', 'claude', 'works', { modelId: 'claude-opus-5', resolvedBy: 'matched' }),
    pair('slow', 'gpt-5.6-sol', 'works'),
    pair('slow', 'claude', 'unlisted-but-works'),
    pair('flaky', 'gpt-5.6-sol', 'unknown', { listed: null, evidence: null }),
    pair('flaky', 'claude', 'absent', { near: ['claude-opus-5', 'claude-sonnet-5'], modelId: null }),
    pair('ghost', 'gpt-5.6-sol', 'listed-but-dead', { ok: 0, sent: 8, evidence: 'r1.c9' }),
    pair('ghost', 'claude', 'works'),
  ],
  relays: [
    relay('good', { reference: true, software: 'new-api 1.0' }),
    relay('slow'),
    relay('flaky', {
      listing: { outcome: 'dns', models: null, keyed: true, message: 'getaddrinfo ENOTFOUND' },
    }),
    relay('ghost', { stopped: { outcome: 'quota', probeId: 'r2.c3' } }),
    relay('poloai', {
      skipped: { reason: 'no-key', env: 'POLOAI_API_KEY' },
      listing: { outcome: 'auth', models: null, keyed: false, message: 'no token' },
    }),
  ],
})

export const healthy: Report = report({
  cells: [
    answered('a', 1, [120, 120], [93.4, 640, 61.2]),
    answered('b', 2, [120, 120], [101, 655, 60.1], { line: 'cn2' }),
  ],
  models: [pair('a', 'gpt-5.6-sol', 'works'), pair('b', 'gpt-5.6-sol', 'works')],
  relays: [relay('a'), relay('b', { line: 'cn2' })],
})

const allFailed: Report = report({
  state: 'interrupted',
  cells: [
    failed('gone', 20, 'dns', 'getaddrinfo ENOTFOUND gone.example'),
    failed('closed', 20, 'tcp', 'ECONNREFUSED'),
    cell({ relay: 'never-asked' }),
  ],
  relays: [relay('gone'), relay('closed'), relay('never-asked')],
})

const noKey: Report = report({
  models: [pair('poloai', 'gpt-5.6-sol', 'unknown', { listed: null, evidence: null, sent: 0, ok: 0 })],
  relays: [
    relay('poloai', {
      skipped: { reason: 'no-key', env: 'POLOAI_API_KEY' },
      listing: { outcome: 'auth', models: null, keyed: false, message: 'no token' },
    }),
  ],
})

export const chinese: Report = report({
  profileName: '晚高峰对比',
  vantage: '上海电信',
  state: 'running',
  cells: [
    answered('月之暗面官方直连', 1, [30, 30], [412, 3210, 33.3], { model: '通义千问' }),
    answered('某某中转站', 2, [28, 30], [1240, 12_300, 9.87], {
      model: '通义千问',
      line: '香港线路',
      outcomes: { ok: 28, 'timeout-idle': 1, 'error-in-200': 1 },
      examples: [
        {
          outcome: 'error-in-200',
          probeId: 'r4.c2',
          status: 200,
          message: '当前分组上游负载已饱和，请稍后再试。'.repeat(12),
        },
      ],
    }),
  ],
  models: [
    pair('月之暗面官方直连', '通义千问', 'works', { modelId: 'qwen-max', resolvedBy: 'declared' }),
    pair('某某中转站', '通义千问', 'works'),
  ],
  relays: [relay('月之暗面官方直连', { reference: true }), relay('某某中转站', { line: '香港线路' })],
})

const attack = '\u001b[31mred\u001b]8;;http://evil.example\u0007'

/** Every text that can come from outside is an attack on some format. */
export const hostile: Report = report({
  profileName: `=HYPERLINK("http://evil.example")${attack}`,
  vantage: '@SUM(1+1)|cmd',
  notices: [
    { code: 'x', message: { en: `notice ${attack}\r\nsecond line`, zh: `提示 ${attack}\r\n第二行` } },
  ],
  cells: [
    answered('=cmd|calc', 1, [20, 20], [100, 200, 50], { model: '</script><img src=x onerror=alert(1)>' }),
    answered(`a|b|${attack}`, 2, [20, 20], [110, 210, 50], {
      model: '</script><img src=x onerror=alert(1)>',
      modelId: '-1+2',
      line: '+cn2',
    }),
    failed(
      '[click](http://evil.example)',
      20,
      `made-up ${attack}`,
      `\u202e\u009b2J${attack}\n\n# heading\n`,
      {
        model: '</script><img src=x onerror=alert(1)>',
        adjustments: [`|${attack}`],
      },
    ),
  ],
  models: [
    pair(`a|b|${attack}`, '`code`', 'absent', {
      near: [`<b>${attack}`, '| --- |'],
      modelId: `[1, 2](javascript:1)`,
      resolvedBy: 'matched',
    }),
  ],
  relays: [
    relay(`a|b|${attack}`, {
      listing: { outcome: 'malformed', models: null, keyed: true, message: `www.evil.example ${attack}` },
      software: `${attack}|`,
    }),
    relay('=cmd|calc', { skipped: { reason: 'no-key', env: `X${attack}` } }),
  ],
})

const sentences = {
  usage: {
    en: 'Reports 3.0 times the input tokens that the reference reports for the same 40 prompts. Another tokenizer would differ from prompt to prompt; this factor does not.',
    zh: '对相同的 40 个提示词，所报输入 token 为参照端点的 3.0 倍。若为其他分词器，各提示词的倍数会不同，而此处倍数恒定。',
  },
  cached: {
    en: 'Reported 96 cached tokens of a prompt that nobody can have read before.',
    zh: '对从未出现过的提示词报出了 96 个命中缓存的 token。',
  },
  claimed: {
    en: 'Calls itself "demo-max" in 3 of 12 answers. Models often name themselves wrongly.',
    zh: '12 次回答中有 3 次自称“demo-max”。模型常常说错自己的名字。',
  },
  noReference: {
    en: 'Needs an endpoint with `reference: true` that serves the same model.',
    zh: '需要配置一个提供同一模型、标有 `reference: true` 的端点。',
  },
  few: { en: 'Too few comparable answers (12 pairs).', zh: '可比较的回答过少（12 对）。' },
  logprobs: { en: 'Gives no log probabilities.', zh: '不提供对数概率。' },
}

/** One finding of each kind and verdict, on two relays of which one has lines. */
export const audited: Report = report({
  audit: auditOf(
    [
      finding(),
      finding({
        audit: 'usage',
        code: 'usage.input',
        verdict: 'differs',
        p: 0.0000002,
        pAdjusted: 0.000001,
        n: 40,
        invalid: 0,
        effect: {
          name: { en: 'reported input against the reference', zh: '所报输入与参照之比' },
          unit: 'ratio',
          value: 3,
          low: 2.98,
          high: 3.02,
        },
        power: { share: 0.98, against: { en: 'twice the tokens', zh: '两倍的 token' } },
        evidence: ['q241.c2', 'q250.c2'],
        sentence: sentences.usage,
      }),
      finding({
        audit: 'cache',
        code: 'cache.unread',
        kind: 'hint',
        verdict: 'differs',
        p: null,
        pAdjusted: null,
        effect: null,
        n: 10,
        invalid: 0,
        evidence: ['q281.c2'],
        sentence: sentences.cached,
      }),
      finding({
        audit: 'claims',
        code: 'claims.name',
        kind: 'hint',
        verdict: 'differs',
        p: null,
        pAdjusted: null,
        effect: null,
        n: 12,
        invalid: 1,
        sentence: sentences.claimed,
      }),
      finding({
        audit: 'claims',
        code: 'claims.logprobs',
        kind: 'fact',
        verdict: null,
        p: null,
        pAdjusted: null,
        effect: null,
        n: 2,
        invalid: 0,
        sentence: sentences.logprobs,
      }),
      finding({
        relay: 'other',
        line: 'cn2',
        verdict: 'inconclusive',
        n: 12,
        invalid: 228,
        sentence: sentences.few,
      }),
      ...['usage.input', 'usage.output'].map((code) =>
        finding({
          audit: 'usage',
          code,
          relay: 'other',
          line: 'cn2',
          kind: 'not-applicable',
          verdict: 'not-applicable',
          p: null,
          pAdjusted: null,
          effect: null,
          n: 0,
          invalid: 0,
          sentence: sentences.noReference,
        }),
      ),
    ],
    { unjudged: ['later'] },
  ),
  objectives: [
    auditLimit({ verdict: 'broken', value: 1, past: 1, n: 2, findings: ['usage.input'] }),
    auditLimit({
      relay: 'other',
      line: 'cn2',
      verdict: 'undecided',
      value: 0,
      past: 0,
      n: 1,
      findings: ['identity.answers'],
    }),
  ],
  models: [pair('official', 'gpt-5.6-sol', 'works'), pair('steady', 'gpt-5.6-sol', 'works')],
  relays: [relay('official', { reference: true }), relay('steady'), relay('other', { line: 'cn2' })],
})

const act = `${attack}|</script>\u202e[a](http://evil.example)`

/** Sentences that repeat what a relay said, and names that are attacks. */
export const hostileAudit: Report = report({
  audit: auditOf(
    [
      finding({
        relay: `=cmd|${attack}`,
        line: '+cn2',
        model: '@SUM(1)',
        verdict: 'differs',
        code: `-code.${attack}`,
        evidence: [act],
        effect: { name: { en: act, zh: act }, unit: 'count', value: 1, low: null, high: null },
        power: { share: 0.9, against: { en: act, zh: act } },
        sentence: { en: `=says ${act}\r\n::error::x`, zh: `=称 ${act}\r\n::error::x` },
      }),
    ],
    { references: [act], unjudged: [act] },
  ),
  objectives: [
    auditLimit({
      relay: `=cmd|${attack}`,
      line: '+cn2',
      model: '@SUM(1)',
      verdict: 'broken',
      findings: [act],
    }),
  ],
  relays: [relay(`=cmd|${attack}`)],
})

export const named = { healthy, mixed, allFailed, noKey, chinese, hostile, audited, hostileAudit }
