import type { Ending, Observation, Reply } from '../core/observation.ts'
import { classifyError } from './error-rules.ts'
import type { OutcomeClass } from './outcomes.ts'

/** System codes that mean that this machine, not the relay, has no way out. */
const noRoute = new Set(['ENETUNREACH', 'ENETDOWN', 'EADDRNOTAVAIL', 'EAI_AGAIN', 'EMFILE', 'ENOBUFS'])

/** A timeout says nothing about a relay when our own event loop stood still for this share of it. */
const stallShare = 0.25

/** The one class an observation falls in: pure, exclusive, first match in the order of design (network, time, status, body). */
export function classify(observation: Observation): OutcomeClass {
  return endingClass(observation.ending, observation) ?? statusClass(observation) ?? replyClass(observation)
}

/** Endings that decide alone. A connection that broke after the headers is judged by what had come: undefined here. */
function endingClass(ending: Ending, { loopStallMs, http }: Observation): OutcomeClass | undefined {
  switch (ending.type) {
    case 'complete':
      return undefined
    case 'cancelled':
      return 'cancelled'
    case 'limit':
      return `too-large-${ending.limit}`
    case 'timeout':
      return loopStallMs > ending.limitMs * stallShare ? 'client-stalled' : `timeout-${ending.phase}`
    case 'failed':
      return failureClass(ending, http !== undefined)
  }
}

function failureClass(
  { stage, code, stale }: Extract<Ending, { type: 'failed' }>,
  answered: boolean,
): OutcomeClass | undefined {
  if (stale) return 'stale-connection'
  if (noRoute.has(code)) return 'no-route'
  if (code.startsWith('HPE_') || code === 'UNREADABLE') return 'malformed'
  switch (stage) {
    case 'dns':
    case 'tcp':
    case 'tls':
    case 'proxy':
      return stage
    case 'request':
      return 'connection-lost'
    case 'response':
      return answered ? undefined : 'connection-lost'
  }
}

function statusClass({ http, reply }: Observation): OutcomeClass | undefined {
  const status = http?.status
  if (status === undefined) return 'connection-lost'
  if (status >= 200 && status < 300) return undefined
  if (status >= 300 && status < 400) return 'redirect'
  // An API refuses a key in JSON; a page with 403 is a firewall's.
  if (reply.shape === 'html' && (status >= 500 || status === 403)) return 'gateway-page'
  return classifyError(reply.error, status) ?? 'http-error'
}

function replyClass({ reply, streaming, ending }: Observation): OutcomeClass {
  if (reply.shape === 'html') return 'wrong-path'
  if (reply.error || reply.finishReason?.unified === 'error') return 'error-in-200'
  if (reply.malformed !== undefined) return 'malformed'
  if (reply.shape === 'empty' && ending.type === 'failed') return 'connection-lost'
  if (isEmpty(reply)) return emptyClass(reply)
  if (!reply.finishReason) return 'truncated'
  if ((reply.shape === 'stream') !== streaming) return 'wrong-shape'
  return 'ok'
}

const isEmpty = (reply: Reply): boolean =>
  reply.textLength === 0 &&
  reply.reasoningLength === 0 &&
  reply.toolCalls.length === 0 &&
  reply.refusal === undefined &&
  reply.dimensions === undefined

/** A model may spend its whole allowance on hidden reasoning: no failure of the relay, and the usage shows it. */
function emptyClass({ finishReason, usage, shape }: Reply): OutcomeClass {
  if (finishReason?.unified === 'content-filter') return 'content-refused'
  if (finishReason?.unified === 'length' && (usage?.outputTokens ?? 0) > 0) return 'ok'
  return finishReason || shape === 'empty' ? 'empty' : 'truncated'
}
