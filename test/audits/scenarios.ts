import { audits } from '../../src/audits/index.ts'
import type { Depth } from '../../src/core/plan.ts'

/**
 * Simulated relays of known truth. Each is judged under many seeds, and how often it is found to differ is the table of
 * docs/audit.md. Settings are those of a relay's `simulate`.
 */
export interface Scenario {
  readonly id: string
  /** Audits that are run, by id. */
  readonly tests: readonly string[]
  /** Default: standard. */
  readonly depth?: Depth
  /** In words, for the table. */
  readonly about: string
  readonly subject: object
  /** Default: an honest mind. */
  readonly reference?: object
  /** A second reference; default: none. */
  readonly second?: object
  /** What the subject speaks; default: as the reference, OpenAI's chat. */
  readonly protocol?: string
  /** Codes of findings that should come out as "differs"; none: it is honest, and nothing should. */
  readonly expected: readonly string[]
}

const honest = { mind: {} }

const mind = (setting: object): object => ({ mind: setting })

const identity: readonly Scenario[] = [
  { id: 'honest', tests: ['identity'], about: 'the same model', subject: honest, expected: [] },
  {
    id: 'moved-3',
    tests: ['identity'],
    about: 'the same model on another serving stack: 3 % of answers moved',
    subject: mind({ moved: 0.03 }),
    expected: [],
  },
  {
    id: 'moved-5',
    tests: ['identity'],
    about: 'the same model on another serving stack: 5 % of answers moved',
    subject: mind({ moved: 0.05 }),
    expected: [],
  },
  {
    id: 'swap-full',
    tests: ['identity'],
    about: 'another model answers everything',
    subject: mind({ identity: 'other' }),
    expected: ['identity.answers'],
  },
  {
    id: 'swap-50',
    tests: ['identity'],
    about: 'another model answers half of the requests',
    subject: mind({ swap: { identity: 'other', share: 0.5 } }),
    expected: ['identity.answers'],
  },
  {
    id: 'swap-25',
    tests: ['identity'],
    about: 'another model answers a quarter of the requests',
    subject: mind({ swap: { identity: 'other', share: 0.25 } }),
    expected: ['identity.answers'],
  },
]

/** The same relays as of the audit of identity, beside two references. */
const completions: readonly Scenario[] = identity.map(({ id, about, subject, expected }) => ({
  id: `completions-${id}`,
  tests: ['completions'],
  depth: 'deep',
  about: `${about}: longer answers, two references`,
  subject,
  second: honest,
  expected: expected.map(() => 'completions.text'),
}))

const usage: readonly Scenario[] = [
  {
    id: 'usage-honest',
    tests: ['usage'],
    about: 'counts as the reference does',
    subject: honest,
    expected: [],
  },
  {
    id: 'usage-template',
    tests: ['usage'],
    about: 'a chat template longer by 24 tokens',
    subject: mind({ template_tokens: 32 }),
    expected: [],
  },
  {
    id: 'usage-long-template',
    tests: ['usage'],
    about: 'a chat template longer by 80 tokens, with a date and a default prompt',
    subject: mind({ template_tokens: 88 }),
    expected: [],
  },
  {
    id: 'usage-apart',
    tests: ['usage', 'cache'],
    about: 'a gateway that leaves cached tokens out of the input',
    subject: mind({ cache: 'apart' }),
    reference: mind({ cache: 'works' }),
    expected: [],
  },
  {
    id: 'usage-wobble',
    tests: ['usage'],
    about: 'estimates input, off by up to 6 tokens',
    subject: mind({ wobble_tokens: 6 }),
    expected: [],
  },
  {
    id: 'usage-swap',
    tests: ['usage'],
    about: 'another model with the same tokenizer',
    subject: mind({ identity: 'other' }),
    expected: [],
  },
  {
    id: 'usage-115',
    tests: ['usage'],
    about: 'reports 1.15 times the tokens',
    subject: mind({ usage_factor: 1.15 }),
    expected: ['usage.input', 'usage.output'],
  },
  {
    id: 'usage-150',
    tests: ['usage'],
    about: 'reports 1.5 times the tokens',
    subject: mind({ usage_factor: 1.5 }),
    expected: ['usage.input', 'usage.output'],
  },
  {
    id: 'usage-hidden',
    tests: ['usage'],
    about: 'a hidden prompt of 200 tokens, counted',
    subject: mind({ hidden_prompt: { tokens: 200 } }),
    expected: ['usage.overhead'],
  },
  {
    id: 'usage-stream',
    tests: ['usage'],
    about: 'counts 400 tokens more in streams',
    subject: mind({ stream_extra_tokens: 400 }),
    expected: ['usage.stream'],
  },
]

