/** CPU time of other processes, by Linux's /proc; undefined elsewhere. Of a machine that is busy it tells more than a clock. */
import { readdirSync, readFileSync } from 'node:fs'

const tickMs = 10

/** User and system ms of a process that runs, all its threads, to the microsecond. */
export function liveCpuMs(pid) {
  try {
    const threads = readdirSync(`/proc/${pid}/task`)
    const spentNs = (thread) =>
      Number(readFileSync(`/proc/${pid}/task/${thread}/schedstat`, 'utf8').split(' ')[0])
    return threads.reduce((sum, thread) => sum + spentNs(thread), 0) / 1e6
  } catch {
    return undefined
  }
}

/** User and system ms of all processes that this one has started and that have ended, in steps of 10 ms. */
export function endedCpuMs() {
  try {
    const stat = readFileSync('/proc/self/stat', 'utf8')
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    return (Number(fields[13]) + Number(fields[14])) * tickMs
  } catch {
    return undefined
  }
}
