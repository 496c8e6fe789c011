import { inert } from '../core/inert.ts'
import type { ArrivalShape, LoadShape, OpenShape, Plan } from '../core/plan.ts'
import { toThousandth } from '../core/round.ts'
import type { Text } from '../core/text.ts'
import { arrivalTimes } from '../plan/arrivals.ts'
import { costWords } from '../words/cost.ts'
import { loadWords as words } from '../words/load.ts'
import type { Terminal } from './terminal.ts'

const arrivalsShown = 6

/** What `--dry-run` says of the shape of a load, a line each; a closed loop needs no word. */
export function describeLoad({ load: { shape }, seed }: Plan, { say }: Terminal): readonly string[] {
  return shape === undefined ? [] : describeShape(shape, seed, say)
}

function describeShape(shape: LoadShape, seed: number, say: Terminal['say']): readonly string[] {
  switch (shape.type) {
    case 'open':
      return [
        say(words.planOpen(String(toThousandth(shape.perSecond)), say(processOf(shape)))),
        say(words.planFirst(firstArrivals(shape, seed))),
      ]
    case 'trace': {
      const span = String(toThousandth((shape.atMs.at(-1) ?? 0) / 1000))
      return [
        say(words.planTrace(inert(shape.file), String(shape.atMs.length), span, String(shape.speed))),
        say(words.planFirst(firstArrivals(shape, seed))),
      ]
    }
    // What these ask is decided as they go.
    case 'audit':
    case 'failover':
      return []
    case 'charge':
      return [
        say(
          costWords.planBatches(
            shape.batches.map(({ mix, requests }) => `${requests} ${mix}`).join(', '),
            String(shape.idleMs / 1_000),
            String(shape.settleMs / 1_000),
          ),
        ),
      ]
    case 'ladder':
      return [say(words.planLadder(shape.steps.join(' '), String(shape.requestsPerStep)))]
  }
}

function processOf({ arrivals, burstiness = 1 }: OpenShape): Text {
  switch (arrivals) {
    case 'constant':
      return words.planConstant
    case 'poisson':
      return words.planPoisson
    case 'gamma':
      return words.planGamma(String(burstiness))
  }
}

function firstArrivals(shape: ArrivalShape, seed: number): string {
  const seconds: number[] = []
  for (const at of arrivalTimes(shape, seed)) {
    seconds.push(toThousandth(at / 1000))
    if (seconds.length === arrivalsShown) break
  }
  return seconds.join(' ')
}
