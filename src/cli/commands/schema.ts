import { z } from 'zod'
import { UserError } from '../../core/text.ts'
import { profileDocs } from '../../profile/docs.ts'
import { profileJsonSchema } from '../../profile/json-schema.ts'
import { reportSchema } from '../../schema/report.ts'
import { type ExitCode, exitCodes } from '../exit.ts'
import type { Terminal } from '../terminal.ts'

/** `relaybench schema`: the published shapes of what goes in and what comes out. */
export function schemaCommand(
  what: string,
  flags: { readonly markdown?: boolean },
  terminal: Terminal,
): ExitCode {
  terminal.out(
    what === 'profile' && flags.markdown ? profileDocs() : `${JSON.stringify(schemaOf(what), null, 2)}\n`,
  )
  return exitCodes.ok
}

function schemaOf(what: string): object {
  switch (what) {
    case 'profile':
      return profileJsonSchema()
    case 'report':
      return z.toJSONSchema(reportSchema)
    default:
      throw new UserError(
        { en: `unknown schema "${what}"`, zh: `未知的 schema“${what}”` },
        { en: 'known: profile, report', zh: '可用：profile、report' },
      )
  }
}
