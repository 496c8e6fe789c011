import { createReadStream } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { parseEnv } from 'node:util'
import { UserError } from '../core/text.ts'
import { fileProblems, yamlProblems } from '../words/problems.ts'
import type { OutsideChecks } from './outside-checks.ts'
import { type LoadedProfile, maxProfileBytes, parseProfile } from './parse.ts'
import type { Environment } from './template.ts'
import { maxTraceBytes } from './trace.ts'

export interface LoadOptions {
  /** Default: the environment of this process. */
  readonly env?: Environment
  /** Chosen by the text of the profile, so that checks that it does not need are not loaded. */
  readonly checks?: (source: string) => Promise<OutsideChecks>
}

/**
 * Reads a profile file, with `.env` beside it: what is set there fills in what the environment does not set.
 * @throws ProfileError with all problems of the profile; UserError when a file cannot be read.
 */
export async function loadProfile(path: string, options: LoadOptions = {}): Promise<LoadedProfile> {
  const { env = process.env, checks } = options
  const source = await readText(path)
  const beside = await readDotEnv(dirname(path))
  const stated = Object.entries(env).filter(([, value]) => value !== undefined)
  const loaded = parseProfile(source, {
    file: path,
    env: { ...beside, ...Object.fromEntries(stated) },
    ...(checks && { checks: await checks(source) }),
  })
  return { ...loaded, files: await readNamedFiles(loaded) }
}

/** The prompt file and certificates, read now so that a missing one is told before anything is sent. */
async function readNamedFiles({ profile, directory }: LoadedProfile): Promise<ReadonlyMap<string, string>> {
  const certificates = profile.relays.map(({ tls }) => tls?.ca)
  const names = [profile.workload?.file, ...certificates].filter((name) => name !== undefined)
  const { trace } = profile.load ?? {}
  if (trace !== undefined) names.push(trace)
  const entries = names.map(
    async (name) =>
      [name, await readText(resolve(directory, name), name === trace ? maxTraceBytes : undefined)] as const,
  )
  return new Map(await Promise.all(entries))
}

/** Reads one byte more than is allowed at most, so that an endless file is refused and not swallowed. */
async function readText(path: string, most: number = maxProfileBytes): Promise<string> {
  const chunks: Uint8Array[] = []
  try {
    for await (const chunk of createReadStream(path, { end: most })) chunks.push(chunk)
  } catch (error) {
    throw unreadable(path, error)
  }
  const bytes = Buffer.concat(chunks)
  // Cut inside a character, a text that is too long must not be called wrongly encoded.
  if (bytes.length > most && most !== maxProfileBytes)
    throw new UserError(yamlProblems.tooLarge(most).message)
  return bytes.length > most ? bytes.toString('latin1') : decode(bytes, path)
}

async function readDotEnv(directory: string): Promise<Environment> {
  const path = join(directory, '.env')
  try {
    return parseEnv(decode(await readFile(path), path))
  } catch (error) {
    // A directory of this name is somebody's virtual environment.
    if (['ENOENT', 'EISDIR'].includes(codeOf(error))) return {}
    throw error instanceof UserError ? error : unreadable(path, error)
  }
}

function decode(bytes: Uint8Array, path: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    throw new UserError(fileProblems.notUtf8(path), fileProblems.saveAsUtf8())
  }
}

function unreadable(path: string, error: unknown): UserError {
  const code = codeOf(error)
  return new UserError(code === 'ENOENT' ? fileProblems.notFound(path) : fileProblems.unreadable(path, code))
}

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : 'unknown'
