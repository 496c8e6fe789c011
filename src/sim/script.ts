import type { Ms } from '../core/clock.ts'

/** What a piece of a reply is to its dialect, so that a fault can find its place without reading the wire format. */
export type Part =
  | 'start'
  | 'reasoning'
  | 'content'
  | 'tool'
  | 'finish'
  | 'usage'
  | 'done'
  | 'body'
  | 'comment'
  | 'error'

/** One thing to do on the wire. `atMs` counts from the moment the request had arrived. */
export type Step =
  | { readonly do: 'write'; readonly atMs: Ms; readonly part: Part; readonly bytes: Uint8Array }
  /** A proper end of the HTTP message. */
  | { readonly do: 'end'; readonly atMs: Ms }
  /** A TCP reset. */
  | { readonly do: 'reset'; readonly atMs: Ms }
  /** Says nothing more and holds the connection until the client gives up. */
  | { readonly do: 'hang' }

export type WriteStep = Extract<Step, { do: 'write' }>

/** A reply as a plan: faults are functions from script to script, and one performer plays them all. */
export interface Script {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  /** In order of time; may be endless and is read at most once. Without a step that writes or ends, no header is sent. */
  readonly steps: Iterable<Step>
  /** Header lines sent one by one before the answer's own, if it dawdles. */
  readonly dawdle?: { readonly lines: number; readonly everyMs: Ms }
  /** The connection is destroyed when it brings another request. */
  readonly dropNext?: boolean
}

export const bytesOf = (text: string): Buffer => Buffer.from(text, 'utf8')

export const write = (part: Part, text: string, atMs: Ms): WriteStep => ({
  do: 'write',
  atMs,
  part,
  bytes: bytesOf(text),
})

export const isWrite = (step: Step): step is WriteStep => step.do === 'write'

/** A reply with one body, complete at `atMs`. */
export const plainReply = (status: number, contentType: string, body: string, atMs: Ms = 0): Script => ({
  status,
  headers: { 'content-type': contentType },
  steps: body === '' ? [{ do: 'end', atMs }] : [write('body', body, atMs), { do: 'end', atMs }],
})

export const jsonReply = (status: number, body: unknown, atMs: Ms = 0): Script =>
  plainReply(status, 'application/json; charset=utf-8', JSON.stringify(body), atMs)

export const htmlReply = (status: number, body: string, atMs: Ms = 0): Script =>
  plainReply(status, 'text/html; charset=utf-8', body, atMs)
