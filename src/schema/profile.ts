import { z } from 'zod'

/**
 * The profile: what a user asks for, in YAML. This schema is the only source of the TypeScript type,
 * of the validation and of the published JSON Schema. Descriptions end up in `docs/profile.md`.
 */

const name = z
  .string()
  .min(1)
  .max(80)
  .regex(/^[^\p{Cc}\p{Cf}]+$/u, 'must not contain control characters')

const seconds = z.number().positive().max(86_400)
/** Every declared fact may be "unknown", which is never "no". */
const declared = <T extends z.ZodType>(value: T) => z.union([z.literal('unknown'), value])

const timeouts = z
  .strictObject({
    connect: seconds.describe('Seconds to look up, dial and finish TLS. Default 10.'),
    first_token: seconds.describe('Seconds from sending to the first token. Default 60.'),
    idle: seconds.describe('Longest silence in the middle of an answer, in seconds. Default 60.'),
    total: seconds.describe('Seconds for the whole probe. Default 180.'),
  })
  .partial()

const bytes = z
  .int()
  .min(1_024)
  .max(2 ** 30)
const maxBytes = z
  .strictObject({
    line: bytes.describe('One line of a stream. Default 4 MiB.'),
    event: bytes.describe('One event of a stream. Default 4 MiB.'),
    body: bytes.describe('A whole answer. Default 16 MiB for a stream, 4 MiB for a body in one piece.'),
    headers: bytes.describe('All response headers. Default 64 KiB.'),
    decompressed: bytes.describe('A compressed answer after unpacking. Default 16 MiB.'),
  })
  .partial()

const limits = z
  .strictObject({
    concurrency: z.int().min(1).max(10_000).describe('Probes in flight at once at this relay.'),
    rps: z.number().positive().describe('Most requests a second.'),
    rpm: z.number().positive().describe('Most requests a minute.'),
  })
  .partial()

const probePolicy = z
  .strictObject({
    allowed: z
      .boolean()
      .describe('false: never send a probe to this relay (free community relays often forbid it).'),
    min_prompt_bytes: z
      .int()
      .min(0)
      .describe('Shortest prompt that the relay does not mistake for a liveness check.'),
    quiet_hours: z
      .string()
      .regex(/^([01]?\d|2[0-3]):[0-5]\d-([01]?\d|2[0-3]):[0-5]\d$/, 'must look like "20:00-23:00"')
      .describe('Local hours in which no probe is sent, such as "20:00-23:00".'),
  })
  .partial()

const facts = z
  .strictObject({
    kind: declared(z.enum(['official', 'cloud', 'aggregator', 'relay', 'community'])).describe(
      'What the vendor is.',
    ),
    sla: declared(z.string()).describe(
      'Promised availability, in the vendor\'s words, such as "99.9% a month".',
    ),
    billing: declared(z.enum(['token', 'call', 'subscription', 'mixed'])).describe('What is charged for.'),
    invoice: declared(z.boolean()).describe('Whether an invoice (发票) is given.'),
    refund: declared(z.boolean()).describe('Whether unused credit is refunded.'),
    support: declared(z.string()).describe('Support channels and hours.'),
    region: declared(z.string()).describe('Where the endpoint is said to be.'),
    channel: declared(
      z.enum([
        'official-api',
        'cloud',
        'first-party-pool',
        'reverse-engineered',
        'reseller',
        'mixed',
        'undisclosed',
      ]),
    ).describe('Where the relay says its upstream comes from.'),
    interest: declared(z.string()).describe(
      'Any interest that the author of the profile has in this vendor.',
    ),
    source: z.string().describe('Where these facts were read.'),
    as_of: z.string().describe('When they were read, as YYYY-MM-DD.'),
  })
  .partial()

const endpoint = z.strictObject({
  line: name.describe('Name of the line (线路), a row of its own in the table.'),
  url: z.string().describe('Base URL of the line.'),
})

export const authStyles = ['bearer', 'x-api-key', 'query', 'header'] as const

