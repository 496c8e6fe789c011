import { z } from 'zod'
import { type Text, UserError } from '../../core/text.ts'
import type { Report } from '../../schema/report.ts'
import { compareWords as words } from '../../words/compare.ts'

/** What was asked of a relay, and how much at once: what must be equal if answers are to be compared. */
export interface Asked {
  readonly prompt: string
  readonly promptBytes: number
  readonly maxTokens: number
  /** Settings of sampling that the profile states, as text. */
  readonly sampling: string
  readonly concurrency: number | null
  /** The shape of the load, as text. */
  readonly load: string
}

/** Of the plan, which a report holds as it was made. */
const planSchema = z.object({
  workload: z.object({ name: z.string(), promptBytes: z.number(), maxOutputTokens: z.number() }),
  load: z.object({ concurrency: z.record(z.string(), z.number()), shape: z.unknown().optional() }),
})

const profileSchema = z.object({
  workload: z
    .object({
      temperature: z.number().optional(),
      top_p: z.number().optional(),
      reasoning_effort: z.string().optional(),
    })
    .optional(),
})

export function askedOf(report: Report, relay: string): Asked {
  const plan = planSchema.safeParse(report.plan)
  if (!plan.success) throw new UserError(words.noPlan(report.profileName))
  const { workload, load } = plan.data
  const profile = profileSchema.safeParse(report.profile)
  const sampling = (profile.success ? profile.data.workload : undefined) ?? {}
  return {
    prompt: workload.name,
    promptBytes: workload.promptBytes,
    maxTokens: workload.maxOutputTokens,
    sampling: JSON.stringify([sampling.temperature, sampling.top_p, sampling.reasoning_effort]),
    concurrency: load.concurrency[relay] ?? null,
    load: JSON.stringify(load.shape ?? 'closed'),
  }
}

/** Prompts of one text differ by so much: each begins with random words of its own. */
const mostNonceBytes = 40

/** What was asked differently; null when nothing was. */
export function askedDifferently(a: Asked, b: Asked): Text | null {
  if (a.prompt !== b.prompt || Math.abs(a.promptBytes - b.promptBytes) > mostNonceBytes)
    return words.prompts(a.prompt, String(a.promptBytes), b.prompt, String(b.promptBytes))
  if (a.maxTokens !== b.maxTokens) return words.maxTokens(String(a.maxTokens), String(b.maxTokens))
  if (a.sampling !== b.sampling) return words.sampling
  if (a.concurrency !== b.concurrency)
    return words.concurrency(String(a.concurrency ?? '?'), String(b.concurrency ?? '?'))
  return a.load === b.load ? null : words.loadShape
}
