import type { Question } from '../audits/audit.ts'
import type { Ask } from '../core/ask.ts'
import { promptFor } from '../core/nonce.ts'
import type { Probe } from '../core/plan.ts'
import { questionOf } from '../plan/audit-probes.ts'
import { nonceFor } from '../plan/prompts.ts'
import { type Sampling, samplingFor } from '../plan/sampling.ts'
import { maxOutputTokensOf } from '../plan/settings.ts'
import type { RunContext } from './run-context.ts'

/** What a probe asks. Every attempt has a prompt of its own, so that no cache can answer it. */
export function askFor(
  { plan, profile, promptText }: Pick<RunContext, 'plan' | 'profile' | 'promptText'>,
  probe: Probe,
  attempt: number,
  modelId: string,
): Ask {
  const question = questionOf(plan, probe)
  if (question) return auditAsk(question, modelId, samplingFor(profile, modelId))
  return {
    ...samplingFor(profile, modelId),
    modelId,
    prompt: promptFor(promptText, nonceFor(plan.runId, probe.id, attempt)),
    maxOutputTokens: maxOutputTokensOf(profile),
    stream: probe.cell.mode === 'stream',
  }
}

/** What the profile says of temperature is not for audits: they ask as most programs do, with what is usual. */
const auditAsk = (
  { ask, modelId: other }: Question,
  modelId: string,
  { reasoningEffort }: Sampling,
): Ask => ({ ...ask, modelId: other ?? modelId, ...(reasoningEffort !== undefined && { reasoningEffort }) })
