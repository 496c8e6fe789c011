/**
 * Preloaded into a program (`node --import`): at its end, writes the most memory it ever had, in bytes, and the time that it
 * took of processors, in seconds, to its descriptor 3. Memory on Linux from /proc, because what resourceUsage tells there includes the program that started this one.
 */
import { existsSync, readFileSync, writeSync } from 'node:fs'

const status = '/proc/self/status'

function peakBytes() {
  if (!existsSync(status)) return process.resourceUsage().maxRSS * 1024
  return Number(/VmHWM:\s+(\d+) kB/.exec(readFileSync(status, 'utf8'))?.[1]) * 1024
}

process.on('exit', () => {
  const { user, system } = process.cpuUsage()
  writeSync(3, JSON.stringify({ peakBytes: peakBytes(), cpuSeconds: (user + system) / 1e6 }))
})
