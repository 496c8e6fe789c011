import type { Usage } from '../core/observation.ts'
import { usageWords as words } from '../words/audits/usage.ts'
import type { Asked, Finding, Side } from './audit.ts'
import { countEffect, probeIdsOf } from './finding.ts'
import { answersOf } from './pairs.ts'

/**
 * Counts that do not add up, in any answer of the audit. A hint: gateways that translate another vendor's usage may leave
 * cached tokens out of the input. Where the reference's do not add up either, it is the way of the model's servers.
 */
export function impossibleCounts(subject: Side, reference: Side | undefined): Finding {
  const counted = answersOf(subject).filter(({ observation }) => observation.reply.usage !== undefined)
  const impossible = counted.filter(doesNotAddUp)
  const usual = reference !== undefined && answersOf(reference).some(doesNotAddUp)
  return {
    code: 'usage.counts',
    grounds: { kind: 'hint', shown: !usual && impossible.length > 0, enough: counted.length > 0 && !usual },
    effect: countEffect(words.countsEffect, impossible.length),
    n: counted.length,
    invalid: subject.asked.size - counted.length,
    probeIds: probeIdsOf(impossible),
    say: (verdict) => words.counts(verdict, String(impossible.length), String(counted.length)),
  }
}

/** More was read from a cache, or written to one, than there was. */
function doesNotAddUp({ observation: { reply } }: Asked): boolean {
  const { inputTokens, cachedInputTokens = 0, cacheWriteTokens = 0 } = reply.usage ?? {}
  return inputTokens !== undefined && cachedInputTokens + cacheWriteTokens > inputTokens
}

/**
 * Output tokens that are not thinking. Most vendors count thinking into the output, some (xAI) beside it: the total that
 * they report tells which. Without a total it is taken to be in the output where it fits there, as most do.
 */
export function visibleTokens({
  inputTokens,
  outputTokens,
  reasoningTokens = 0,
  raw,
}: Usage): number | undefined {
  if (outputTokens === undefined || reasoningTokens === 0) return outputTokens
  const total = totalIn(raw)
  const isBeside = total !== undefined && total === (inputTokens ?? 0) + outputTokens + reasoningTokens
  if (isBeside) return outputTokens
  return outputTokens > reasoningTokens ? outputTokens - reasoningTokens : undefined
}

/** As OpenAI's and Gemini's formats name it. */
function totalIn(raw: unknown): number | undefined {
  if (typeof raw !== 'object' || raw === null) return undefined
  const total: unknown = Reflect.get(raw, 'total_tokens') ?? Reflect.get(raw, 'totalTokenCount')
  return typeof total === 'number' ? total : undefined
}
