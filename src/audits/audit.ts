import type { Ask } from '../core/ask.ts'
import type { Observation } from '../core/observation.ts'
import type { Depth } from '../core/plan.ts'
import type { Text } from '../core/text.ts'
import type { OutcomeClass } from '../metrics/outcomes.ts'
import type { AuditVerdict, Effect } from '../schema/report-audit.ts'

/** What the questions of an audit are made from. Equal settings give equal questions. */
export interface Setting {
  readonly depth: Depth
  /** The model as the profile names it. */
  readonly model: string
  /** The same for all relays of a run, and for their reference: what is asked of all of them alike is drawn from it. */
  readonly seed: string
  /** Never the same for two relays or two runs: what must not have been read before is drawn from it. */
  readonly own: string
  /** What a model of this kind may think, in tokens, before it says anything; to be added to every `maxOutputTokens`. */
  readonly thinkingTokens: number
}

/** One request of an audit, but for the name of the model and what the profile says of sampling. */
export interface Question {
  /** What it is within its audit, for people who read the journal: "animal 3", "400 numbers". */
  readonly key: string
  readonly ask: Omit<Ask, 'modelId' | 'reasoningEffort' | 'topP'>
  /** A name to send in place of the model's. */
  readonly modelId?: string
  /** The most input tokens that it can have, where that is known to be less than one for every byte. */
  readonly mostInputTokens?: number
  /** An honest relay refuses it, and charges nothing. */
  readonly isRefused?: true
  /** Asked only where earlier answers call for it, which those of an honest relay do not. */
  readonly isSpare?: true
  /** Tokens that a usual answer has, thinking aside: for what it is expected to cost. */
  readonly expectedOutputTokens: number
}

/** A question that came to an end, and how. Only "ok" is an answer. */
export interface Asked {
  readonly number: number
  readonly question: Question
  /** The last attempt. */
  readonly observation: Observation
  readonly outcome: OutcomeClass
  /** The same request may have reached the relay before: in an earlier attempt, or in a session that was broken off. */
  readonly wasSentBefore: boolean
}

/** What one relay, or the reference, said to the questions of one audit. */
export interface Side {
  readonly setting: Setting
  readonly questions: readonly Question[]
  /** By number; those that were not asked are absent. */
  readonly asked: ReadonlyMap<number, Asked>
}

/** What an audit judges. */
export interface Evidence {
  readonly subject: Side
  /** Endpoints that serve the model as it should be, asked the same at the same time; none: what needs one abstains. */
  readonly references: readonly Side[]
  /** When the reference was asked, where that was in an earlier run: nothing can be more than a hint then. */
  readonly storedAt?: string
  /** Every answer of the subject, to whichever audit. */
  all(): readonly Observation[]
  /** The p-value at which a test of this run rejects in any case, whatever the other tests show. */
  readonly level: number
}

/** How a finding came about, and so what may be said of it. */
export type Grounds =
  /** A test with a known rate of false alarms. `enough`: had there been a difference worth telling, it was likely to be seen. */
  | { readonly kind: 'test'; readonly p: number; readonly enough: boolean }
  /** Worth a look, and no evidence: without a reference of the same day, of too few answers, or with an innocent explanation. */
  | { readonly kind: 'hint'; readonly shown: boolean; readonly enough: boolean }
  /** Seen, shown, never held against anybody. */
  | { readonly kind: 'fact' }
  /** It could not be asked here. */
  | { readonly kind: 'not-applicable' }

/** What one audit found in one respect. */
export interface Finding {
  /** Unique in a report beside relay, line and model: "identity.answers". */
  readonly code: string
  readonly grounds: Grounds
  readonly effect?: Effect
  /** Answers, or pairs of them, behind it. */
  readonly n: number
  /** Those asked for that came to nothing: errors, refusals, answers of another form. */
  readonly invalid: number
  /** The chance that a difference of this kind would have been found with so much evidence, measured on simulated relays. */
  readonly power?: { readonly share: number; readonly against: Text }
  /** Probes that show it, a few. */
  readonly probeIds?: readonly string[]
  /** The sentence that a buyer reads. */
  say(verdict: AuditVerdict): Text
}

/**
 * One way to find out whether a relay delivers what it sells. To add one: a file that exports this, and a line in
 * `index.ts`. Pure: what is asked follows from the setting, what is found from the answers.
 */
export interface Audit {
  readonly id: string
  /** Raised whenever the same setting would give other questions: older journals are then not judged by it. */
  readonly revision: number
  readonly title: Text
  /** Confirmatory tests among its findings, at most: all of a run share one rate of false alarms. */
  readonly tests: number
  /** Everything that it may ask, in order; as many for every setting of one depth. */
  questions(setting: Setting): readonly Question[]
  /** Whether a question that is left could still change the verdict. Without it everything is asked. */
  isWanted?(question: Question, evidence: Evidence): boolean
  judge(evidence: Evidence): readonly Finding[]
}
