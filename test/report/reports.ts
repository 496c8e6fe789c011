import type { Report, ReportCell } from '../../src/schema/report.ts'
import { answered, around, cell, failed, pair, relay, report } from './fixture.ts'

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

export const named = { healthy, mixed, allFailed, noKey, chinese, hostile }
