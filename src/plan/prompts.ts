import { hash } from 'node:crypto'
import { commonWords as words } from '../core/common-words.ts'
import { nonceWords } from '../core/nonce.ts'
import type { LoadedProfile } from '../profile/parse.ts'

/** No nonce has more bytes than this one. */
export const longestNonce = Array(nonceWords).fill('morning').join(' ')

/**
 * Words that no request has begun with before: drawn from the run, the probe and the attempt, so that no cache of the
 * relay or of its upstream can answer, while every prompt of a run has the same length in tokens.
 */
export function nonceFor(runId: string, probeId: string, attempt: number): string {
  const digest = hash('sha256', `${runId} ${probeId} ${attempt}`, 'buffer')
  return Array.from({ length: nonceWords }, (_, i) => words[(digest[i] ?? 0) % words.length]).join(' ')
}

const paragraphs = [
  'The regional library moved its catalogue to a new system in spring. Readers can reserve books from home, and the branch nearest to them keeps a copy for seven days. Two branches reported that reservations made after six in the evening reached them only the next morning.',
  'A bakery on the corner tracks how many loaves it sells each hour. Rye sells best before nine, white bread around noon, and sweet buns after school is out. On rainy days the morning peak comes an hour later and the afternoon peak almost disappears.',
  'The cycling club plans a tour along the old canal. The path is flat, but three locks have steps where bicycles must be carried. The group wants to rest every twelve kilometres and to arrive before dark, with time for a meal on the way.',
  'An orchard tests two ways of watering young trees. One half gets a little water every evening, the other half a lot twice a week. After the first dry summer the second half had deeper roots but fewer leaves, and four trees had been lost in each half.',
  'The choir records its concerts with two microphones. In the new hall the basses sound dull and the echo hides the text. Somebody proposes to hang curtains at the back, somebody else to move the singers two metres forward.',
  'A small museum wants to shorten the queue at its only desk. Most visitors buy a plain ticket, a few ask for a guide, and some only want to know where the lockers are. On Sundays the queue is longest between two and three in the afternoon.',
] as const

const task =
  'Summarise the situation above in plain words, then name two sensible next steps and say why. Answer in about 120 words, in English, as running text.'

const presetBytes = { short: 500, medium: 2_000, long: 8_000 } as const

/**
 * The text that follows the nonce: the same for every relay in a run. Bytes are UTF-8.
 * @param least bytes that it has in any case
 */
export function presetText(preset: keyof typeof presetBytes, least = 0): string {
  const wanted = Math.max(presetBytes[preset], least)
  const parts: string[] = []
  for (let i = 0; Buffer.byteLength(parts.join('\n\n')) + task.length < wanted; i++)
    parts.push(`${i + 1}. ${paragraphs[i % paragraphs.length]}`)
  return `${parts.join('\n\n')}\n\n${task}`
}

/**
 * What a profile wants asked: the text of its file, else one of the presets, as long as the relay wants it that takes
 * short prompts for liveness checks. All relays get the same, or they could not be compared.
 */
export function promptTextOf({ profile, files }: LoadedProfile): string {
  const { file, prompt } = profile.workload ?? {}
  const least = Math.max(0, ...profile.relays.map((relay) => relay.probe_policy?.min_prompt_bytes ?? 0))
  return (file === undefined ? undefined : files.get(file)) ?? presetText(prompt ?? 'short', least)
}

/** Upper bound of the tokens of a text: no tokenizer in use makes more than one token of a byte, ordinary text far fewer. */
export const inputTokensAtMost = (text: string): number => Buffer.byteLength(text)
