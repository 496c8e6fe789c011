import { dayMs } from '../../../src/core/calendar.ts'
import type { Dated } from '../../../src/schema/nightly.ts'
import { nightlySchema } from '../../../src/schema/nightly.ts'
import { unitOf } from './false-alarms.ts'

/** A year of nightly reports, in which only what is told happens. Nights count from 0. */

/** 2025-01-01, 18:00 UTC: two in the morning in Shanghai. */
const begin = 1_735_754_400_000

/** What one model does on one night; absent: it is not among those wanted. */
export interface ModelNight {
  readonly failure: number
  readonly ttftMs: number
  readonly state?: 'works' | 'listed-but-dead' | 'absent' | 'unlisted-but-works'
  readonly outcome?: string
}

export interface YearPlan {
  readonly seed: number
  readonly nights: number
  readonly probes?: number
  readonly startMs?: (night: number) => number
  readonly facts?: Readonly<Record<string, unknown>>
  readonly relay?: string
  readonly models: Readonly<Record<string, (night: number) => ModelNight | undefined>>
}

export const usualNight: ModelNight = { failure: 0.001, ttftMs: 800 }

export const nightMs = (night: number): number => begin + night * dayMs

/** ISO 8601 of ms since 1970. */
export const isoOf = (at: number): string => new Date(at).toISOString()

/** The reports as they would lie in files. */
export function yearOf({
  seed,
  nights,
  probes = 20,
  startMs = nightMs,
  facts = {},
  relay = 'acme',
  models,
}: YearPlan) {
  const unit = unitOf(seed)
  const normal = () => Math.sqrt(-2 * Math.log(1 - unit())) * Math.cos(2 * Math.PI * unit())
  return Array.from({ length: nights }, (_, night) => {
    const plans = Object.entries(models).flatMap(([model, planOf]) => {
      const plan = planOf(night)
      return plan ? [{ model, ...plan }] : []
    })
    return {
      schema: 'relaybench.report/1',
      version: '0.1.0',
      startedAt: isoOf(startMs(night)),
      vantage: 'test',
      profileName: 'nightly',
      state: 'finished',
      cells: plans.map((plan) => {
        const usual = plan.ttftMs * Math.exp(0.1 * normal())
        const answers = Array.from({ length: probes }, () => ({
          failed: unit() < plan.failure,
          ms: usual * Math.exp(0.4 * normal()),
        }))
        const ok = answers.filter(({ failed }) => !failed)
        const times = answers
          .map(({ failed, ms }) => (failed ? Number.POSITIVE_INFINITY : ms))
          .sort((a, b) => a - b)
        const p50 = times[Math.ceil(probes / 2) - 1] ?? 0
        const failed = probes - ok.length
        const rate = { n: probes, value: ok.length / probes, low: null, high: null }
        const { outcome = 'upstream' } = plan
        return {
          relay,
          line: null,
          model: plan.model,
          protocol: 'openai-chat',
          mode: 'stream',
          sent: probes,
          ok: ok.length,
          availability: rate,
          availabilityWithout429:
            outcome === 'rate-limited' ? { ...rate, n: ok.length, value: ok.length > 0 ? 1 : null } : rate,
          ttftAllMs: { n: probes, p50: Number.isFinite(p50) ? p50 : null },
          outcomes: { ...(ok.length > 0 && { ok: ok.length }), ...(failed > 0 && { [outcome]: failed }) },
        }
      }),
      models: plans.map(({ model, state = 'works' }) => ({
        relay,
        model,
        state,
        listed: state === 'works' || state === 'listed-but-dead',
      })),
      relays: [{ relay, line: null, facts }],
      profile: {},
    }
  })
}

/** The reports as they are read. */
export const datedOf = (reports: ReturnType<typeof yearOf>): Dated[] =>
  reports.map((report) => ({
    atMs: new Date(report.startedAt).getTime(),
    report: nightlySchema.parse(report),
  }))
