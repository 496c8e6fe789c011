import type { Usage } from '../core/observation.ts'
import { usageWords as words } from '../words/audits/usage.ts'
import type { Asked, Finding, Side } from './audit.ts'
import { countEffect, probeIdsOf } from './finding.ts'
import { answersOf } from './pairs.ts'

/** Counts that contradict themselves, in any answer of the audit. */
export function impossibleCounts(side: Side): Finding {
  const counted = answersOf(side).filter(({ observation }) => observation.reply.usage !== undefined)
  const impossible = counted.filter(contradictsItself)
  return {
    code: 'usage.counts',
    grounds: { kind: 'contradiction', shown: impossible.length > 0, enough: counted.length > 0 },
    effect: countEffect(words.countsEffect, impossible.length),
    n: counted.length,
    invalid: side.asked.size - counted.length,
    probeIds: probeIdsOf(impossible),
    say: (verdict) => words.counts(verdict, String(impossible.length), String(counted.length)),
  }
}

const contradictsItself = ({ observation }: Asked): boolean => {
  const { usage } = observation.reply
  return usage !== undefined && isImpossible(usage)
}

/** More was read from a cache, or written to one, than there was; or a count is below zero. */
function isImpossible({
  inputTokens,
  outputTokens,
  cachedInputTokens = 0,
  cacheWriteTokens = 0,
}: Usage): boolean {
  const counts = [inputTokens ?? 0, outputTokens ?? 0, cachedInputTokens, cacheWriteTokens]
  if (counts.some((count) => count < 0)) return true
  return inputTokens !== undefined && cachedInputTokens + cacheWriteTokens > inputTokens
}
