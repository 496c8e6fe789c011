import { z } from 'zod'
import { UserError } from '../../core/text.ts'
import { outcomes } from '../../metrics/outcomes.ts'
import { outcomesDocs } from '../../metrics/outcomes-docs.ts'
import { profileDocs } from '../../profile/docs.ts'
import { profileJsonSchema } from '../../profile/json-schema.ts'
import { comparisonSchema } from '../../schema/comparison.ts'
import { driftSchema } from '../../schema/drift.ts'
import { reportSchema } from '../../schema/report.ts'
import { scorecardSchema } from '../../schema/scorecard.ts'
import { selftestSchema } from '../../schema/selftest.ts'
import { slaSchema } from '../../schema/sla.ts'
import { type ExitCode, exitCodes } from '../exit.ts'
import type { Terminal } from '../terminal.ts'

/** `relaybench schema`: the published shapes of what goes in and what comes out. */
export function schemaCommand(
  what: string,
  flags: { readonly markdown?: boolean },
  terminal: Terminal,
): ExitCode {
  terminal.out(flags.markdown ? documentOf(what) : `${JSON.stringify(schemaOf(what), null, 2)}\n`)
  return exitCodes.ok
}

function documentOf(what: string): string {
  switch (what) {
    case 'profile':
      return profileDocs()
    case 'outcomes':
      return outcomesDocs()
    default:
      throw unknownSchema(what)
  }
}

function schemaOf(what: string): object {
  switch (what) {
    case 'profile':
      return profileJsonSchema()
    case 'report':
      return z.toJSONSchema(reportSchema)
    case 'comparison':
      return z.toJSONSchema(comparisonSchema)
    case 'scorecard':
      return z.toJSONSchema(scorecardSchema)
    case 'selftest':
      return z.toJSONSchema(selftestSchema)
    case 'sla':
      return z.toJSONSchema(slaSchema)
    case 'drift':
      return z.toJSONSchema(driftSchema)
    case 'outcomes':
      return outcomes
    default:
      throw unknownSchema(what)
  }
}

const unknownSchema = (what: string): UserError =>
  new UserError(
    { en: `unknown schema "${what}"`, zh: `未知的 schema“${what}”` },
    {
      en: 'known: profile, report, comparison, scorecard, selftest, sla, drift, outcomes; --markdown: profile, outcomes',
      zh: '可用：profile、report、comparison、scorecard、selftest、sla、drift、outcomes；--markdown：profile、outcomes',
    },
  )
