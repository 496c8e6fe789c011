import type { JournalRecord, ModelResolution, ProtocolsRecord, RunHeader } from '../core/journal.ts'
import type { Observation } from '../core/observation.ts'
import { UserError } from '../core/text.ts'
import { type StepProbe, stepProbeOf } from '../plan/ladder-step.ts'
import type { EarlierEvidence } from './precision.ts'
import { type ProbeFacts, probeFacts } from './probe-facts.ts'
import { largestUse, spentUsd } from './resume-spending.ts'
import type { ResumeState } from './run-options.ts'

/** A probe is finished when its last attempt came to an end: cancelled ones and those awaiting another attempt are not. */
const isFinished = ({ ending, retry }: Observation): boolean =>
  ending.type !== 'cancelled' && retry === undefined

/**
 * What a journal says about where to go on.
 * @param records read several times over
 * @throws UserError when it holds no run.
 */
export function resumeState(records: Iterable<JournalRecord>): { header: RunHeader; state: ResumeState } {
  let header: RunHeader | undefined
  let session = 0
  const finished = new Set<string>()
  const resolved: ModelResolution[] = []
  const discovered: ProtocolsRecord[] = []
  const climbed: StepProbe[] = []
  const asked: Observation[] = []
  for (const record of records) {
    if (record.type === 'run') header ??= record
    else if (record.type === 'session') session = Math.max(session, record.session)
    else if (record.type === 'observation') {
      if (isFinished(record)) finished.add(record.probeId)
      const step = stepProbeOf(record)
      if (step) climbed.push(step)
      if (record.question) asked.push(record)
    } else if (record.type === 'resolution') resolved.push(record)
    else if (record.type === 'protocols') discovered.push(record)
  }
  if (!header) throw new UserError({ en: 'the journal holds no run', zh: '日志中没有运行记录' })
  return {
    header,
    state: {
      session: session + 1,
      finished,
      resolved,
      discovered,
      ...(endsCells(header) && { evidence: earlierEvidence(records) }),
      spentUsd: spentUsd(records),
      largest: largestUse(records),
      climbed,
      asked,
    },
  }
}

const endsCells = ({ plan: { load } }: RunHeader): boolean =>
  load.until !== undefined || load.dropLosers !== undefined

function earlierEvidence(records: Iterable<JournalRecord>): EarlierEvidence {
  const facts: ProbeFacts[] = []
  const stopped: string[] = []
  for (const record of records) {
    if (record.type === 'observation' && isFinished(record) && !record.warmup) facts.push(probeFacts(record))
    if (record.type === 'cell-stop') stopped.push(record.cellId)
  }
  return { facts, stopped }
}
