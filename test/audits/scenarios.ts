/**
 * Simulated relays of known truth. Each is judged under many seeds, and how often it is found to differ is the table of
 * docs/audit.md. Settings are those of a relay's `simulate`.
 */
export interface Scenario {
  readonly id: string
  /** Audits that are run, by id. */
  readonly tests: readonly string[]
  /** In words, for the table. */
  readonly about: string
  readonly subject: object
  /** Default: an honest mind. */
  readonly reference?: object
  /** Codes of findings that should come out as "differs"; none: it is honest, and nothing should. */
  readonly expected: readonly string[]
}

const honest = { mind: {} }

const mind = (setting: object): object => ({ mind: setting })

const identity: readonly Scenario[] = [
  { id: 'honest', tests: ['identity'], about: 'the same model', subject: honest, expected: [] },
  {
    id: 'moved-3',
    tests: ['identity'],
    about: 'the same model on another serving stack: 3 % of answers moved',
    subject: mind({ moved: 0.03 }),
    expected: [],
  },
  {
    id: 'moved-5',
    tests: ['identity'],
    about: 'the same model on another serving stack: 5 % of answers moved',
    subject: mind({ moved: 0.05 }),
    expected: [],
  },
  {
    id: 'swap-full',
    tests: ['identity'],
    about: 'another model answers everything',
    subject: mind({ identity: 'other' }),
    expected: ['identity.answers'],
  },
  {
    id: 'swap-50',
    tests: ['identity'],
    about: 'another model answers half of the requests',
    subject: mind({ swap: { identity: 'other', share: 0.5 } }),
    expected: ['identity.answers'],
  },
  {
    id: 'swap-25',
    tests: ['identity'],
    about: 'another model answers a quarter of the requests',
    subject: mind({ swap: { identity: 'other', share: 0.25 } }),
    expected: ['identity.answers'],
  },
]

export const scenarios: readonly Scenario[] = [...identity]
