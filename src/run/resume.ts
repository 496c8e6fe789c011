import type { JournalRecord, RunHeader } from '../core/journal.ts'
import type { Observation } from '../core/observation.ts'
import { UserError } from '../core/text.ts'
import type { EarlierEvidence } from './precision.ts'
import { probeFacts } from './probe-facts.ts'
import { largestUse, spentUsd } from './resume-spending.ts'
import type { ResumeState } from './run.ts'

/** A probe is finished when its last attempt came to an end: cancelled ones and those awaiting another attempt are not. */
const isFinished = ({ ending, retry }: Observation): boolean =>
  ending.type !== 'cancelled' && retry === undefined

/** What a journal says about where to go on. @throws UserError when it holds no run. */
export function resumeState(records: readonly JournalRecord[]): { header: RunHeader; state: ResumeState } {
  const header = records.find((record) => record.type === 'run')
  if (!header) throw new UserError({ en: 'the journal holds no run', zh: '日志中没有运行记录' })
  const sessions = records.filter((record) => record.type === 'session').map(({ session }) => session)
  const observations = records.filter((record) => record.type === 'observation')
  return {
    header,
    state: {
      session: Math.max(0, ...sessions) + 1,
      finished: new Set(observations.filter(isFinished).map(({ probeId }) => probeId)),
      resolved: records.filter((record) => record.type === 'resolution'),
      discovered: records.filter((record) => record.type === 'protocols'),
      ...(endsCells(header) && { evidence: earlierEvidence(records) }),
      spentUsd: spentUsd(records),
      largest: largestUse(records),
    },
  }
}

const endsCells = ({ plan: { load } }: RunHeader): boolean =>
  load.until !== undefined || load.dropLosers !== undefined

const earlierEvidence = (records: readonly JournalRecord[]): EarlierEvidence => ({
  facts: records.flatMap((record) =>
    record.type === 'observation' && isFinished(record) && !record.warmup ? [probeFacts(record)] : [],
  ),
  stopped: records.flatMap((record) => (record.type === 'cell-stop' ? [record.cellId] : [])),
})
