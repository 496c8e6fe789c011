/** A table of docs/statistics.md, columns after the first to the right. */
export function markdown(columns, rows) {
  const line = (cells) => `| ${cells.join(' | ')} |`
  const rule = columns.map((_, i) => (i === 0 ? '---' : '--:'))
  return [line(columns), line(rule), ...rows.map(line)].join('\n')
}

export const percent = (share, digits = 1) => `${(100 * share).toFixed(digits)} %`

export const count = (n) => n.toLocaleString('en-US')

/** A simulated share with its own standard error. */
export const simulated = (hits, runs) => {
  const share = hits / runs
  return `${percent(share)} ± ${(100 * Math.sqrt((share * (1 - share)) / runs)).toFixed(1)}`
}
