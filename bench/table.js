/** Rows as text. */

const number = (value, digits = 2) =>
  value == null ? '-' : value >= 100 ? value.toFixed(0) : value.toFixed(digits)
/** Ratios far below 1 are what a client is proud of: they keep their digits. */
function ratio(value, base) {
  if (value == null || !base) return '-'
  return `${number(value / base, value < base / 10 ? 3 : 1)}x`
}

const columns = [
  ['client', ({ name }) => name],
  ['n', ({ row }) => String(row.ttft.n)],
  ['TTFT p50', ({ row }) => number(row.ttft.p50)],
  ['p99', ({ row }) => number(row.ttft.p99) + rangeOf(row)],
  ['max', ({ row }) => number(row.ttft.max, 1)],
  ['ITL p50', ({ row }) => number(row.gap.p50, 3)],
  ['ITL p99', ({ row }) => number(row.gap.p99)],
  ['CPU/1k', ({ row }) => number(row.cpuMsPerThousand, 1)],
  ['RSS MB', ({ row }) => number(row.rssMb, 0)],
  ['chunks/s', ({ row }) => number(row.chunksPerSecond, 0)],
  ['p99/C', ({ row, c }) => ratio(row.ttft.p99, c?.ttft.p99)],
  ['CPU/C', ({ row, c }) => ratio(row.cpuMsPerThousand, c?.cpuMsPerThousand)],
  ['p99/fetch', ({ row, fetch }) => ratio(row.ttft.p99, fetch?.ttft.p99)],
  ['CPU/fetch', ({ row, fetch }) => ratio(row.cpuMsPerThousand, fetch?.cpuMsPerThousand)],
  ['server late', ({ row }) => number(row.serverLateMs, 1)],
]

const rangeOf = ({ ttft }) =>
  ttft.p99Low === ttft.p99High ? '' : ` [${number(ttft.p99Low)}..${number(ttft.p99High)}]`

/** @param rows `Map` from client to what `summarise` returned */
export function loadTable(rows) {
  const context = { c: rows.get('c'), fetch: rows.get('fetch') }
  const lines = [...rows].map(([name, row]) => columns.map(([, cell]) => cell({ name, row, ...context })))
  const all = [columns.map(([title]) => title), ...lines]
  const widths = columns.map((_, i) => Math.max(...all.map((line) => line[i].length)))
  return all
    .map((line) =>
      line.map((cell, i) => (i === 0 ? cell.padEnd(widths[i]) : cell.padStart(widths[i]))).join('  '),
    )
    .join('\n')
}

/** What a row needs said about it, one sentence each. */
export function remarks(rows, { chunks, streams, requests }) {
  const perThousand = (ms) => (ms / (chunks * streams * requests)) * 1000
  return [...rows].flatMap(([name, row]) => [
    ...(row.lost > 0 ? [`${name}: ${row.lost} requests could not be paired`] : []),
    ...(row.roleFrame.n > 0
      ? [
          `${name}: as vLLM defines it (first chunk with choices), its TTFT is off by ${number(row.roleFrame.p50)} ms at p50`,
        ]
      : []),
    ...row.summaries
      .filter(({ runCpuMs }) => runCpuMs !== undefined)
      .slice(0, 1)
      .map(
        ({ runCpuMs, runRssMb }) =>
          `${name}: without reading the journal and judging it, CPU/1k ${number(perThousand(runCpuMs), 1)}, RSS ${number(runRssMb, 0)} MB`,
      ),
    ...(row.serverBusy > 0.95
      ? [`${name}: the server was saturated (${number(row.serverBusy * 100, 0)} % busy)`]
      : []),
  ])
}

/** Where a client's error arises: before the server had the request, or after it had written the first token. */
export const splitLine = (name, { sending, receiving }) =>
  `${name.padEnd(10)} sent → server has it: p50 ${number(sending.p50, 3)} p99 ${number(sending.p99)} · ` +
  `server wrote → client's stamp: p50 ${number(receiving.p50, 3)} p99 ${number(receiving.p99)} ms`
