import type { BalanceReading } from '../core/balance.ts'

/** One way in which a vendor tells a balance. To add one: a file that exports this, and a line in `balances/index.ts`. */
export interface BalanceSource {
  readonly id: string
  /** Hosts of vendors that are known to have it: there it is asked first. */
  readonly hosts?: readonly RegExp[]
  /** What is asked, with the relay's key, one after another; always of the origin of the base URL. */
  requests(baseUrl: URL): readonly URL[]
  /**
   * What the bodies say, parsed, in the order of the requests; undefined when they are not what this source answers,
   * errors that come with status 200 among them. Never throws on what a relay sends.
   */
  read(bodies: readonly unknown[]): BalanceReading | undefined
}
