import type { BalanceReading } from '../../core/balance.ts'
import { inertJson } from '../../core/inert.ts'
import { redactor } from '../../core/secret.ts'
import type { Text } from '../../core/text.ts'
import { exchangeRateOf } from '../../pricing/stated.ts'
import { usdOfBalance } from '../../pricing/usd-price.ts'
import type { LoadedProfile } from '../../profile/parse.ts'
import { missing } from '../../report/figures.ts'
import { terminal as drawn } from '../../report/terminal.ts'
import type { TableCell, View } from '../../report/view.ts'
import { type BalanceAnswer, readBalance, triedText } from '../../run/balance.ts'
import { knownSecrets } from '../../run/known-secrets.ts'
import { LoopWatch } from '../../run/loop-watch.ts'
import { OwnLane } from '../../run/probe-lane.ts'
import { startSimulated } from '../../run/simulated.ts'
import { relayTarget, type Target } from '../../run/target.ts'
import { costWords as words } from '../../words/cost.ts'
import { type ExitCode, exitCodes } from '../exit.ts'
import { listenForInterrupts } from '../interrupts.ts'
import { type ProfileFlags, profileFrom } from '../settings.ts'
import type { Terminal } from '../terminal.ts'

export interface BalanceFlags extends ProfileFlags {
  readonly json?: boolean
}

interface Row {
  readonly relay: string
  readonly line?: string
  /** undefined: its key is not set, and nothing was asked. */
  readonly answer: BalanceAnswer | undefined
}

/** `relaybench balance`: what is left at every relay of a profile, by whichever page tells it. */
export async function balanceCommand(
  path: string,
  flags: BalanceFlags,
  terminal: Terminal,
): Promise<ExitCode> {
  const loaded = await profileFrom(path, flags, terminal)
  const rows = await readAll(loaded, terminal)
  terminal.out(flags.json ? inertJson(rows.map(asJson)) : describe(rows, loaded, terminal))
  return rows.some(({ answer }) => answer && 'reading' in answer) ? exitCodes.ok : exitCodes.nothingMeasured
}

async function readAll(loaded: LoadedProfile, { env }: Terminal): Promise<readonly Row[]> {
  const simulated = await startSimulated(loaded.profile)
  const interrupts = listenForInterrupts(() => undefined)
  const loop = new LoopWatch()
  const redact = redactor(knownSecrets(loaded, env))
  const read = async (target: Target, keyMissing: boolean): Promise<Row> => {
    const { relay, line } = target
    const place = { relay, ...(line !== undefined && { line }) }
    if (keyMissing) return { ...place, answer: undefined }
    const lane = new OwnLane(target.lane, loop)
    try {
      return { ...place, answer: await readBalance(target, lane, redact, interrupts.stop) }
    } finally {
      await lane.close()
    }
  }
  try {
    const targets = loaded.profile.relays.map((relay) => relayTarget(relay, loaded, simulated.urls, env))
    // An account is the same on all lines of its relay.
    return await Promise.all(
      targets.flatMap(({ lines, keyMissing }) => lines.slice(0, 1).map((line) => read(line, keyMissing))),
    )
  } finally {
    interrupts.close()
    loop.stop()
    await simulated.close()
  }
}

const asJson = ({ answer, ...place }: Row): object => {
  if (!answer) return { ...place, error: 'no-key' }
  return 'reading' in answer
    ? { ...place, source: answer.source.id, ...answer.reading }
    : { ...place, error: 'none', tried: answer.tried }
}

function describe(rows: readonly Row[], { profile }: LoadedProfile, terminal: Terminal): string {
  const { say } = terminal
  const told = rows.flatMap(({ relay, answer }) =>
    answer && 'reading' in answer ? [{ relay, ...answer }] : [],
  )
  const silent = rows.flatMap(({ relay, answer }) => {
    if (!answer) return [words.noKey(relay)]
    return 'tried' in answer ? [words.noBalance(relay, answer.tried.map(triedText).join('; '))] : []
  })
  const view: View = [
    {
      title: say(words.balanceTitle),
      level: 1,
      parts: [
        ...(told.length > 0
          ? [
              {
                type: 'table' as const,
                columns: (['relay', 'source', 'remaining', 'used', 'usd', 'step', 'scope'] as const).map(
                  (id) => ({
                    id,
                    head: say(words.columns[id]),
                    align:
                      id === 'relay' || id === 'source' || id === 'scope'
                        ? ('left' as const)
                        : ('right' as const),
                  }),
                ),
                rows: told.map(({ relay, source, reading }): readonly TableCell[] =>
                  [
                    relay,
                    source.id,
                    amountText(reading.remaining, reading, say),
                    amountText(reading.used, reading, say),
                    usdText(reading, exchangeRateOf(profile)),
                    amountText(reading.step, reading, say),
                    say(words.scopes[reading.scope]),
                  ].map((text) => ({ text })),
                ),
                dropOrder: ['step', 'scope', 'usd'],
                whenDropped: {},
              },
            ]
          : []),
        {
          type: 'lines' as const,
          lines: [...silent, words.balanceNote].map((line) => ({ text: say(line) })),
        },
      ],
    },
  ]
  return drawn(view, terminal).trimEnd()
}

const usdText = (reading: BalanceReading, rate: ReturnType<typeof exchangeRateOf>): string => {
  const usd =
    typeof reading.remaining === 'number' ? usdOfBalance(reading.remaining, reading.unit, rate) : undefined
  return usd === undefined ? missing : `$${figures(usd)}`
}

/** Never more than it is; what is less than a hundredth of a cent, with two digits. */
function figures(amount: number): string {
  if (amount > 0 && amount < 1e-4) return amount.toExponential(1)
  const cut = Math.floor(amount * 1e4 + 1e-6) / 1e4
  return cut.toFixed(4).replace(/(\.\d\d\d*?)0+$/, '$1')
}

function amountText(
  amount: BalanceReading['remaining'],
  { unit }: BalanceReading,
  say: (text: Text) => string,
): string {
  if (amount === undefined) return missing
  if (amount === 'unlimited') return say(words.unlimited)
  if (unit.type === 'money') return `${unit.currency === 'USD' ? '$' : '¥'}${figures(amount)}`
  return say(words.units(String(amount), unit.type))
}
