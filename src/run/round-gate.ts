import type { Ms } from '../core/clock.ts'

/** How long everybody waits for a relay that is behind. After that it is left behind until it has caught up. */
const patienceMs = 4_000

interface Waiter {
  readonly round: number
  readonly open: () => void
}

/**
 * Keeps relays in step: nobody begins a round before everybody has reached the one before it, so that the same round
 * means the same minute for all of them. A dead or very slow relay costs the others {@link patienceMs} once.
 */
export class RoundGate {
  readonly #rounds = new Map<string, number>()
  readonly #leftBehind = new Set<string>()
  #waiters: Waiter[] = []
  #timer: NodeJS.Timeout | undefined
  readonly #patienceMs: Ms

  constructor(relays: Iterable<string>, patience: Ms = patienceMs) {
    for (const relay of relays) this.#rounds.set(relay, Number.NEGATIVE_INFINITY)
    this.#patienceMs = patience
  }

  /** Waits until this relay may begin the round. @returns whether it had to wait, and so starts together with others. */
  async enter(relay: string, round: number): Promise<boolean> {
    this.#reach(relay, round)
    if (this.#isOpen(round)) return false
    await new Promise<void>((open) => {
      this.#waiters.push({ round, open })
      this.#timer ??= setTimeout(() => this.#losePatience(), this.#patienceMs)
    })
    return true
  }

  /** This relay sends nothing more: nobody waits for it. */
  leave(relay: string): void {
    this.#rounds.delete(relay)
    this.#openGates()
  }

  /** The run ends: everybody passes from now on. */
  release(): void {
    this.#rounds.clear()
    this.#openGates()
  }

  #reach(relay: string, round: number): void {
    const before = this.#rounds.get(relay)
    if (before === undefined || before >= round) return
    this.#rounds.set(relay, round)
    if (this.#leftBehind.has(relay) && round >= this.#front()) this.#leftBehind.delete(relay)
    this.#openGates()
  }

  /** The furthest round that anybody has reached. */
  #front(): number {
    return Math.max(...this.#rounds.values())
  }

  /** A round is open when all who are waited for have reached it or stand right before it. */
  #isOpen(round: number): boolean {
    for (const [relay, reached] of this.#rounds)
      if (!this.#leftBehind.has(relay) && nextRound(reached) < round) return false
    return true
  }

  #openGates(): void {
    const open = this.#waiters.filter(({ round }) => this.#isOpen(round))
    this.#waiters = this.#waiters.filter((waiter) => !open.includes(waiter))
    if (this.#waiters.length === 0) {
      clearTimeout(this.#timer)
      this.#timer = undefined
    }
    for (const waiter of open) waiter.open()
  }

  #losePatience(): void {
    this.#timer = undefined
    const wanted = Math.min(...this.#waiters.map(({ round }) => round))
    for (const [relay, reached] of this.#rounds) if (nextRound(reached) < wanted) this.#leftBehind.add(relay)
    this.#openGates()
    if (this.#waiters.length > 0) this.#timer = setTimeout(() => this.#losePatience(), this.#patienceMs)
  }
}

/** Rounds are … -2, -1, 1, 2 …: there is no round 0. */
const nextRound = (round: number): number => (round === -1 ? 1 : round + 1)
