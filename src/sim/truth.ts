import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { builtProgram } from '../core/built.ts'

/** A truth server that runs beside us. */
export interface Truth {
  /** Base URL for an OpenAI client. */
  readonly url: string
  /** Ends its process. */
  close(): Promise<void>
}

const program = fileURLToPath(builtProgram('truth-process', import.meta.url))

/** Starts a truth server in a process of its own. @throws Error when it cannot be started. */
export async function startTruth(): Promise<Truth> {
  // It needs nothing of our environment, where keys are.
  const child = fork(program, { env: {}, execArgv: [], stdio: ['ignore', 'ignore', 'ignore', 'ipc'] })
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  const url = await firstMessage(child)
  return {
    url,
    async close() {
      if (child.connected) child.disconnect()
      await exited
    },
  }
}

async function firstMessage(child: ChildProcess): Promise<string> {
  const ended = new AbortController()
  child.once('exit', (code) => ended.abort(new Error(`the loopback relay ended with code ${code}`)))
  try {
    const [url] = await once(child, 'message', { signal: ended.signal })
    return String(url)
  } catch (error) {
    child.kill()
    throw ended.signal.aborted ? ended.signal.reason : error
  }
}
