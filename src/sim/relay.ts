import type { Ms } from '../core/clock.ts'
import { Accounts } from './billing/accounts.ts'
import { composeAnswer, endless } from './compose.ts'
import type { SimConfig } from './config.ts'
import { type Crowd, doorkeeper, tooMany } from './crowd.ts'
import type { Ask, Dialect, Failure } from './dialects/dialect.ts'
import { dialects } from './dialects/index.ts'
import { openaiChat } from './dialects/openai-chat.ts'
import { invalidToken, modelNotFound, noChannel } from './faults/errors.ts'
import type { Exchange } from './faults/fault.ts'
import { drawFaults, spoil } from './faults/index.ts'
import { Memory } from './mind/cache.ts'
import { delivered, later } from './mind/delivery.ts'
import { think } from './mind/mind.ts'
import { methodNotAllowed, notFound, pages } from './pages.ts'
import { randomFor } from './random.ts'
import { render } from './render.ts'
import { jsonReply, type Script } from './script.ts'

/** A request as far as the relay's decision depends on it. */
export interface Incoming {
  readonly method: string
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: unknown
}

export interface Reply {
  readonly script: Script
  /** Whether it is an answer, which takes up room while it is under way. */
  readonly busy?: boolean
  readonly faults: readonly string[]
}

/** Faults strike answers only: pages and refusals are what they are. */
const unspoilt = (script: Script): Reply => ({ script, faults: [] })

/**
 * Decides what each request gets; all randomness comes from the seed and the number of the request.
 * The relay takes the time of each, and how many answers are under way.
 */
export function createRelay(config: SimConfig): (request: Incoming, crowd?: Crowd) => Reply {
  let asked = 0
  const memory = new Memory()
  const accounts = new Accounts(config.billing, config.models)
  const isFull = doorkeeper(config)
  return (request, crowd) => {
    const url = new URL(request.path, 'http://relay.invalid')
    const dialect = dialects.find((each) => each.serves(url.pathname))
    const atMs = crowd?.atMs ?? 0
    if (!dialect)
      return unspoilt(serveAccounts(config, accounts, request, url, atMs) ?? servePage(config, request, url))
    if (request.method !== 'POST') return unspoilt(methodNotAllowed(['POST']))
    if (!admitted(config, request, url)) return unspoilt(jsonReply(401, dialect.error(invalidToken)))
    const ask = dialect.read(url, request.body, config.usage)
    if (!ask) return unspoilt(jsonReply(400, dialect.error(badRequest)))
    if (crowd && isFull(crowd)) return unspoilt(tooMany(config, dialect))
    return { ...answer(config, request, dialect, ask, asked++, { memory, accounts, atMs }), busy: true }
  }
}

const badRequest = {
  status: 400,
  message: 'Invalid request body',
  type: 'invalid_request_error',
  code: 'invalid_request',
}

/** A page that tells of prices or of the balance; undefined where it has none of that path. */
function serveAccounts(
  config: SimConfig,
  accounts: Accounts,
  request: Incoming,
  url: URL,
  atMs: Ms,
): Script | undefined {
  const page = accounts.page(url.pathname)
  if (!page) return undefined
  if (request.method !== 'GET') return methodNotAllowed(['GET'])
  return page.keyed && !admitted(config, request, url)
    ? jsonReply(401, openaiChat.error(invalidToken))
    : page.reply(atMs)
}

function servePage(config: SimConfig, request: Incoming, url: URL): Script {
  const page = pages.find((each) => each.path === url.pathname && each.on(config))
  if (!page) return notFound(url.pathname)
  if (!page.methods.includes(request.method)) return methodNotAllowed(page.methods)
  if (page.keyed && !admitted(config, request, url)) return jsonReply(401, openaiChat.error(invalidToken))
  return page.reply(config)
}

/** The key is taken wherever some vendor's client puts it. */
function admitted({ key }: SimConfig, { headers }: Incoming, url: URL): boolean {
  if (key === undefined) return true
  const places = [
    headers['authorization']?.replace(/^Bearer /i, ''),
    headers['x-api-key'],
    headers['x-goog-api-key'],
    url.searchParams.get('key'),
  ]
  return places.includes(key)
}

/** What a relay knows beside the request, and when it came. */
interface Kept {
  readonly memory: Memory
  readonly accounts: Accounts
  readonly atMs: Ms
}

function unserved({ unserved: status }: SimConfig, model: string): Failure {
  switch (status) {
    case '401':
      return invalidToken
    case '404':
      return modelNotFound(model)
    case '503':
      return noChannel(model)
  }
}

/** @param nth Number of the request in order of arrival, those for unserved models included. */
function answer(
  config: SimConfig,
  request: Incoming,
  dialect: Dialect,
  asked: Ask,
  nth: number,
  { memory, accounts, atMs }: Kept,
): Reply {
  const ignores = config.mind?.ignores ?? []
  if (!config.models.includes(asked.model) && !ignores.includes('model')) {
    accounts.refused(atMs)
    const failure = unserved(config, asked.model)
    return unspoilt(jsonReply(failure.status, dialect.error(failure)))
  }
  const thought = config.mind && think(config.mind, config.seed, asked, nth, memory)
  const ask = {
    ...asked,
    ...thought?.usage,
    ...(ignores.includes('max_tokens') && { maxTokens: undefined }),
    wishes: {
      ...asked.wishes,
      ...(ignores.includes('n') && { choices: 1 }),
      ...(ignores.includes('logprobs') && { logprobs: false }),
    },
  }
  const composed = later(composeAnswer(config, ask, nth, thought), thought?.readingMs ?? 0)
  const healthy = ask.shape === 'stream' ? delivered(composed, config.mind?.delivery ?? 'real') : composed
  accounts.answered(healthy, ask, atMs)
  const exchange: Exchange = {
    path: request.path,
    headers: request.headers,
    body: request.body,
    ask,
    dialect,
    answer: healthy,
    endless: endless(config, healthy, nth),
    random: randomFor(config.seed, nth, 'bytes'),
    render: (said, shape = ask.shape) => render(dialect, said, ask, shape),
  }
  const drawn = drawFaults(config.faults, ask.model, nth, randomFor(config.seed, nth, 'faults'))
  return {
    script: spoil(exchange.render(healthy), exchange, drawn),
    faults: drawn.map(({ fault }) => fault),
  }
}
