/** Modules of the tests, which the tables share with them; Node 20 reads no TypeScript by itself. */
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { build } from 'rolldown'

const root = join(import.meta.dirname, '..', '..')

let loaded = 0

/** @param path below `test/` @returns what the module exports */
export async function loadTest(path) {
  // Beside the built modules, from where the version is found in package.json.
  const file = join(root, 'dist', `test-${process.pid}-${loaded++}.mjs`)
  try {
    await build({ input: join(root, 'test', path), platform: 'node', output: { file }, logLevel: 'silent' })
    return await import(pathToFileURL(file).href)
  } finally {
    rmSync(file, { force: true })
  }
}
