import type { Dated, Nightly } from '../../schema/nightly.ts'
import type { SlaPromise } from '../../schema/sla.ts'
import {
  evidenceOfBreach,
  evidenceOfKeeping,
  isEnough,
  type PromiseEvidence,
} from '../../statistics/promise-evidence.ts'
import { promisedShare } from '../promise.ts'
import { type Night, relayKey } from './nights.ts'

/** A promise, and where it was made. */
export type Promised = Pick<SlaPromise, 'promised' | 'source'>

/** What is promised of a relay: by the newest report that says so, its own entry before the limits of the profile. */
export function promiseOf(
  relay: { readonly relay: string; readonly line: string | null },
  reports: readonly Dated[],
): Promised | null {
  for (const { report } of reports.toReversed()) {
    const own = report.relays.find((each) => relayKey(each) === relayKey(relay))
    const declared = promisedShare(own?.facts['sla'])
    if (declared !== undefined) return { promised: declared, source: 'facts' }
    const limit = own && limitOf(report)
    if (limit !== undefined) return { promised: limit, source: 'profile' }
  }
  return null
}

const limitOf = ({ profile }: Nightly): number | undefined => promisedShare(profile.slo?.['availability'])

/** A promise beside all nights so far, looked at after each of them. */
export function judgePromise({ promised, source }: Promised, nights: readonly Night[]): SlaPromise {
  const judged = { promised, source, nights: nights.length }
  const start = openPromise(promised)
  const { state, decidedAt } = follow(start, nights)
  if (state.verdict === 'undecided')
    return { ...judged, verdict: 'undecided', since: null, needed: nightsNeeded(state, nights) }
  return { ...judged, verdict: state.verdict, since: decidedAt?.startedAt ?? null, needed: null }
}

/** What the nights so far show. A promise that was met may be broken later; once broken, it stays so. */
interface State {
  readonly verdict: SlaPromise['verdict']
  after(night: Pick<Night, 'n' | 'failed'>): State
}

const broken: State = { verdict: 'broken', after: () => broken }

/** A promise of 100 % needs no statistics: one failure breaks it, and nothing shows that there will never be one. */
const flawless: State = { verdict: 'undecided', after: ({ failed }) => (failed > 0 ? broken : flawless) }

function openPromise(promised: number): State {
  if (promised >= 1) return flawless
  const allowed = Number((1 - promised).toFixed(12))
  return open({
    allowed,
    breach: evidenceOfBreach(allowed),
    keeping: evidenceOfKeeping(allowed),
    shown: false,
    n: 0,
    failed: 0,
  })
}

interface Evidence {
  readonly allowed: number
  readonly breach: PromiseEvidence
  readonly keeping: PromiseEvidence
  /** Whether there ever was enough evidence that it is kept. */
  readonly shown: boolean
  readonly n: number
  readonly failed: number
}

/** "Met" is taken back while the share that was measured is not the promised one: it is said less often, never more. */
function open({ allowed, breach, keeping, shown, n, failed }: Evidence): State {
  return {
    verdict: shown && failed <= allowed * n ? 'met' : 'undecided',
    after: (night) => {
      const against = breach.night(night.n, night.failed)
      if (isEnough(against)) return broken
      const by = keeping.night(night.n, night.failed)
      return open({
        allowed,
        breach: against,
        keeping: by,
        shown: shown || isEnough(by),
        n: n + night.n,
        failed: failed + night.failed,
      })
    },
  }
}

function follow(start: State, nights: readonly Night[]) {
  let [state, decidedAt]: [State, Night | undefined] = [start, undefined]
  for (const night of nights) {
    const next = state.after(night)
    if (next.verdict !== state.verdict) decidedAt = night
    state = next
  }
  return { state, decidedAt }
}

/** Ten years; what takes longer is not decided by waiting. */
const mostNeeded = 3650

/** Nights more until it is decided, if the nights so far came again and again in their order. */
function nightsNeeded(state: State, nights: readonly Night[]): number | null {
  let so = state
  for (let more = 1; more <= mostNeeded; more++) {
    const again = nights[(more - 1) % nights.length]
    if (!again) return null
    so = so.after(again)
    if (so.verdict !== 'undecided') return more
  }
  return null
}
