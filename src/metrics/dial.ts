import type { Ms } from '../core/clock.ts'
import type { ConnectionFacts, Ending, Timeline } from '../core/observation.ts'
import { elapsedMs } from './elapsed.ts'

/** What tells about dialling: a probe, a listing, a connection opened beforehand. */
export interface Dialled {
  readonly timeline: Timeline
  readonly ending: Ending
  readonly connection?: ConnectionFacts
}

/** The phases of dialling in ms; one is undefined when it did not happen (an IP address, plain HTTP) or never ended. */
export interface DialPhases {
  readonly dnsMs: Ms | undefined
  readonly tcpMs: Ms | undefined
  readonly tlsMs: Ms | undefined
}

/** Phases of a connection that had to be dialled; undefined for a warm one. */
export function dialPhases({ timeline, connection }: Dialled): DialPhases | undefined {
  if (connection?.reused === true) return undefined
  const { started, dns, tcp, tls } = timeline
  return {
    dnsMs: elapsedMs(started, dns),
    tcpMs: elapsedMs(dns ?? started, tcp),
    tlsMs: elapsedMs(tcp, tls),
  }
}

/** Time to connect: DNS + TCP + TLS, of a connection that had to be dialled and was opened. */
export const connectMs = ({ timeline, connection, ending }: Dialled): Ms | undefined =>
  connection?.reused === false && (timeline.sent !== undefined || ending.type === 'complete')
    ? dialMs(timeline)
    : undefined

/** From the start of dialling to the last phase that ended. */
export const dialMs = ({
  started,
  dns,
  tcp,
  tls,
}: Pick<Timeline, 'started' | 'dns' | 'tcp' | 'tls'>): Ms | undefined => elapsedMs(started, tls ?? tcp ?? dns)
