import { type Scenario, scenarios } from './scenarios.ts'
import { virtualAudit } from './virtual.ts'

/** How often each finding of a scenario came out as "differs". */
export interface Rate {
  readonly scenario: Scenario
  readonly code: string
  readonly runs: number
  readonly found: number
  /** Runs in which it could not be judged. */
  readonly abstained: number
  /** Answers or pairs behind the finding, in the middle run. */
  readonly medianN: number
}

/** Stated before anything was seen. */
const firstSeed = 20_261_128

/** One scenario under so many seeds; relay and reference draw from seeds of their own. */
export async function ratesOf(scenario: Scenario, runs: number): Promise<readonly Rate[]> {
  const found = new Map<string, { differs: number; abstained: number; n: number[] }>()
  for (let nth = 0; nth < runs; nth++) {
    const seed = firstSeed + nth
    const { report } = await virtualAudit(partiesOf(scenario, nth), { tests: scenario.tests, seed })
    for (const { code, verdict, kind, n } of report.audit?.findings ?? []) {
      if (kind === 'fact') continue
      const counts = found.get(code) ?? { differs: 0, abstained: 0, n: [] }
      found.set(code, counts)
      if (verdict === 'differs') counts.differs++
      if (verdict === 'inconclusive' || verdict === 'not-applicable') counts.abstained++
      counts.n.push(n)
    }
  }
  return [...found].map(([code, { differs, abstained, n }]) => ({
    scenario,
    code,
    runs: n.length,
    found: differs,
    abstained,
    medianN: n.sort((a, b) => a - b)[Math.floor(n.length / 2)] ?? 0,
  }))
}

const partiesOf = ({ reference, subject }: Scenario, nth: number) => [
  {
    name: 'reference',
    reference: true,
    simulate: { mind: {}, ...reference, seed: (1_000_003 * (2 * nth + 1)) % 2 ** 32 },
  },
  { name: 'subject', simulate: { ...subject, seed: (1_000_003 * (2 * nth + 2)) % 2 ** 32 } },
]

export { scenarios }
