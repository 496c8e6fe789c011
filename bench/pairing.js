/** What a client said it saw against what the server did, request by request. */

/** Nearest rank: the ⌈pn⌉-th smallest. */
export function quantile(sorted, p) {
  return sorted.length === 0 ? null : sorted[Math.max(0, Math.ceil(p * sorted.length) - 1)]
}

const spread = (values) => {
  const sorted = Float64Array.from(values).sort()
  return {
    n: sorted.length,
    p50: quantile(sorted, 0.5),
    p99: quantile(sorted, 0.99),
    max: quantile(sorted, 1),
  }
}

/** Differences between the gaps that the client saw and those that the server made, in ms; none when tokens are missing. */
function gapErrors(seen, truth) {
  if (seen.tokensUs.length !== truth.tokensUs.length) return []
  const gap = (stamps, i) => stamps[i] - stamps[i - 1]
  return seen.tokensUs
    .slice(1)
    .map((_, i) => Math.abs(gap(seen.tokensUs, i + 1) - gap(truth.tokensUs, i + 1)) / 1000)
}

/**
 * The client's error, in ms. TTFT error is (client's TTFT - server's) of the same request, its size without its sign.
 * Round 0 (connecting, cold code) is left out of errors, not of CPU and rate.
 */
export function measure(load, clientLines, serverLines) {
  const { summary } = clientLines.find((line) => line.summary)
  const { summary: server } = serverLines.find((line) => line.summary)
  const truths = new Map(serverLines.filter(({ id }) => id !== undefined).map((truth) => [truth.id, truth]))
  const results = clientLines.filter(({ id }) => id !== undefined)
  const pairs = results
    .filter(({ id, round, firstMs }) => round > 0 && firstMs !== null && truths.has(id))
    .map((seen) => ({ seen, truth: truths.get(seen.id) }))
  const served = [...truths.values()]
  const wallMs =
    latest(served.map(({ lastMs }) => lastMs)) - earliest(served.map(({ receivedMs }) => receivedMs))
  const chunks = served.length * load.chunks
  return {
    ttft: spread(pairs.map(({ seen, truth }) => Math.abs(ttftOf(seen) - ttftOf(truth)))),
    sending: spread(pairs.map(({ seen, truth }) => truth.receivedMs - seen.sentMs)),
    receiving: spread(pairs.map(({ seen, truth }) => seen.firstMs - truth.firstMs)),
    gap: spread(pairs.flatMap(({ seen, truth }) => gapErrors(seen, truth))),
    roleFrame: spread(
      pairs
        .filter(({ seen }) => seen.firstChunkMs != null)
        .map(({ seen, truth }) => Math.abs(seen.firstChunkMs - seen.sentMs - ttftOf(truth))),
    ),
    lost: load.streams * (load.requests - 1) - pairs.length,
    cpuMsPerThousand: (summary.cpuMs / chunks) * 1000,
    rssMb: summary.rssMb,
    chunksPerSecond: (chunks / wallMs) * 1000,
    serverLateMs: server.lateMaxMs,
    serverBusy: server.cpuMs / wallMs,
    summary,
  }
}

const ttftOf = ({ sentMs, receivedMs = sentMs, firstMs }) => firstMs - receivedMs
const earliest = (values) => values.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY)
const latest = (values) => values.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY)

/** One row of several repetitions: medians, and how far the p99 went either way. */
export function summarise(repetitions) {
  const median = (of) =>
    quantile(
      repetitions.map(of).sort((a, b) => a - b),
      0.5,
    )
  const p99s = repetitions.map(({ ttft }) => ttft.p99)
  const part = (name) => ({
    n: repetitions[0][name].n,
    p50: median((row) => row[name].p50),
    p99: median((row) => row[name].p99),
    max: median((row) => row[name].max),
  })
  return {
    ttft: { ...part('ttft'), p99Low: Math.min(...p99s), p99High: Math.max(...p99s) },
    sending: part('sending'),
    receiving: part('receiving'),
    gap: part('gap'),
    roleFrame: part('roleFrame'),
    lost: latest(repetitions.map(({ lost }) => lost)),
    cpuMsPerThousand: median((row) => row.cpuMsPerThousand),
    rssMb: median((row) => row.rssMb),
    chunksPerSecond: median((row) => row.chunksPerSecond),
    serverLateMs: median((row) => row.serverLateMs),
    serverBusy: median((row) => row.serverBusy),
    summaries: repetitions.map(({ summary }) => summary),
  }
}
