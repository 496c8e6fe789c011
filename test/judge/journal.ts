import type {
  EndRecord,
  JournalRecord,
  ListingRecord,
  RunHeader,
  SessionRecord,
} from '../../src/core/journal.ts'
import type { Ending, Observation, Reply } from '../../src/core/observation.ts'
import type { Cell, Plan } from '../../src/core/plan.ts'

/** Hand-written journals: every default is the plainest case, and a test states only what it is about. */

export const cell = (id: string, over: Partial<Cell> = {}): Cell => ({
  id,
  relay: 'acme',
  model: 'gpt-x',
  protocol: 'openai-chat',
  mode: 'stream',
  ...over,
})

export const plan = (cells: readonly Cell[], over: Partial<Plan> = {}): Plan => ({
  schema: 'relaybench.plan/1',
  runId: 'k3v9',
  seed: 7,
  cells,
  load: { rounds: 2, warmupRounds: 0, concurrency: {} },
  workload: { name: 'short', promptBytes: 300, maxOutputTokens: 256 },
  skipped: [],
  ...over,
})

export const header = (cells: readonly Cell[], over: Partial<RunHeader> = {}): RunHeader => ({
  type: 'run',
  schema: 'relaybench.journal/1',
  version: '0.1.0',
  startedAt: '2026-05-04T03:02:01.000Z',
  vantage: 'cn-shanghai-telecom',
  plan: plan(cells),
  profile: { relays: [{ name: 'acme', base_url: 'https://api.acme.example/v1' }], models: ['gpt-x'] },
  profileName: 'test.yaml',
  profilePath: 'profiles/test.yaml',
  notices: [],
  ...over,
})

/** A header whose plan has so many rounds. */
export const rounds = (count: number, ...cells: Cell[]): RunHeader =>
  header(cells, { plan: plan(cells, { load: { rounds: count, warmupRounds: 0, concurrency: {} } }) })

export const session = (number = 1): SessionRecord => ({
  type: 'session',
  session: number,
  startedAt: '2026-05-04T03:02:01.000Z',
  node: 'v20.20.2',
  notices: [],
})

export const end = (how: EndRecord['how'] = 'finished', number = 1, atMs = 60_000): EndRecord => ({
  type: 'end',
  session: number,
  how,
  atMs,
})

const reply: Reply = {
  text: 'Blue, since you ask.',
  textLength: 20,
  reasoning: '',
  reasoningLength: 0,
  toolCalls: [],
  finishReason: { unified: 'stop', raw: 'stop' },
  shape: 'stream',
}

/** What came of a probe; `replyOver` and `timelineOver` change single fields. */
export interface ObservationChanges extends Partial<Omit<Observation, 'reply' | 'timeline'>> {
  readonly reply?: Partial<Reply>
  readonly timeline?: Partial<Observation['timeline']>
}

/**
 * A successful warm stream: due 1000, sent 1000, first token after `ttft` ms, the last 100 ms later.
 * Its tokens came in four reads of five characters.
 */
export function answer(round: number, ofCell: Cell, ttft = 200, over: ObservationChanges = {}): Observation {
  const { reply: replyOver, timeline: timelineOver, ...rest } = over
  const first = 1000 + ttft
  const streaming = ofCell.mode === 'stream'
  const stamps = { firstFrame: first - 1, firstToken: first, firstOutput: first, lastToken: first + 100 }
  return {
    type: 'observation',
    probeId: `r${round}.${ofCell.id}`,
    attempt: 1,
    cellId: ofCell.id,
    round,
    warmup: false,
    session: 1,
    modelId: ofCell.model,
    adjustments: [],
    streaming,
    timeline: {
      due: 1000,
      started: 1000,
      sent: 1000,
      headers: first - 5,
      firstByte: first - 2,
      ...(streaming && stamps),
      done: first + 110,
      end: first + 120,
      ...timelineOver,
    },
    ending: { type: 'complete' },
    connection: { reused: true, remoteAddress: '203.0.113.7', alpn: 'http/1.1', tlsVersion: 'TLSv1.3' },
    http: { status: 200, headers: {} },
    reply: { ...reply, shape: streaming ? 'stream' : 'whole', ...replyOver },
    stream: {
      bytes: 900,
      reads: 4,
      frames: 6,
      comments: 0,
      tokenReadsUs: streaming ? [ttft * 1000, 30_000, 30_000, 40_000] : [],
      tokenReadChars: streaming ? [5, 5, 5, 5] : [],
    },
    loopStallMs: 0,
    ...rest,
  }
}

/** Counts as a relay would report them. */
export const usage = (input: number, output: number, reasoning?: number) => ({
  usage: {
    inputTokens: input,
    outputTokens: output,
    ...(reasoning !== undefined && { reasoningTokens: reasoning }),
    raw: {},
  },
})

/** An HTTP error with a body that says why. */
export function refusal(
  round: number,
  ofCell: Cell,
  status: number,
  message: string,
  over: ObservationChanges = {},
): Observation {
  const { reply: replyOver, timeline, ...rest } = over
  const { reused: _, ...facts } = answer(round, ofCell).connection ?? { reused: true }
  return {
    ...answer(round, ofCell),
    timeline: {
      due: 1000,
      started: 1000,
      sent: 1000,
      headers: 1050,
      firstByte: 1051,
      end: 1052,
      ...timeline,
    },
    connection: { reused: true, ...facts },
    http: { status, headers: {} },
    reply: {
      text: '',
      textLength: 0,
      reasoning: '',
      reasoningLength: 0,
      toolCalls: [],
      shape: 'whole',
      error: { message },
      ...replyOver,
    },
    stream: { bytes: 60, reads: 1, frames: 0, comments: 0, tokenReadsUs: [], tokenReadChars: [] },
    ...rest,
  }
}

/** A probe that never got an answer: no status, no reply. */
export function silence(
  round: number,
  ofCell: Cell,
  ending: Ending,
  over: ObservationChanges = {},
): Observation {
  const { http: _http, connection: _connection, ...refused } = refusal(round, ofCell, 500, '', over)
  const { error: _error, ...empty } = refused.reply
  return {
    ...refused,
    timeline: { due: 1000, started: 1000, end: 1052 },
    ending,
    reply: { ...empty, shape: 'empty' },
    stream: { bytes: 0, reads: 0, frames: 0, comments: 0, tokenReadsUs: [], tokenReadChars: [] },
  }
}

export const dnsFailure: Ending = {
  type: 'failed',
  stage: 'dns',
  code: 'ENOTFOUND',
  detail: 'getaddrinfo ENOTFOUND api.acme.example',
  stale: false,
}

export const listing = (
  models: readonly string[] | undefined,
  over: Partial<ListingRecord> = {},
): ListingRecord => ({
  type: 'listing',
  relay: 'acme',
  session: 1,
  timeline: { due: 0, started: 0, dns: 10, tcp: 40, tls: 100, sent: 101, headers: 150, end: 160 },
  ending: { type: 'complete' },
  connection: { reused: false },
  http: { status: 200, headers: {} },
  ...(models && { models }),
  keyed: true,
  ...over,
})

/** So many answers in rounds from 1, each with its own TTFT. */
export const answers = (ofCell: Cell, ttfts: readonly number[]): Observation[] =>
  ttfts.map((ttft, index) => answer(index + 1, ofCell, ttft))

export const journal = (...parts: readonly (JournalRecord | readonly JournalRecord[])[]): JournalRecord[] =>
  parts.flat()
