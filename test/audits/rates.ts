import { type Scenario, scenarios } from './scenarios.ts'
import { type Party, type VirtualRun, virtualAudit } from './virtual.ts'

/** How often something came out as "differs", of so many runs. */
export interface Rate {
  readonly what: string
  readonly runs: number
  readonly found: number
  /** Runs in which it could not be judged. */
  readonly abstained: number
  /** Answers or pairs behind it, in the middle run; null of several findings together. */
  readonly medianN: number | null
}

/** Stated before anything was seen. */
const firstSeed = 20_261_128

/**
 * A scenario under so many seeds; relay and reference draw from seeds of their own. Of one that differs: each finding
 * that should say so. Of an honest one: whether any finding that counts does, and whether any hint is given.
 */
export async function ratesOf(scenario: Scenario, runs: number): Promise<readonly Rate[]> {
  const reports: VirtualRun['report'][] = []
  for (let nth = 0; nth < runs; nth++)
    reports.push(
      (
        await virtualAudit(partiesOf(scenario, nth), {
          tests: scenario.tests,
          ...(scenario.depth && { depth: scenario.depth }),
          seed: firstSeed + nth,
        })
      ).report,
    )
  const findings = reports.map(({ audit }) => audit?.findings ?? [])
  if (scenario.expected.length === 0)
    return [
      anyOf('any test', findings, ({ kind }) => kind === 'test'),
      anyOf('any hint', findings, ({ kind }) => kind === 'hint'),
    ]
  return scenario.expected.map((code) => rateOf(code, findings))
}

type Findings = NonNullable<VirtualRun['report']['audit']>['findings']

function anyOf(
  what: string,
  runs: readonly Findings[],
  isMeant: (finding: Findings[number]) => boolean,
): Rate {
  const found = runs.filter((findings) =>
    findings.some((each) => isMeant(each) && each.verdict === 'differs'),
  )
  const open = runs.filter((findings) =>
    findings.some((each) => isMeant(each) && each.verdict === 'inconclusive'),
  )
  return { what, runs: runs.length, found: found.length, abstained: open.length, medianN: null }
}

function rateOf(code: string, runs: readonly Findings[]): Rate {
  const own = runs.flatMap((findings) => findings.filter((each) => each.code === code))
  const sizes = own.map(({ n }) => n).sort((a, b) => a - b)
  return {
    what: code,
    runs: runs.length,
    found: own.filter(({ verdict }) => verdict === 'differs').length,
    abstained: own.filter(({ verdict }) => verdict !== 'differs' && verdict !== 'consistent').length,
    medianN: sizes[Math.floor(sizes.length / 2)] ?? null,
  }
}

/** Relay and references of the nth run. */
export const partiesOf = (
  { reference, second, subject, protocol }: Scenario,
  nth: number,
): readonly Party[] => [
  { name: 'reference', reference: true, simulate: { mind: {}, ...reference, seed: seedOf(2 * nth + 1) } },
  { name: 'subject', simulate: { ...subject, seed: seedOf(2 * nth + 2) }, ...(protocol && { protocol }) },
  ...(second ? [{ name: 'second', reference: true, simulate: { ...second, seed: seedOf(-1 - nth) } }] : []),
]

/** Far from those of other runs. */
const seedOf = (nth: number): number => (2 ** 32 + ((1_000_003 * nth) % 2 ** 32)) % 2 ** 32

export { scenarios }