const relay = z.strictObject({
  name: name.describe('Name in tables and in `--relay`.'),
  base_url: z
    .string()
    .optional()
    .describe(
      'What the OpenAI SDK would get as base URL, with /v1 where the vendor wants it. Nothing is appended on our own.',
    ),
  endpoints: z
    .array(endpoint)
    .min(1)
    .optional()
    .describe('Several lines of one relay, in place of `base_url`.'),
  simulate: z
    .unknown()
    .optional()
    .describe(
      'A simulated relay on loopback, in place of `base_url`: a preset (good, slow, flaky, ghost) or its settings.',
    ),
  api_key: z
    .string()
    .optional()
    .describe('The key, as "${ENV_NAME}". A key in plain text works but is warned about.'),
  api_key_env: z
    .string()
    .regex(/^\w+$/, 'must be the name of an environment variable')
    .optional()
    .describe('Name of the environment variable that holds the key.'),
  protocol: z.string().optional().describe('openai-chat unless stated.'),
  auth: z
    .union([
      z.enum(authStyles),
      z.strictObject({
        style: z.enum(authStyles),
        name: z.string().optional().describe('Header or query parameter.'),
      }),
    ])
    .optional()
    .describe('How the key is sent. Default: as the protocol does it.'),
  headers: z
    .record(z.string(), z.string())
    .optional()
    .describe('Further request headers. Values are treated as secrets.'),
  models: z
    .record(z.string(), z.string())
    .optional()
    .describe("This relay's own names: wanted name → name to send."),
  timeouts: timeouts.optional().describe('Time limits of this relay, in seconds.'),
  tls: z
    .strictObject({
      ca: z.string().describe('PEM file with a further certificate authority.'),
      insecure: z.boolean().describe('Accept any certificate. The report says so.'),
    })
    .partial()
    .optional(),
  proxy: z
    .string()
    .optional()
    .describe('HTTP proxy for this relay, or "direct". Default: HTTPS_PROXY / HTTP_PROXY / NO_PROXY.'),
  limits: limits.optional().describe('How much this relay may be asked at once.'),
  max_bytes: maxBytes
    .optional()
    .describe('What a hostile answer may cost in memory. Each limit has an outcome of its own.'),
  http2: z
    .union([z.boolean(), z.literal('auto')])
    .optional()
    .describe(
      'false (default): HTTP/1.1, as most SDKs. auto: what the relay prefers. true: HTTP/2 or nothing.',
    ),
  ip: z
    .union([z.literal(4), z.literal(6)])
    .optional()
    .describe('Only this IP version. Default: what answers first.'),
  probe_policy: probePolicy.optional().describe('What the vendor allows a tester to do.'),
  facts: facts.optional().describe('Declared facts: shown, never measured. Every one may be "unknown".'),
  reference: z.boolean().optional().describe('The endpoint that others are compared with.'),
})

const model = z.union([
  name,
  z.strictObject({
    name: name.describe('Logical name in tables.'),
    id: z
      .string()
      .optional()
      .describe('Name to send, unless a relay has its own. Default: the logical name.'),
    ids: z.record(z.string(), z.string()).optional().describe('Name to send, by relay.'),
    only: z.array(z.string()).min(1).optional().describe('Relays that are asked for it. Default: all.'),
  }),
])

const promptPresets = ['short', 'medium', 'long'] as const

const workload = z
  .strictObject({
    prompt: z
      .enum(promptPresets)
      .describe('short (about 700 bytes), medium (2 kB) or long (8 kB) of realistic text.'),
    file: z.string().describe('A text file beside the profile, in place of `prompt`.'),
    max_tokens: z.int().min(1).describe('Most tokens to ask for. Default 256: room for reasoning.'),
    reasoning_effort: z
      .enum(['none', 'minimal', 'low', 'medium', 'high', 'default'])
      .describe(
        'Hint for reasoning models, dropped when refused. "default" sends none. Default: low for reasoning families.',
      ),
    temperature: z.number().min(0).max(2).describe('Sent only when stated: many current models refuse it.'),
    top_p: z.number().min(0).max(1).describe('Sent only when stated.'),
  })
  .partial()

const load = z
  .strictObject({
    requests: z.int().min(1).max(1_000_000).describe('Counted probes a cell. Default 20.'),
    duration: z
      .string()
      .regex(/^\d+(\.\d+)?(s|m|h)$/, 'must look like "90s", "10m" or "1h"')
      .describe('Run for so long instead of a number of requests.'),
    concurrency: z.int().min(1).max(10_000).describe('Probes in flight at once, a relay. Default 2.'),
    warmup: z.int().min(0).max(100).describe('Probes a cell before counting begins. Default 1.'),
    seed: z
      .int()
      .min(0)
      .max(4_294_967_295)
      .describe('Fixes the order of probes. Default: random, and printed.'),
  })
  .partial()

export const profileSchema = z.strictObject({
  relays: z.array(relay).min(1).describe('The candidates.'),
  models: z.array(model).min(1).describe('The models wanted of each of them.'),
  stream: z
    .union([z.boolean(), z.literal('both')])
    .optional()
    .describe('true, false or both. Default true.'),
  workload: workload.optional().describe('What is asked.'),
  load: load.optional().describe('How much is asked, and how fast.'),
  timeouts: timeouts.optional().describe('For all relays that state none of their own.'),
  limits: limits.optional().describe('For all relays that state none of their own.'),
  max_bytes: maxBytes.optional().describe('For all relays that state none of their own.'),
  slo: z
    .record(z.string(), z.string())
    .optional()
    .describe(
      'Limits, judged in every cell: availability, error_rate, error_rate(CLASS), and ttft, ttfo, e2e or tpot with _p50, _p90, _p95 or _p99; such as availability: ">= 99%" or ttft_p95: "< 2s".',
    ),
  vantage: name.optional().describe('Where this is measured from, such as "cn-shanghai-telecom".'),
})

/** A validated profile: what the user wrote, no defaults applied, keys replaced by where they come from. */
export type Profile = z.infer<typeof profileSchema>
export type ProfileRelay = Profile['relays'][number]
