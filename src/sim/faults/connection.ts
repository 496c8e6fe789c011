import { z } from 'zod'
import { gzipped } from '../gzip.ts'
import { type Fault, fault } from './fault.ts'

function manyHeaders(total: number): Record<string, string> {
  const value = 'x'.repeat(1000)
  return Object.fromEntries(
    Array.from({ length: Math.ceil(total / value.length) }, (_, i) => [`x-filler-${i}`, value]),
  )
}

/** Habits of HTTP and of the connection, whatever the body says. */
export const connectionHabits: readonly Fault[] = [
  fault('close-after-each', 'Connection: close on every reply.', {}, (script) => ({
    ...script,
    headers: { ...script.headers, connection: 'close' },
  })),
  fault('close-idle', 'The connection is destroyed when it brings its next request.', {}, (script) => ({
    ...script,
    dropNext: true,
  })),
  fault('gzip-unasked', 'A compressed body without Content-Encoding.', {}, (script) => ({
    ...script,
    steps: gzipped(script.steps),
  })),
  fault(
    'many-headers',
    'A very large header section.',
    {
      bytes: z
        .int()
        .min(1)
        .max(2 ** 26)
        .default(2 ** 18)
        .describe('Size of the header section; 256 KiB unless set.'),
    },
    (script, _exchange, { bytes }) => ({ ...script, headers: { ...manyHeaders(bytes), ...script.headers } }),
  ),
  fault(
    'slow-headers',
    'Header lines that come one by one.',
    {
      lines: z.int().min(1).default(20).describe("Lines before the answer's own."),
      every_ms: z.number().min(0).default(100).describe('Milliseconds between them.'),
    },
    (script, _exchange, { lines, every_ms }) => ({ ...script, dawdle: { lines, everyMs: every_ms } }),
  ),
]
