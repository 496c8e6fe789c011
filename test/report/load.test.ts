import { describe, expect, test } from 'vitest'
import { render } from '../../src/report/index.ts'
import type { Report, ReportLadder, ReportLoad } from '../../src/schema/report.ts'
import { answered, around, report } from './fixture.ts'
import { ladder } from './ladders.ts'

const text = (of: Report, language: 'en' | 'zh', width = 140): string =>
  render(of, 'table', { language, width, color: false })

const open: ReportLoad = {
  relay: 'poloai',
  shape: 'open',
  lanes: 8,
  arrivals: { requestedPerSecond: 5, duePerSecond: 4.9, sentPerSecond: 3.2, due: 120, sent: 97 },
  window: {
    ms: 31_000,
    openingWave: 4,
    warmup: 2,
    sent: 92,
    sentPerSecond: 3.1,
    answersPerSecond: 2.9,
    outputTokensPerSecond: 412,
    meanInFlight: 7.4,
    littleRatio: 0.71,
    steady: false,
  },
  lagMs: around(812, 97),
}

describe('an open loop', () => {
  const cells = [
    answered('poloai', 1, [97, 97], [210, 900, 80], {
      ttftFromDueMs: around(1_022, 97),
      e2eFromDueMs: around(1_712, 97),
    }),
  ]
  const shown = report({ cells, load: [open] })

  test('shows both latencies, lag, what was never sent, and that the load was not steady', () => {
    const en = text(shown, 'en')
    for (const words of [
      '210 ms',
      '1.02 s',
      '812 ms',
      '5.00',
      '4.90',
      '3.20',
      '2 + 4',
      'not steady (L/λW 0.71)',
    ])
      expect(en).toContain(words)
    expect(en).toMatch(/poloai +5\.00 +4\.90 +3\.20 +23 /)
  })

  test('is there in Chinese and fits a narrow terminal', () => {
    expect(text(shown, 'zh')).toContain('自到达时刻起的响应时间')
    for (const language of ['en', 'zh'] as const)
      for (const line of text(shown, language, 80).split('\n')) expect(line.length).toBeLessThanOrEqual(80)
  })
})

describe('a ladder', () => {
  const shown = report({ ladder: [ladder] })

  test('shows its steps and what follows from them', () => {
    const en = text(shown, 'en')
    expect(en).toMatch(/ 1 +20 +2\.10 +80\.0 +300 ms/)
    expect(en).toContain('rate limited (429) ×5')
    expect(en).toContain('too many failures at 2 in flight')
    expect(en).toContain('knee: 1 in flight')
    expect(en).toContain('x-ratelimit-limit-requests: 60')
    expect(en).toContain('Retry-After of up to 2.00 s: 0 of 1 probes')
  })

  test.each([
    [{ ended: 'slo', broken: ['ttft_p95'] }, 'broke at 2 in flight: ttft_p95', '并发 2 时违反限值：ttft_p95'],
    [{ ended: 'throughput' }, 'throughput no longer grew at 2', '并发 2 时吞吐量不再增长'],
    [{ ended: 'top', endedAt: null, knee: null }, 'nothing broke', '没有出现问题'],
    [{ ended: 'unfinished', endedAt: null, knee: null }, 'stopped before', '未完成即停止'],
    [{ endedAt: 1, knee: null }, 'no knee', '没有拐点'],
    [{ retryAfter: { statedMs: 9e6, tested: 0, accepted: 0, honest: null } }, 'too long', '未验证'],
  ] as const)('%j: "%s"', (changes, en, zh) => {
    const changed = report({ ladder: [{ ...ladder, ...structuredClone(changes) } as ReportLadder] })
    expect(text(changed, 'en')).toContain(en)
    expect(text(changed, 'zh')).toContain(zh)
  })
})

test('a report without either says nothing of load', () => {
  expect(text(report({}), 'en')).not.toMatch(/Load|Ladder/)
})
