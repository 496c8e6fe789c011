import { z } from 'zod'

const perSecond = z.number().nonnegative()

/** What was asked of one relay, and how fast. */
export const loadOf = <Spread extends z.ZodType>(distribution: Spread) =>
  z.strictObject({
    relay: z.string(),
    shape: z.enum(['closed', 'open', 'trace', 'ladder']),
    lanes: z.int().positive().describe('Most probes in flight at once.'),
    arrivals: z
      .strictObject({
        requestedPerSecond: perSecond
          .nullable()
          .describe('As the profile states it, or as the trace has it on average.'),
        duePerSecond: perSecond
          .nullable()
          .describe('Arrivals as drawn, from the first that was due to the last.'),
        sentPerSecond: perSecond
          .nullable()
          .describe('Those that were sent, from the first that was due until the last had found a lane.'),
        due: z.int().nonnegative(),
        sent: z.int().nonnegative().describe('The others found no free lane before the run ended.'),
      })
      .nullable()
      .describe('null where probes have no times of arrival, or the schedule never came to an end.'),
    window: z
      .strictObject({
        ms: z.number().positive(),
        openingWave: z.int().nonnegative().describe('Counted probes sent before the window: in no rate.'),
        warmup: z.int().nonnegative().describe('Warm-up probes: in no rate and no latency.'),
        sent: z.int().nonnegative().describe('Requests sent inside, every attempt.'),
        sentPerSecond: perSecond,
        answersPerSecond: perSecond.describe('Good answers, where they ended.'),
        outputTokensPerSecond: perSecond
          .nullable()
          .describe('Each token credited at its own time; null without usage.'),
        meanInFlight: z.number().nonnegative(),
        littleRatio: z
          .number()
          .nonnegative()
          .nullable()
          .describe(
            "Little's law: mean in flight / (rate x mean time in the system). null below 10 requests, or 5 for each in flight.",
          ),
        steady: z.boolean().nullable().describe('Whether that ratio is within 10 % of 1.'),
      })
      .nullable()
      .describe(
        'While the load was steady: from the end of the opening wave (in a closed loop one request a lane, else until the first answer) to the last counted send. null when there was no such time, and for a ladder, whose steps have windows of their own.',
      ),
    lagMs: distribution.describe('Sent − due, waiting for a free lane included, dialling not.'),
  })

/** One ladder: a cell under rising concurrency. */
export const ladderOf = <Spread extends z.ZodType>(distribution: Spread) =>
  z.strictObject({
    cell: z.string(),
    relay: z.string(),
    line: z.string().nullable(),
    model: z.string(),
    mode: z.enum(['stream', 'whole']),
    steps: z.array(
      z.strictObject({
        concurrency: z.int().positive(),
        n: z.int().nonnegative().describe('Counted probes that came to an end.'),
        opening: z.int().nonnegative().describe('Probes of the opening wave: in no latency and no rate.'),
        ok: z.int().nonnegative().describe('Of the counted ones.'),
        windowMs: z.number().nonnegative().describe('From the first counted send to the last.'),
        requestsPerSecond: perSecond.nullable().describe('Answers that ended in the window.'),
        outputTokensPerSecond: perSecond
          .nullable()
          .describe('Tokens that came in the window, each credited at its own time.'),
        ttftMs: distribution.describe('Counted, successful, warm. Streams only.'),
        e2eMs: distribution.describe('Counted and successful.'),
        outcomes: z
          .record(z.string(), z.int().positive())
          .describe('By class, the opening wave included: a refusal there is one.'),
      }),
    ),
    ended: z
      .enum(['slo', 'errors', 'throughput', 'top', 'unfinished'])
      .describe('Why it went no further. unfinished: the run or the relay was stopped.'),
    endedAt: z.int().positive().nullable().describe('Concurrency of the step that ended it.'),
    broken: z.array(z.string()).describe('Limits of the profile that broke there.'),
    knee: z
      .int()
      .positive()
      .nullable()
      .describe('The last step before the one that broke something; null when none did, or the first.'),
    ceiling: z
      .strictObject({
        refusals: z.int().positive().describe('Probes refused with 429, the evidence for the rest.'),
        refusedFrom: z.int().positive().describe('Lowest step with a 429.'),
        acceptedTo: z.int().positive().nullable().describe('Highest step below it.'),
        inFlight: z
          .int()
          .nonnegative()
          .describe(
            'Median number of accepted probes in flight when one was refused: the limit, if it is one of concurrency.',
          ),
        kind: z
          .enum(['requests', 'tokens', 'concurrency', 'unstated'])
          .describe('What the relay said was used up, by its headers or words.'),
      })
      .nullable(),
    statedLimits: z.record(z.string(), z.string()).describe('Headers that state a limit, as last sent.'),
    retryAfter: z
      .strictObject({
        statedMs: z.number().nonnegative().describe('The longest wait it asked for.'),
        tested: z.int().nonnegative().describe('Waits after which one probe was sent alone.'),
        accepted: z.int().nonnegative().describe('How many of those were not refused with 429.'),
        honest: z.boolean().nullable().describe('Whether all were accepted; null of none.'),
      })
      .nullable()
      .describe('null when no 429 said how long to wait.'),
  })
