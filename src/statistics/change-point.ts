/** An answer to a question, in the order in which they came. */
export interface Said {
  readonly cell: string
  readonly answer: string
}

/** The likeliest place of a change, and those that are not much less likely. */
export interface ChangePoint {
  /** Position of the first group of the new kind. */
  readonly at: number
  /** The first and the last such position of those that together have 95 % of the probability. */
  readonly earliest: number
  readonly latest: number
}

/** Answers that a question is taken to have had beforehand, of each kind. */
const prior = 0.5
const credible = 0.95

/**
 * Where groups of answers, in order of time, changed once: for each place the answers before and after it are each of one
 * multinomial distribution, whose shares are unknown beforehand (Dirichlet, ½ each); places are equally likely beforehand.
 * @returns undefined for fewer than two groups
 * @see Gelman et al., "Bayesian Data Analysis", 3rd ed. (2013), on the multinomial model
 */
export function changePoint(groups: readonly (readonly Said[])[]): ChangePoint | undefined {
  if (groups.length < 2) return undefined
  const kinds = kindsOf(groups.flat())
  const places = groups.slice(1).map((_, i) => {
    const at = i + 1
    return logLikelihood(groups.slice(0, at).flat(), kinds) + logLikelihood(groups.slice(at).flat(), kinds)
  })
  const best = Math.max(...places)
  const weights = places.map((place) => Math.exp(place - best))
  const total = weights.reduce((sum, weight) => sum + weight, 0)
  const kept = likeliest(weights.map((weight) => weight / total))
  return { at: places.indexOf(best) + 1, earliest: Math.min(...kept) + 1, latest: Math.max(...kept) + 1 }
}

/** Positions, likeliest first, until they have the probability that is asked for. */
function likeliest(shares: readonly number[]): readonly number[] {
  const kept: number[] = []
  let reached = 0
  for (const [i, share] of [...shares.entries()].sort(([, a], [, b]) => b - a)) {
    kept.push(i)
    reached += share
    if (reached >= credible) break
  }
  return kept
}

function kindsOf(all: readonly Said[]): ReadonlyMap<string, number> {
  const kinds = new Map<string, Set<string>>()
  for (const { cell, answer } of all) kinds.set(cell, (kinds.get(cell) ?? new Set()).add(answer))
  return new Map([...kinds].map(([cell, answers]) => [cell, answers.size]))
}

/** ln of the chance of these answers, each foretold from those before it. */
function logLikelihood(all: readonly Said[], kinds: ReadonlyMap<string, number>): number {
  const seen = new Map<string, { n: number; counts: Map<string, number> }>()
  let log = 0
  for (const { cell, answer } of all) {
    const own = seen.get(cell) ?? { n: 0, counts: new Map<string, number>() }
    seen.set(cell, own)
    const count = own.counts.get(answer) ?? 0
    log += Math.log((count + prior) / (own.n + prior * (kinds.get(cell) ?? 1)))
    own.counts.set(answer, count + 1)
    own.n++
  }
  return log
}
