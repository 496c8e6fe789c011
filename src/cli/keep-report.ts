import type { FailOn } from '../core/objective.ts'
import { limitAnnotations, render, rendererNamed } from '../report/index.ts'
import type { Report } from '../schema/report.ts'
import type { JournalWriteError } from '../store/journal-file.ts'
import { type GithubFlags, tellGithub } from './github.ts'
import { type Save, type SaveFlags, saveAll, savesFrom } from './save.ts'
import type { Terminal } from './terminal.ts'

/** What is done with a result beside printing it. */
export interface Keeping {
  readonly saves: readonly Save[]
  readonly flags: GithubFlags
  readonly terminal: Terminal
}

/** A result, as it can be written down. */
interface Kept {
  /** Without colours. */
  render(format: string): string
  /** Lines that GitHub obeys. */
  annotations(): string
}

/** Tells GitHub Actions of a result and writes the files that were asked for. @returns what kept one from being written. */
export function keep(
  { render: renderAs, annotations }: Kept,
  { saves, flags, terminal }: Keeping,
): JournalWriteError | undefined {
  tellGithub({ markdown: () => renderAs('markdown'), annotations }, flags, terminal)
  return saveAll(saves, renderAs)
}

/** The files that `--save` names. @throws UserError, or JournalWriteError, before anything is sent. */
export const reportSaves = (flags: SaveFlags): readonly Save[] => savesFrom(flags, rendererNamed)

/** {@link keep} for a report. @param failOn which limits make the exit code, and so are errors */
export const keepReport = (
  report: Report,
  failOn: FailOn,
  keeping: Keeping,
): JournalWriteError | undefined => {
  const { terminal } = keeping
  const kept = {
    render: (format: string) => render(report, format, { ...terminal, color: false }),
    annotations: () => limitAnnotations(report, failOn, terminal.language),
  }
  return keep(kept, keeping)
}
