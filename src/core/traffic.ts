/** Tokens and requests a day, for which a month is reckoned. */
export interface Traffic {
  readonly inputTokensPerDay: number
  /** Part of them that is read from a cache. */
  readonly cachedTokensPerDay: number
  readonly outputTokensPerDay: number
  readonly requestsPerDay: number
}

const unitSizes: Readonly<Record<string, number>> = { '': 1, k: 1e3, m: 1e6, g: 1e9, b: 1e9 }
const daysOf: Readonly<Record<string, number>> = { day: 1, week: 7, month: 30 }

const kinds = {
  in: 'inputTokensPerDay',
  cached: 'cachedTokensPerDay',
  out: 'outputTokensPerDay',
  requests: 'requestsPerDay',
} as const

/** "2M in, 1M cached, 500k out, 3k requests per day" (or week, or month); undefined when it is not that. */
export function parseTraffic(text: string): Traffic | undefined {
  const [, list = '', span = ''] = /^\s*(.+?)\s+(?:per|a)\s+(day|week|month)\s*$/i.exec(text) ?? []
  const days = daysOf[span.toLowerCase()]
  if (days === undefined) return undefined
  const traffic = { inputTokensPerDay: 0, cachedTokensPerDay: 0, outputTokensPerDay: 0, requestsPerDay: 0 }
  for (const part of list.split(/\s*[,+]\s*/)) {
    const [, digits = '', unit = '', kind = ''] =
      /^(\d+(?:\.\d+)?)\s*([kmgb]?)\s*(in|cached|out|requests)$/i.exec(part) ?? []
    const name = Object.entries(kinds).find(([known]) => known === kind.toLowerCase())?.[1]
    const size = unitSizes[unit.toLowerCase()]
    if (name === undefined || size === undefined) return undefined
    traffic[name] += (Number(digits) * size) / days
  }
  return traffic.cachedTokensPerDay <= traffic.inputTokensPerDay ? traffic : undefined
}
