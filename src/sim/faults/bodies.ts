import { z } from 'zod'
import { renderAround } from '../render.ts'
import { htmlReply, isWrite, plainReply, type Script, type Step, write } from '../script.ts'
import { webPage } from '../web-page.ts'
import { delay, type Exchange, type Fault, failed, fault } from './fault.ts'

/** A page as Cloudflare shows it when the relay's own server took too long. */
const cloudflarePage = (rayId: string) => `<!DOCTYPE html>
<html lang="en-US">
<head><title>relay.example | 524: A timeout occurred</title></head>
<body>
<h1>A timeout occurred <span>Error code 524</span></h1>
<p>The origin web server timed out responding to this request.</p>
<p>Cloudflare Ray ID: <strong>${rayId}</strong></p>
</body>
</html>
`

/** What the relay's upstream did, while the relay itself says 200. */
const upstreamFailure = {
  status: 500,
  message: 'upstream error: do request failed',
  type: 'upstream_error',
  code: 'do_request_failed',
}

/** A byte that never occurs in UTF-8, and a lead byte without its continuation. */
const notUtf8 = Uint8Array.of(0xff, 0xc3, 0x28)

/** Tells a request that was redirected already. */
const moved = 'moved=1'

function buffered(steps: readonly Step[]): Step[] {
  const writes = steps.filter(isWrite)
  const last = writes.at(-1)
  const rest = steps.filter((step) => !isWrite(step))
  return last ? [{ ...last, bytes: Buffer.concat(writes.map((step) => step.bytes)) }, ...rest] : rest
}

function redirect(status: number, location: string): Script {
  const reply = plainReply(status, 'text/html', `<a href="${location}">Moved</a>`)
  return { ...reply, headers: { ...reply.headers, location } }
}

const errorBody = (exchange: Exchange, atMs?: number): Script => ({
  ...failed(exchange, upstreamFailure, atMs),
  status: 200,
})

function errorFrame(exchange: Exchange): Script {
  if (exchange.ask.shape === 'whole') return errorBody(exchange)
  const { answer, dialect } = exchange
  const steps: Step[] = [
    write('error', dialect.errorFrame(upstreamFailure), answer.ttftMs),
    { do: 'end', atMs: answer.ttftMs },
  ]
  return { ...exchange.render(answer, 'stream'), steps }
}

/** Complete replies that are not the answer asked for, or not in the shape asked for. */
export const bodies: readonly Fault[] = [
  fault(
    'gateway-html-524',
    'A CDN error page.',
    { status: z.int().min(500).max(599).default(524), delay_ms: delay },
    (_script, { answer }, { status, delay_ms }) => {
      const rayId = answer.id.slice(0, 16)
      const reply = htmlReply(status, cloudflarePage(rayId), delay_ms)
      return { ...reply, headers: { ...reply.headers, server: 'cloudflare', 'cf-ray': `${rayId}-HKG` } }
    },
  ),
  fault('html-200', 'The web page of the relay, as at a wrong base URL.', {}, () => htmlReply(200, webPage)),
  fault('empty-200', 'Status 200 and no body.', {}, (script) => ({
    ...script,
    headers: { ...script.headers, 'content-length': '0' },
    steps: [{ do: 'end', atMs: 0 }],
  })),
  fault('error-in-200', 'A JSON error with status 200.', { delay_ms: delay }, (_script, exchange, args) =>
    errorBody(exchange, args.delay_ms),
  ),
  fault('error-frame', 'The first frame of the stream is an error.', {}, (_script, exchange) =>
    errorFrame(exchange),
  ),
  fault('empty-answer', 'A proper end and no content.', {}, (_script, { render, answer }) =>
    render({ ...answer, chunks: [], finish: 'stop' }),
  ),
  fault(
    'json-for-stream',
    'A whole answer, though a stream was asked for.',
    {},
    (_script, { render, answer }) => render(answer, 'whole'),
  ),
  fault(
    'sse-for-whole',
    'A stream, though a whole answer was asked for.',
    {},
    (_script, { render, answer }) => render(answer, 'stream'),
  ),
  fault('buffered', 'Everything in one write at the end.', {}, (script) => ({
    ...script,
    steps: buffered([...script.steps]),
  })),
  fault(
    'invalid-utf8',
    'Bytes in the middle of the content that are not UTF-8.',
    {},
    (_script, { render, answer }) => renderAround(render, answer, () => [notUtf8]),
  ),
  fault(
    'redirect-other-origin',
    'Redirects to another origin; the key must not follow.',
    {
      to: z.url().default('http://elsewhere.invalid/v1/chat/completions'),
      status: z.int().min(300).max(399).default(307),
    },
    (_script, _exchange, { to, status }) => redirect(status, to),
  ),
  fault(
    'redirect-same',
    'Redirects once on the same origin.',
    { status: z.int().min(300).max(399).default(301) },
    (script, { path }, { status }) =>
      path.includes(moved) ? script : redirect(status, `${path}${path.includes('?') ? '&' : '?'}${moved}`),
  ),
]
