import { inert } from '../core/inert.ts'
import type { Observation, Timeline } from '../core/observation.ts'
import { classify } from '../metrics/classify.ts'
import { outcomes } from '../metrics/outcomes.ts'
import { probeWords } from '../words/probe.ts'
import type { Terminal } from './terminal.ts'

/** Phases in the order in which they happen. */
const phases: readonly (keyof Timeline)[] = [
  'started',
  'dns',
  'tcp',
  'tls',
  'sent',
  'headers',
  'firstByte',
  'firstFrame',
  'firstToken',
  'firstOutput',
  'lastToken',
  'done',
  'end',
]

/** Everything about one probe, for a person who debugs a relay. Relay text is made inert. */
export function describeObservation(observation: Observation, terminal: Terminal): string {
  const { reply } = observation
  const outcome = classify(observation)
  const { sentence, advice } = outcomes[outcome]
  const { say } = terminal
  return [
    `${say(probeWords.outcome)}: ${outcome} (${say(sentence)})`,
    ...(say(advice) ? [`  ${say(advice)}`] : []),
    ...errorLines(observation, terminal),
    '',
    say(probeWords.timeline),
    ...timelineLines(observation.timeline),
    '',
    ...connectionLines(observation, terminal),
    ...usageLines(observation, terminal),
    ...section(say(probeWords.reasoning), reply.reasoning),
    ...section(say(probeWords.text), reply.text),
    ...section(say(probeWords.refusal), reply.refusal ?? ''),
    ...reply.toolCalls.map(
      (call) => `${say(probeWords.toolCall)}: ${inert(call.name)}(${inert(call.arguments)})`,
    ),
  ].join('\n')
}

function errorLines({ reply, ending }: Observation, { say }: Terminal): readonly string[] {
  const { error } = reply
  const codes = [
    error?.type,
    error?.code,
    error?.upstreamStatus && `upstream ${error.upstreamStatus}`,
  ].filter(Boolean)
  return [
    ...(error
      ? [
          `${say(probeWords.error)}: ${inert(error.message, 1000)}${codes.length ? ` [${inert(codes.join(', '))}]` : ''}`,
        ]
      : []),
    ...(ending.type === 'failed'
      ? [`${say(probeWords.error)}: ${inert(ending.code)} ${inert(ending.detail, 500)}`]
      : []),
    ...(reply.malformed !== undefined ? [`${say(probeWords.error)}: ${inert(reply.malformed)}`] : []),
    ...(reply.excerpt !== undefined && !error
      ? [`${say(probeWords.excerpt)}: ${inert(reply.excerpt, 400)}`]
      : []),
  ]
}

/** Stamps since `started`, and what each phase took. */
function timelineLines(timeline: Timeline): readonly string[] {
  let before = timeline.started
  return phases.flatMap((phase) => {
    const at = timeline[phase]
    if (at === undefined) return []
    const line = `  ${phase.padEnd(12)} ${(at - timeline.started).toFixed(3).padStart(12)} ms  +${Math.max(0, at - before).toFixed(3)}`
    before = at
    return [line]
  })
}

function connectionLines(
  { connection, http, stream, reply, streaming }: Observation,
  { say }: Terminal,
): readonly string[] {
  const facts = connection && [
    connection.remoteAddress,
    connection.alpn,
    connection.tlsVersion,
    connection.proxy && `proxy ${connection.proxy}`,
  ]
  return [
    ...(facts ? [`${say(probeWords.connection)}: ${inert(facts.filter(Boolean).join(' · '))}`] : []),
    ...(http ? [`HTTP ${http.status} ${inert(http.contentType ?? '')}`, ...headerLines(http.headers)] : []),
    say(probeWords.body(reply.shape, stream.bytes, stream.reads, stream.frames, stream.comments, streaming)),
    ...(reply.model !== undefined
      ? [`${say(probeWords.model)}: ${inert(reply.model)}  id ${inert(reply.id ?? '—')}`]
      : []),
  ]
}

const headerLines = (headers: Readonly<Record<string, string>>): readonly string[] =>
  Object.entries(headers).map(([name, value]) => `  ${inert(name)}: ${inert(value, 200)}`)

function usageLines({ reply }: Observation, { say }: Terminal): readonly string[] {
  const { usage, finishReason } = reply
  return [
    ...(finishReason
      ? [`${say(probeWords.finish)}: ${finishReason.unified} (${inert(finishReason.raw)})`]
      : []),
    ...(usage
      ? [
          say(
            probeWords.usage(
              count(usage.inputTokens),
              count(usage.outputTokens),
              count(usage.reasoningTokens),
              count(usage.cachedInputTokens),
            ),
          ),
        ]
      : [say(probeWords.noUsage)]),
  ]
}

const count = (tokens: number | undefined): string => (tokens === undefined ? '—' : String(tokens))

const section = (title: string, text: string): readonly string[] =>
  text === '' ? [] : ['', `${title}:`, ...text.split('\n').map((line) => inert(line))]
