import { z } from 'zod'
import { prices } from './profile-prices.ts'
import { slo } from './profile-slo.ts'

/** One candidate of a profile: how it is reached, how it may be asked, and what its vendor says of itself. */

export const name = z
  .string()
  .min(1)
  .max(80)
  .regex(/^[^\p{Cc}\p{Cf}]+$/u, 'must not contain control characters')

const seconds = z.number().positive().max(86_400)
/** Every declared fact may be "unknown", which is never "no". */
const declared = <T extends z.ZodType>(value: T) => z.union([z.literal('unknown'), value])

export const timeouts = z
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
export const maxBytes = z
  .strictObject({
    line: bytes.describe('One line of a stream. Default 4 MiB.'),
    event: bytes.describe('One event of a stream. Default 4 MiB.'),
    body: bytes.describe('A whole answer. Default 16 MiB for a stream, 4 MiB for a body in one piece.'),
    headers: bytes.describe('All response headers. Default 64 KiB.'),
    decompressed: bytes.describe('A compressed answer after unpacking. Default 16 MiB.'),
  })
  .partial()

export const maxRatio = z.number().min(1).max(100_000)

export const limits = z
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
    ladder: z
      .enum(['allowed', 'forbidden'])
      .describe(
        'Whether the load may rise until this relay refuses it. Default: not without --allow-ladder.',
      ),
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

const citation = z
  .strictObject({
    source: z.string().describe('Address or document.'),
    as_of: z.string().describe('When it was read, as YYYY-MM-DD.'),
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
    payment: declared(z.string()).describe('How it is paid, such as "Alipay, bank transfer".'),
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
    sources: z
      .record(z.string(), citation)
      .describe(
        'Where a single fact was read, by its key, such as `sla`; `price` for prices. What is not here has `source`.',
      ),
  })
  .partial()

const endpoint = z.strictObject({
  line: name.describe('Name of the line (线路), a row of its own in the table.'),
  url: z.string().describe('Base URL of the line.'),
})

export const authStyles = ['bearer', 'x-api-key', 'query', 'header'] as const

export const relay = z.strictObject({
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
  max_decompression_ratio: maxRatio
    .optional()
    .describe(
      'How many times its own size a compressed answer may unpack to, beyond the first MiB. Default 200.',
    ),
  redirects: z
    .enum(['never', 'same-origin'])
    .optional()
    .describe(
      'never (default), or to another path of the same origin. Each step is an attempt of its own. Never elsewhere.',
    ),
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
  prices: prices
    .optional()
    .describe('What this relay charges, by model. Default: the `prices` of the profile.'),
  price_multiplier: z
    .number()
    .min(0)
    .max(1_000)
    .optional()
    .describe(
      'What this relay charges is so many times the `prices` of the profile (倍率). 0: nothing, such as a server of your own.',
    ),
  recharge_ratio: z
    .number()
    .positive()
    .max(1_000)
    .optional()
    .describe(
      'CNY that you pay for one dollar of balance at this relay, bonus included (充值比例). Default: the exchange rate.',
    ),
  probe_policy: probePolicy.optional().describe('What the vendor allows a tester to do.'),
  slo: slo.optional().describe('Limits for this relay, in place of those of the same names. See slo.md.'),
  facts: facts.optional().describe('Declared facts: shown, never measured. Every one may be "unknown".'),
  reference: z.boolean().optional().describe('The endpoint that others are compared with.'),
})
