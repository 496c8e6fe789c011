/** What dashboards are told: names and units are stable, and docs/telemetry.md is checked against this table. */
export interface InstrumentMeaning {
  readonly kind: 'histogram' | 'counter' | 'gauge'
  readonly unit: string
  readonly about: string
  /** Upper ends of the buckets. */
  readonly boundaries?: readonly number[]
}

/** In seconds. Those that the conventions advise are among them, so that dashboards made for others work here too. */
const ttftSeconds = [
  0.001, 0.005, 0.01, 0.02, 0.04, 0.06, 0.08, 0.1, 0.15, 0.2, 0.25, 0.3, 0.4, 0.5, 0.6, 0.75, 1, 1.25, 1.5, 2,
  2.5, 3, 4, 5, 7.5, 10, 15, 20, 30, 60,
]
const durationSeconds = [
  0.01, 0.02, 0.04, 0.08, 0.16, 0.24, 0.32, 0.48, 0.64, 0.96, 1.28, 1.92, 2.56, 3.84, 5.12, 7.68, 10.24,
  15.36, 20.48, 30.72, 40.96, 61.44, 81.92, 163.84, 327.68,
]
const lagSeconds = [0.0001, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.5, 1, 5]
const tokenSeconds = [
  0.001, 0.0025, 0.005, 0.01, 0.015, 0.02, 0.025, 0.03, 0.04, 0.05, 0.075, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5,
  0.75, 1, 2.5,
]
const tokenCounts = [1, 4, 16, 64, 256, 1024, 4096, 16384, 65536, 262144, 1048576, 4194304]

/**
 * Every instrument by its name. `gen_ai.*` are those of OpenTelemetry's conventions for generative AI, with their meaning
 * there; the others are ours.
 * @see https://opentelemetry.io/docs/specs/semconv/gen-ai/gen-ai-metrics/
 */
export const instruments = {
  'gen_ai.client.operation.duration': {
    kind: 'histogram',
    unit: 's',
    about: 'E2E of an answered probe; of a failed one, which has error.type, from its start to its end.',
    boundaries: durationSeconds,
  },
  'gen_ai.server.time_to_first_token': {
    kind: 'histogram',
    unit: 's',
    about: 'TTFT of an answered stream as the client sees it; relaybench.connection tells warm from cold.',
    boundaries: ttftSeconds,
  },
  'gen_ai.server.time_per_output_token': {
    kind: 'histogram',
    unit: 's',
    about: 'TPOT of an answered stream, by the token counts of the relay.',
    boundaries: tokenSeconds,
  },
  'gen_ai.client.token.usage': {
    kind: 'histogram',
    unit: '{token}',
    about: 'Tokens of a request as the relay reported them; gen_ai.token.type is input or output.',
    boundaries: tokenCounts,
  },
  'relaybench.probes': {
    kind: 'counter',
    unit: '{probe}',
    about: 'Counted probes by relaybench.outcome; availability is ok / all whose outcome counts.',
  },
  'relaybench.spend': {
    kind: 'counter',
    unit: '{USD}',
    about: 'What requests are counted as having cost, warm-up included.',
  },
  'relaybench.client.lag': {
    kind: 'histogram',
    unit: 's',
    about: 'How late this machine sent a probe: a delay of ours, in no other figure.',
    boundaries: lagSeconds,
  },
  'relaybench.availability': {
    kind: 'gauge',
    unit: '1',
    about: 'Of the last run, exactly; relaybench.bound is value, or low or high of the 95 % interval.',
  },
  'relaybench.time_to_first_token': {
    kind: 'gauge',
    unit: 's',
    about: 'Quantiles of TTFT (warm) in the last run, exactly; relaybench.quantile is 0.5, 0.95 or 0.99.',
  },
  'relaybench.operation.duration': {
    kind: 'gauge',
    unit: 's',
    about: 'Quantiles of E2E in the last run, exactly; relaybench.quantile is 0.5, 0.95 or 0.99.',
  },
  'relaybench.limit.broken': {
    kind: 'gauge',
    unit: '{limit}',
    about: '1 where the last run broke a limit of the profile, 0 where it did not or could not tell.',
  },
  'relaybench.client.delay': {
    kind: 'gauge',
    unit: 's',
    about: 'What this machine itself may add to a TTFT: p99 in the last run.',
  },
  'relaybench.run.completed': {
    kind: 'gauge',
    unit: 's',
    about: 'When the last run ended, in seconds since 1970.',
  },
} as const satisfies Readonly<Record<string, InstrumentMeaning>>

export type InstrumentName = keyof typeof instruments

/** Suffixes that Prometheus and its translation of OTLP give to units. */
const suffixes: Readonly<Record<string, string>> = { s: '_seconds', '1': '_ratio' }

/** The same names in Prometheus, whichever way they get there: `gen_ai_server_time_to_first_token_seconds`. */
export const prometheusName = (name: InstrumentName): string =>
  `${name.replaceAll('.', '_')}${suffixes[instruments[name].unit] ?? ''}${instruments[name].kind === 'counter' ? '_total' : ''}`
