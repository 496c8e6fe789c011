import { request } from 'node:http'

/** What came back, by nothing but `node:http`: none of the project's own readers take part. */
export interface Answer {
  readonly status: number
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  readonly body: Buffer
  readonly text: string
  /** Reads that delivered the body. */
  readonly reads: number
}

/**
 * Sends one request and reads the whole answer.
 * @param body Sent as JSON by POST; without it the request is a GET.
 * @throws Error with the socket's code when the connection breaks.
 */
export function ask(url: string, body?: unknown, headers: Record<string, string> = {}): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const sent = request(
      url,
      {
        method: body === undefined ? 'GET' : 'POST',
        agent: false,
        headers: { 'content-type': 'application/json', authorization: 'Bearer sk-nothing', ...headers },
      },
      (response) => {
        const chunks: Buffer[] = []
        response.on('data', (chunk: Buffer) => chunks.push(chunk))
        response.on('error', reject)
        response.on('end', () => {
          const bytes = Buffer.concat(chunks)
          resolve({
            status: response.statusCode ?? 0,
            headers: response.headers,
            body: bytes,
            text: bytes.toString(),
            reads: chunks.length,
          })
        })
      },
    )
    sent.on('error', reject)
    sent.end(body === undefined ? undefined : JSON.stringify(body))
  })
}

/** A chat completions request with one user message. */
export const chat = (message: string, extra: object = {}) => ({
  model: 'gpt-5.6-sol',
  messages: [{ role: 'user', content: message }],
  ...extra,
})

/** What asks for a stream with usage at its end. */
export const streamed = { stream: true, stream_options: { include_usage: true } }
