import type { FailOn } from '../core/objective.ts'
import { limitAnnotations, render, rendererNamed } from '../report/index.ts'
import type { Report } from '../schema/report.ts'
import type { JournalWriteError } from '../store/journal-file.ts'
import { type GithubFlags, tellGithub } from './github.ts'
import { type Save, saveAll, savesFrom } from './save.ts'
import type { Terminal } from './terminal.ts'

/** The files that `--save` names. @throws UserError, or JournalWriteError, before anything is sent. */
export const reportSaves = (values: readonly string[] | undefined): readonly Save[] =>
  savesFrom(values, rendererNamed)

/** Tells GitHub Actions of a report and writes the files that were asked for. @returns what kept one from being written. */
export function keepReport(
  report: Report,
  {
    saves,
    failOn,
    flags,
    terminal,
  }: {
    readonly saves: readonly Save[]
    readonly failOn: FailOn
    readonly flags: GithubFlags
    readonly terminal: Terminal
  },
): JournalWriteError | undefined {
  const told = {
    markdown: () => render(report, 'markdown', terminal),
    annotations: () => limitAnnotations(report, failOn, terminal.language),
  }
  tellGithub(told, flags, terminal)
  return saveAll(saves, (format) => render(report, format, { ...terminal, color: false }))
}
