/** Factors that bring a figure of a table to one unit: ms, or what stands there. */
const units: Readonly<Record<string, number>> = { ms: 1, s: 1000, '%': 1 }

/** What is less than a figure stands before it, what is more behind. */
const nudges: Readonly<Record<string, number>> = { '<': 1 - 1e-9, '>': 1 + 1e-9 }

/**
 * The number that a cell of a table shows, for sorting: "1.24 s" → 1240, "97.5%" → 97.5, "$0.50" →
 * 0.5, "18/20" → 18, "[790, 850]" → 790. Undefined for what is no figure, such as a name or "—".
 */
export function sortValue(text: string): number | undefined {
  const found = /^([<>]?)\[?[$¥]?(-?\d[\d,]*(?:\.\d+)?)\s?(ms|s|%)?(?![\p{L}\d-])/u.exec(text.trim())
  if (!found) return undefined
  const [, beyond = '', digits = '', unit = ''] = found
  return Number(digits.replaceAll(',', '')) * (units[unit] ?? 1) * (nudges[beyond] ?? 1)
}

/** Figures by their size, then texts by theirs; what is no figure stands last in either direction. */
export function compareCells(a: string, b: string, direction: 1 | -1): number {
  const [x, y] = [sortValue(a), sortValue(b)]
  if (x !== undefined && y !== undefined) return direction * (x - y)
  if (x !== undefined) return -1
  if (y !== undefined) return 1
  return direction * (a < b ? -1 : a > b ? 1 : 0)
}
