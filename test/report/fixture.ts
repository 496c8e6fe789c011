import type {
  AvailabilityState,
  CensoredQuantiles,
  Distribution,
  Report,
  ReportCell,
  ReportModel,
  ReportRelay,
} from '../../src/schema/report.ts'

/** Reports written by hand: each says only what its test is about. */

const none: Distribution = {
  n: 0,
  p50: null,
  p90: null,
  p95: null,
  p99: null,
  min: null,
  max: null,
  intervals: { p50: [null, null], p90: [null, null], p95: [null, null], p99: [null, null] },
  histogram: null,
}

const noneOfAll: CensoredQuantiles = { n: 0, p50: null, p90: null, p95: null, p99: null }

/** A distribution around a median; quantiles that its n does not support are null. */
export function around(p50: number, n: number): Distribution {
  const from = (least: number, value: number) => (n >= least ? value : null)
  return {
    ...none,
    n,
    p50: from(2, p50),
    p90: from(10, p50 * 1.3),
    p95: from(20, p50 * 1.5),
    p99: from(100, p50 * 2),
    min: p50 * 0.8,
    max: p50 * 2.1,
    intervals: {
      ...none.intervals,
      p50: n >= 6 ? [p50 * 0.95, p50 * 1.08] : [null, null],
    },
  }
}

const share = (ok: number, n: number, low: number, high: number) =>
  n === 0 ? { n, value: null, low: null, high: null } : { n, value: ok / n, low, high }

let nextId = 0

type Latencies = 'ttftMs' | 'ttftColdMs' | 'ttfoMs'

/** Changes of a cell; its TTFTs may leave out our own delay, which then is not known. */
export type CellChanges = Partial<Omit<ReportCell, Latencies> & { readonly [Key in Latencies]: Distribution }>

/** A cell of which nothing was measured, changed as told. */
export function cell(changes: CellChanges): ReportCell {
  nextId += 1
  const { ttftMs = none, ttftColdMs = none, ttfoMs = none, ...others } = changes
  return {
    id: `c${nextId}`,
    relay: 'relay',
    line: null,
    model: 'gpt-5.6-sol',
    modelId: 'gpt-5.6-sol',
    protocol: 'openai-chat',
    mode: 'stream',
    rank: null,
    sent: 0,
    ok: 0,
    availability: share(0, 0, 0, 0),
    availabilityWithout429: share(0, 0, 0, 0),
    ttftMs: { clientP99Ms: null, ...ttftMs },
    ttftColdMs: { clientP99Ms: null, ...ttftColdMs },
    ttfoMs: { clientP99Ms: null, ...ttfoMs },
    e2eMs: none,
    tpotMs: none,
    connectMs: none,
    ttftAllMs: noneOfAll,
    e2eAllMs: noneOfAll,
    outputTokensPerSecond: { n: 0, p50: null },
    iclMs: { n: 0, p50: null, p99: null, max: null },
    outcomes: {},
    tokens: { input: 0, output: 0, reasoning: 0, withUsage: 0 },
    adjustments: [],
    examples: [],
    clientLimited: false,
    complete: true,
    stoppedBy: null,
    anytime: false,
    ...others,
  }
}

/** A streaming cell that answered `ok` of `sent` probes; one connection was cold. */
export function answered(
  relay: string,
  rank: number | null,
  [ok, sent]: readonly [number, number],
  [ttft, e2e, rate]: readonly [number, number, number],
  changes: CellChanges = {},
): ReportCell {
  const whole = changes.mode === 'whole'
  return cell({
    relay,
    rank,
    sent,
    ok,
    availability: share(ok, sent, Math.max(0, ok / sent - 0.12), ok === sent ? 1 : ok / sent + 0.03),
    ttftMs: whole ? none : around(ttft, ok - 1),
    ttfoMs: whole ? none : around(ttft, ok - 1),
    e2eMs: around(e2e, ok),
    outputTokensPerSecond: whole ? { n: 0, p50: null } : { n: ok, p50: rate },
    outcomes: { ok },
    ...changes,
  })
}

/** A cell in which every probe failed in the same way. */
export const failed = (
  relay: string,
  sent: number,
  outcome: string,
  message: string,
  changes: CellChanges = {},
): ReportCell =>
  cell({
    relay,
    sent,
    availability: share(0, sent, 0, 0.161),
    outcomes: { [outcome]: sent },
    examples: [{ outcome, probeId: 'r1.c9', status: null, message }],
    ...changes,
  })

export const relay = (name: string, changes: Partial<ReportRelay> = {}): ReportRelay => ({
  relay: name,
  line: null,
  origin: `https://${name}.example`,
  protocols: null,
  reference: false,
  skipped: null,
  stopped: null,
  listing: { outcome: 'ok', models: 2, keyed: true, message: null },
  network: {
    dnsMs: 0.42,
    tcpMs: 12.3,
    tlsMs: 31.2,
    remoteAddress: '203.0.113.7',
    alpn: 'h2',
    tlsVersion: 'TLSv1.3',
    edge: 'HKG',
  },
  software: null,
  facts: {},
  ...changes,
})

export const pair = (
  relayName: string,
  model: string,
  state: AvailabilityState,
  changes: Partial<ReportModel> = {},
): ReportModel => ({
  relay: relayName,
  model,
  modelId: model,
  resolvedBy: 'listed',
  state,
  listed: state === 'works' || state === 'listed-but-dead',
  ok: 3,
  sent: 3,
  evidence: 'r1.c1',
  near: [],
  ...changes,
})

export function report(changes: Partial<Report>): Report {
  const cells = changes.cells ?? []
  const sum = (of: (cell: ReportCell) => number) => cells.reduce((total, each) => total + of(each), 0)
  return {
    schema: 'relaybench.report/1',
    version: '0.1.0',
    startedAt: '2026-11-20T03:11:22.123Z',
    vantage: 'cn-shanghai-telecom',
    state: 'finished',
    notices: [],
    cells: [],
    objectives: [],
    models: [],
    relays: [],
    client: {
      lagMs: around(0.12, 160),
      loopDelayMs: { p50: 0.9, p99: 1.24, max: 3.1 },
      loopUtilization: 0.12,
      limited: false,
      delay: { p99Ms: 1.42, from: 'calibration' },
      calibration: { n: 120, ttftErrorMs: { p50: 0.18, p99: 0.92, max: 1.3 }, failure: null },
      control: null,
      gc: { count: 31, totalMs: 22.4, maxMs: 2.1 },
      cpuShare: 0.19,
    },
    load: [],
    ladder: [],
    totals: {
      sent: sum(({ sent }) => sent),
      ok: sum(({ ok }) => ok),
      planned: sum(({ sent }) => sent),
      inputTokens: 12_345,
      outputTokens: 40_000,
      elapsedMs: 14_230,
    },
    spend: null,
    plan: {},
    profile: {},
    profileName: 'demo',
    ...changes,
  }
}
