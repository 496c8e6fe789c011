import { fetchBody } from '../run/fetch-body.ts'
import { LoopWatch } from '../run/loop-watch.ts'
import { OwnLane } from '../run/probe-lane.ts'
import { proxyFromEnvironment } from '../transport/proxy.ts'

const totalMs = 60_000
const connectMs = 15_000

/** A public page, without any key. Never rejects. */
export async function fetchText(
  url: URL,
  env: Readonly<Record<string, string | undefined>>,
): Promise<{ readonly status?: number; readonly text: string; readonly why?: string }> {
  const loop = new LoopWatch()
  const proxy = proxyFromEnvironment(url, env)
  const lane = new OwnLane({ origin: url, insecure: false, ...(proxy && { proxy }) }, loop)
  try {
    const headers = { accept: 'application/json', 'accept-encoding': 'gzip' }
    const request = { method: 'GET' as const, path: url.pathname + url.search, headers }
    const { result, text } = await fetchBody(lane, request, totalMs, connectMs)
    const { ending, status } = result
    const code = 'code' in ending ? ending.code : ending.type
    return status === undefined ? { text, why: code } : { status, text }
  } finally {
    loop.stop()
    await lane.close()
  }
}
