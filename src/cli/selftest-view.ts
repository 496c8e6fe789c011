import { count, milliseconds } from '../report/figures.ts'
import { terminal as asText } from '../report/terminal.ts'
import { type Line, linesPart, type TablePart } from '../report/view.ts'
import type { Selftest, SelftestLevel } from '../schema/selftest.ts'
import { selftestWords as words } from '../words/selftest.ts'
import type { Terminal } from './terminal.ts'

/** The result of a self-test for a person: a row a level, then what to make of it. */
export function describeSelftest(result: Selftest, terminal: Terminal): string {
  const machine = words.machine(String(result.cores), result.node)
  return asText(
    [
      {
        title: terminal.say(words.title),
        level: 1,
        parts: [linesPart([{ text: terminal.say(machine) }])],
      },
      { level: 2, parts: [table(result.levels, terminal), linesPart(conclusions(result, terminal))] },
    ],
    terminal,
  )
}

type LevelColumn = readonly [head: string, value: (level: SelftestLevel) => string]

function table(levels: readonly SelftestLevel[], { say }: Terminal): TablePart {
  const heads = words.columns
  const columns: readonly LevelColumn[] = [
    [say(heads.streams), ({ streams }) => count(streams)],
    [say(heads.rate), ({ chunksPerSecond }) => count(chunksPerSecond)],
    [say(heads.ttftP50), ({ ttftErrorMs }) => milliseconds(ttftErrorMs?.p50 ?? null)],
    [say(heads.ttftP99), ({ ttftErrorMs }) => milliseconds(ttftErrorMs?.p99 ?? null)],
    [say(heads.ttftMax), ({ ttftErrorMs }) => milliseconds(ttftErrorMs?.max ?? null)],
    ['n', ({ ttftErrorMs }) => count(ttftErrorMs?.n ?? 0)],
    [say(heads.itlP99), ({ itlErrorMs }) => milliseconds(itlErrorMs?.p99 ?? null)],
    [say(heads.loopP99), ({ loopDelayMs }) => milliseconds(loopDelayMs?.p99 ?? null)],
    [say(heads.cpu), ({ cpuMsPerThousandChunks }) => milliseconds(cpuMsPerThousandChunks)],
    [say(heads.rss), ({ rssMb }) => `${count(rssMb)} MB`],
    ...(levels.some(({ failed }) => failed > 0)
      ? [[say(heads.failed), ({ failed }: SelftestLevel) => count(failed)] as const]
      : []),
  ]
  return {
    type: 'table',
    columns: columns.map(([head], index) => ({ id: String(index), head, align: 'right' })),
    rows: levels.map((level) => columns.map(([, value]) => ({ text: value(level) }))),
    dropOrder: [],
    whenDropped: {},
  }
}

/** Up to where this machine is exact, and what comes first beyond. */
function conclusions({ levels, exactTo }: Selftest, { say }: Terminal): readonly Line[] {
  const beyond = levels
    .filter(({ streams, ttftErrorMs }) => ttftErrorMs !== null && streams > (exactTo?.streams ?? 0))
    .toSorted((a, b) => a.streams - b.streams)[0]
  const unmeasured = levels.filter(({ answers }) => answers === 0)
  const few = levels.some(({ ttftErrorMs }) => ttftErrorMs !== null && ttftErrorMs.n < 100)
  return [
    ...(exactTo
      ? [{ text: say(words.exact(count(exactTo.streams), milliseconds(exactTo.ttftErrorP99Ms))) }]
      : []),
    ...(beyond?.ttftErrorMs
      ? [
          {
            text: `! ${say(words.inexact(count(beyond.streams), milliseconds(beyond.ttftErrorMs.p99)))}`,
            tone: 'warning' as const,
          },
        ]
      : []),
    ...unmeasured.map(({ streams }) => ({
      text: `! ${say(words.unmeasured(count(streams)))}`,
      tone: 'warning' as const,
    })),
    ...(few ? [{ text: say(words.few), tone: 'faint' as const }] : []),
  ]
}
