import type { ReportRelay } from '../schema/report.ts'
import type { DeclaredFact } from '../schema/scorecard.ts'

type FactId = Exclude<DeclaredFact['id'], 'price'>

/** What the profile says of a relay, each with where it was read; what it does not say is said to be absent. */
export const declaredFacts = ({ facts }: ReportRelay, ids: readonly FactId[]): DeclaredFact[] =>
  ids.map((id) => ({ id, of: null, ...stated(own(facts, id)), ...citation(facts, id) }))

function stated(value: unknown): Pick<DeclaredFact, 'state' | 'value'> {
  if (value === 'unknown') return { state: 'unknown', value: null }
  if (typeof value === 'boolean') return { state: 'declared', value: { kind: 'flag', flag: value } }
  if (typeof value === 'string' && value !== '')
    return { state: 'declared', value: { kind: 'text', text: value } }
  return { state: 'absent', value: null }
}

type Citation = Pick<DeclaredFact, 'source' | 'asOf'>

/** A fact may have a source of its own; else that of all facts holds. Of what is absent there is none. */
function citation(facts: ReportRelay['facts'], id: FactId): Citation {
  if (own(facts, id) === undefined) return { source: null, asOf: null }
  const single = ownCitation(facts, id)
  return single.source === null ? citationIn(facts) : single
}

/** The source that is given for this one alone, such as for `price`, which stands elsewhere in the profile. */
export const ownCitation = (facts: ReportRelay['facts'], id: DeclaredFact['id']): Citation =>
  citationIn(own(own(facts, 'sources'), id))

const citationIn = (value: unknown): Citation => ({
  source: textOf(own(value, 'source')),
  asOf: textOf(own(value, 'as_of')),
})

const own = (value: unknown, key: string): unknown =>
  typeof value === 'object' && value !== null && Object.hasOwn(value, key)
    ? Reflect.get(value, key)
    : undefined

const textOf = (value: unknown): string | null => (typeof value === 'string' ? value : null)