const prompt: readonly Scenario[] = [
  {
    id: 'prompt-honest',
    tests: ['prompt'],
    about: 'obeys and repeats; mistypes 1 text of 10, as the reference does',
    subject: mind({ errs: 0.1 }),
    reference: mind({ errs: 0.1 }),
    expected: [],
  },
  {
    id: 'prompt-overridden',
    tests: ['prompt'],
    about: 'a hidden prompt, not counted, wins against the request',
    subject: mind({ hidden_prompt: { tokens: 60, counted: false, overrides: true } }),
    expected: ['prompt.system'],
  },
  {
    id: 'prompt-rewrites',
    tests: ['prompt'],
    about: 'replaces packages and addresses in every text',
    subject: mind({ rewrites: 1 }),
    expected: ['prompt.verbatim'],
  },
]

/** Seconds as they are: jitter of the network, a queue now and then, 60 tokens a second. */
const paced = {
  ttft_ms: { lognormal: { median: 600, sigma: 0.4 } },
  token_ms: { lognormal: { median: 16, sigma: 0.5 } },
}

const stream: readonly Scenario[] = [
  {
    id: 'stream-honest',
    tests: ['stream'],
    about: 'streams, with jitter',
    subject: { ...paced, mind: {} },
    reference: { ...paced, mind: {} },
    expected: [],
  },
  {
    id: 'stream-fast',
    tests: ['stream'],
    about: 'streams 500 tokens a second, in pieces of 8, first token after 0.3 to 3 s',
    subject: {
      ttft_ms: { bimodal: { a: 300, b: 3_000, share: 0.3 } },
      token_ms: 2,
      tokens_per_chunk: 8,
      mind: {},
    },
    reference: { ...paced, mind: {} },
    expected: [],
  },
  {
    id: 'stream-dump',
    tests: ['stream'],
    about: 'holds answers back and sends them at once',
    subject: { ...paced, mind: { delivery: 'dump' } },
    reference: { ...paced, mind: {} },
    expected: ['stream.held-back', 'stream.one-piece'],
  },
  {
    id: 'stream-dribble',
    tests: ['stream'],
    about: 'holds answers back and sends them in even pieces',
    subject: { ...paced, mind: { delivery: 'dribble' } },
    reference: { ...paced, mind: {} },
    expected: ['stream.held-back'],
  },
]

/** With jitter, and half a second for 1,000 tokens that have to be read. */
const reading = (cache: string): object => ({ ...paced, mind: { cache, prefill_ms_per_ktok: 500 } })

const cache: readonly Scenario[] = [
  {
    id: 'cache-honest',
    tests: ['cache'],
    about: 'has a cache, as the reference',
    subject: reading('works'),
    reference: reading('works'),
    expected: [],
  },
  {
    id: 'cache-neither',
    tests: ['cache'],
    about: 'has no cache, nor has the reference',
    subject: reading('none'),
    reference: reading('none'),
    expected: [],
  },
  ...[0.5, 2, 10].map((percent) => ({
    id: `cache-again-${percent}`,
    tests: ['cache'],
    about: `a cache, and ${percent} % of requests are sent upstream again by the relay`,
    subject: { ...paced, mind: { cache: 'works', prefill_ms_per_ktok: 500, asks_twice: percent / 100 } },
    reference: reading('works'),
    expected: [],
  })),
  {
    id: 'cache-lost',
    tests: ['cache'],
    about: 'has no cache, the reference has one',
    subject: reading('none'),
    reference: reading('works'),
    expected: ['cache.hits'],
  },
  {
    id: 'cache-half',
    tests: ['cache'],
    about: 'finds half of the prompts again: accounts take turns',
    subject: reading('half'),
    reference: reading('works'),
    expected: ['cache.hits'],
  },
  {
    id: 'cache-uncredited',
    tests: ['cache'],
    about: 'has a cache and tells nothing of it (half a second for 1,000 tokens)',
    subject: reading('uncredited'),
    reference: reading('works'),
    expected: ['cache.hits', 'cache.uncredited'],
  },
  {
    id: 'cache-invented',
    tests: ['cache'],
    about: 'tells of cached tokens that it cannot have',
    subject: reading('invented'),
    reference: reading('works'),
    expected: ['cache.never-seen'],
  },
  {
    id: 'cache-answers',
    tests: ['cache'],
    about: 'keeps whole answers',
    subject: reading('answers'),
    reference: reading('none'),
    expected: ['cache.answers'],
  },
]

