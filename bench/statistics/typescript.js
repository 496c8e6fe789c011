/** Modules of the tests, which the tables share with them; Node 20 reads no TypeScript by itself. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { build } from 'rolldown'

const tests = join(import.meta.dirname, '..', '..', 'test')

/** @param path below `test/` @returns what the module exports */
export async function loadTest(path) {
  const folder = mkdtempSync(join(tmpdir(), 'relaybench-statistics-'))
  try {
    const file = join(folder, 'module.mjs')
    await build({ input: join(tests, path), platform: 'node', output: { file }, logLevel: 'silent' })
    return await import(pathToFileURL(file).href)
  } finally {
    rmSync(folder, { recursive: true })
  }
}
