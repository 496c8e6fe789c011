import { realpathSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'

/**
 * Writes a file whole or not at all: nobody ever reads half of it. What is no file, such as a pipe, is written as it is.
 * @returns why it could not be written; undefined when it was.
 */
export function writeWhole(path: string, text: string): string | undefined {
  try {
    const found = statSync(path, { throwIfNoEntry: false })
    if (found && !found.isFile()) writeFileSync(path, text)
    else replaceFile(found ? realpathSync(path) : path, text)
    return undefined
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}

function replaceFile(path: string, text: string): void {
  const draft = `${path}.part`
  try {
    writeFileSync(draft, text)
    renameSync(draft, path)
  } catch (error) {
    rmSync(draft, { force: true })
    throw error
  }
}