const context: readonly Scenario[] = [
  {
    id: 'context-honest',
    tests: ['context'],
    about: 'reads long texts whole; finds 97 codes of 100, as the reference does',
    subject: mind({ forgets: 0.03 }),
    reference: mind({ forgets: 0.03 }),
    expected: [],
  },
  {
    id: 'context-breaks-off',
    tests: ['context'],
    about: 'reads long texts whole; 1 answer of 10 ends halfway, as the reference’s',
    subject: mind({ breaks_off: 0.1 }),
    reference: mind({ breaks_off: 0.1 }),
    expected: [],
  },
  ...(['head', 'middle', 'tail'] as const).map((lost) => ({
    id: `context-${lost}`,
    tests: ['context'],
    about: `cuts off what is beyond 32,000 tokens: the ${lost}`,
    subject: mind({ context: { tokens: 32_000, lost } }),
    expected: ['context.codes'],
  })),
  {
    id: 'context-short',
    tests: ['context'],
    about: 'cuts off the head beyond 16,000 tokens',
    subject: mind({ context: { tokens: 16_000, lost: 'head' } }),
    expected: ['context.codes', 'context.tokens'],
  },
  {
    id: 'context-counted',
    tests: ['context'],
    about: 'cuts off the head beyond 32,000 tokens, and counts it',
    subject: mind({ context: { tokens: 32_000, lost: 'head', counted: true } }),
    expected: ['context.codes'],
  },
]

const parameters: readonly Scenario[] = [
  { id: 'parameters-honest', tests: ['parameters'], about: 'obeys', subject: honest, expected: [] },
  ...(
    [
      ['max_tokens', 'parameters.limit'],
      ['stop', 'parameters.stop'],
      ['temperature', 'parameters.temperature'],
      ['seed', 'parameters.seed'],
      ['n', 'parameters.answers'],
      ['logprobs', 'parameters.logprobs'],
      ['model', 'parameters.unknown-model'],
    ] as const
  ).map(([ignored, code]) => ({
    id: `parameters-${ignored}`,
    tests: ['parameters'],
    about: ignored === 'model' ? 'answers under names of models that do not exist' : `ignores ${ignored}`,
    subject: mind({ ignores: [ignored] }),
    expected: [code],
  })),
]

const functions: readonly Scenario[] = [
  {
    id: 'function-honest',
    tests: ['function'],
    about: 'calls tools, keeps schemas, sees; calls in 85 tasks of 100, as the reference does',
    subject: mind({ calls: 0.85 }),
    reference: mind({ calls: 0.85 }),
    expected: [],
  },
  ...(
    [
      ['tools', ['function.tools', 'function.tools-stream', 'function.tools-parallel'], 'drops tools'],
      ['second-calls', ['function.tools-parallel'], 'calls one tool in an answer at most'],
      ['restraint', ['function.tools-unneeded'], 'calls tools without need'],
      ['tool-streams', ['function.tools-stream'], 'cuts arguments of tools in streams'],
      ['schema', ['function.schema'], 'drops the schema of an answer'],
      ['pictures', ['function.picture'], 'drops pictures'],
    ] as const
  ).map(([lacks, expected, about]) => ({
    id: `function-${lacks}`,
    tests: ['function'],
    about,
    subject: mind({ lacks: [lacks] }),
    expected,
  })),
]

/** All audits at once: what any honest relay is found to differ in is a false alarm of the whole run. */
const everything: readonly Scenario[] = [
  {
    id: 'all-honest',
    tests: audits.map(({ id }) => id),
    about: 'honest in everything, all audits in one run',
    subject: {
      ...paced,
      mind: { cache: 'works', prefill_ms_per_ktok: 500, moved: 0.02, errs: 0.05, forgets: 0.02 },
    },
    reference: { ...paced, mind: { cache: 'works', prefill_ms_per_ktok: 500, errs: 0.05, forgets: 0.02 } },
    expected: [],
  },
  {
    id: 'all-responses',
    tests: audits.map(({ id }) => id),
    about: 'the same, asked over OpenAI’s Responses, the reference over its chat',
    subject: { ...paced, mind: { cache: 'works', prefill_ms_per_ktok: 500, errs: 0.05, forgets: 0.02 } },
    reference: { ...paced, mind: { cache: 'works', prefill_ms_per_ktok: 500, errs: 0.05, forgets: 0.02 } },
    protocol: 'openai-responses',
    expected: [],
  },
]

export const scenarios: readonly Scenario[] = [
  ...everything,
  ...identity,
  ...completions,
  ...usage,
  ...prompt,
  ...stream,
  ...parameters,
  ...functions,
  ...cache,
  ...context,
]
