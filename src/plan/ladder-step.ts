import { type Ms, toMicrosecond } from '../core/clock.ts'
import { groupBy } from '../core/group.ts'
import type { Observation } from '../core/observation.ts'
import type { StepLabel } from '../core/plan.ts'
import { toThousandth } from '../core/round.ts'
import { classify } from '../metrics/classify.ts'
import { e2eMs, ttfoMs, ttftMs } from '../metrics/latency.ts'
import type { OutcomeClass } from '../metrics/outcomes.ts'
import { tpotMs } from '../metrics/rates.ts'
import { type TokenTime, tokenTimes } from '../metrics/token-times.ts'

/** What remains of an observation made in a ladder: enough to judge its step, while it runs and afterwards. */
export interface StepProbe {
  readonly probeId: string
  readonly cellId: string
  readonly session: number
  readonly step: StepLabel
  readonly outcome: OutcomeClass
  readonly sentMs: Ms | undefined
  readonly endMs: Ms
  /** Of a successful probe: latencies on a warm connection. */
  readonly latencies: Readonly<Record<'ttft' | 'ttfo' | 'e2e' | 'tpot', Ms | undefined>> | undefined
  readonly tokens: readonly TokenTime[] | undefined
  readonly retryAfterMs: Ms | undefined
  /** What it said of limits: headers, and the words of a refusal. */
  readonly limits: Readonly<Record<string, string>>
  readonly message: string
}

/** undefined for what is no part of a ladder, was broken off, or was replaced by another attempt. */
export function stepProbeOf(observation: Observation): StepProbe | undefined {
  const { step, probeId, cellId, session, timeline, http, reply, retry, streaming } = observation
  const outcome = classify(observation)
  if (!step || retry !== undefined || outcome === 'cancelled') return undefined
  const streamed = (metric: (of: Observation) => Ms | undefined): Ms | undefined =>
    streaming ? metric(observation) : undefined
  return {
    probeId,
    cellId,
    session,
    step,
    outcome,
    sentMs: timeline.sent,
    endMs: timeline.end,
    latencies:
      outcome === 'ok'
        ? {
            ttft: streamed(ttftMs),
            ttfo: streamed(ttfoMs),
            e2e: e2eMs(observation),
            tpot: streamed(tpotMs),
          }
        : undefined,
    tokens: outcome === 'ok' ? tokenTimes(observation) : undefined,
    retryAfterMs: http?.retryAfterMs,
    limits: Object.fromEntries(
      Object.entries(http?.headers ?? {}).filter(([name]) => /ratelimit/.test(name)),
    ),
    message: outcome === 'ok' ? '' : (reply.error?.message ?? ''),
  }
}

/** One step as it was measured. Rates are credited inside its window: from the first counted send to the last. */
export interface StepFigures {
  readonly at: number
  readonly counted: readonly StepProbe[]
  readonly opening: readonly StepProbe[]
  readonly windowMs: Ms
  /** Answers that ended in the window, a second; null where it has no length. */
  readonly requestsPerSecond: number | null
  /** Tokens that came in the window, a second; null without usage. */
  readonly outputTokensPerSecond: number | null
}

/** The steps of one cell, by concurrency. Sessions have clocks of their own, and so windows of their own. */
export function stepFigures(probes: readonly StepProbe[]): readonly StepFigures[] {
  const byStep = groupBy(probes, ({ step }) => step.at)
  return [...byStep].map(([at, all]) => figures(at, all)).sort((a, b) => a.at - b.at)
}

function figures(at: number, all: readonly StepProbe[]): StepFigures {
  const part = (name: StepLabel['part']) => all.filter(({ step }) => step.part === name)
  const windows = [...groupBy(all, ({ session }) => session).values()].flatMap(windowOf)
  const windowMs = windows.reduce((sum, { from, to }) => sum + (to - from), 0)
  const sum = (of: (window: Window) => number): number =>
    windows.reduce((total, window) => total + of(window), 0)
  const perSecond = (total: number) => (windowMs > 0 ? toThousandth((total * 1000) / windowMs) : null)
  const withUsage = all.some(({ tokens }) => tokens !== undefined)
  return {
    at,
    counted: part('counted'),
    opening: part('opening'),
    windowMs: toMicrosecond(windowMs),
    requestsPerSecond: perSecond(sum(answersIn)),
    outputTokensPerSecond: withUsage ? perSecond(sum(tokensIn)) : null,
  }
}

interface Window {
  readonly from: Ms
  readonly to: Ms
  readonly probes: readonly StepProbe[]
}

function windowOf(probes: readonly StepProbe[]): readonly Window[] {
  const sent = probes.flatMap(({ step, sentMs }) =>
    step.part === 'counted' && sentMs !== undefined ? [sentMs] : [],
  )
  return sent.length < 2 ? [] : [{ from: Math.min(...sent), to: Math.max(...sent), probes }]
}

const inside = ({ from, to }: Window, at: Ms): boolean => at > from && at <= to

const answersIn = (window: Window): number =>
  window.probes.filter(({ outcome, endMs }) => outcome === 'ok' && inside(window, endMs)).length

const tokensIn = (window: Window): number =>
  window.probes
    .flatMap(({ tokens = [] }) => tokens)
    .reduce((sum, { atMs, tokens }) => sum + (inside(window, atMs) ? tokens : 0), 0)
