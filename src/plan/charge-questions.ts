import type { Question } from '../audits/audit.ts'
import { withNonce } from '../audits/nonce.ts'
import { openQuestion } from '../audits/open-question.ts'
import { mostTokensOf } from '../audits/questions.ts'
import { commonWords } from '../core/common-words.ts'
import { drawsFrom } from '../core/draws.ts'
import { oncePerCell } from '../core/once-per-cell.ts'
import type { Cell, ChargeMix, ChargeShape, Probe } from '../core/plan.ts'

/** What these questions are labelled with, where those of audits have the id of their audit. */
const chargeAudit = 'charge'

/** Words that are read, each of one token at least: well above what caches begin at. */
const readWords = 2_500
const writtenNumbers = 300

interface Place {
  readonly mix: ChargeMix
  readonly batch: number
  /** Within the batch. */
  readonly nth: number
  /** Nobody else is asked the same. */
  readonly seed: string
  readonly thinkingTokens: number
}

/** Everything that a cell is asked, in order. */
export const chargeQuestions = oncePerCell((plan, shape: ChargeShape, { id, model }): readonly Question[] =>
  shape.batches.flatMap(({ mix, requests }, batch) =>
    Array.from({ length: requests }, (_, nth) =>
      questionAt({
        mix,
        batch,
        nth,
        seed: `charge ${plan.runId} ${id} ${batch}`,
        thinkingTokens: shape.thinkingTokens[model] ?? 0,
      }),
    ),
  ),
)

function questionAt(place: Place): Question {
  const { mix, batch, nth, seed, thinkingTokens } = place
  const key = `${mix} ${batch + 1}.${nth + 1}`
  const short = { maxOutputTokens: 16 + thinkingTokens, stream: false }
  switch (mix) {
    case 'input':
      return { key, ask: { prompt: longText(`${seed} ${nth}`), ...short }, expectedOutputTokens: 1 }
    case 'cached':
      return { key, ask: { prompt: longText(seed), ...short }, expectedOutputTokens: 1 }
    case 'output':
      return {
        key,
        ask: {
          prompt: `Write the numbers from ${100 + nth} to ${99 + nth + writtenNumbers}, separated by blanks, and nothing else.`,
          maxOutputTokens: 4 * writtenNumbers + thinkingTokens,
          stream: false,
        },
        expectedOutputTokens: writtenNumbers,
      }
    case 'small':
      return { key, ask: { prompt: shortText(place), ...short }, expectedOutputTokens: 1 }
    case 'refused':
      return {
        key,
        modelId: `no-such-model-${drawsFrom(`${seed} ${nth}`).below(1_000_000)}`,
        ask: { prompt: shortText(place), ...short },
        isRefused: true,
        expectedOutputTokens: 0,
      }
  }
}

const shortText = ({ seed, nth }: Place): string =>
  withNonce(`${seed} ${nth}`, openQuestion(drawsFrom(`${seed} ${nth}`)))

function longText(seed: string): string {
  const draws = drawsFrom(seed)
  const list = Array.from({ length: readWords }, () => draws.pick(commonWords)).join(' ')
  return `Here is a list of words.\n\n${list}\n\nSay only how the list begins, in one word.`
}

/** The numbers of the questions of a batch: from, and up to but without. */
export function numbersOf({ batches }: ChargeShape, batch: number): readonly [from: number, to: number] {
  const from = batches.slice(0, batch).reduce((sum, { requests }) => sum + requests, 0)
  return [from, from + (batches[batch]?.requests ?? 0)]
}

/** The probe of a cell that asks the question of a number. */
export function chargeProbe(question: Question, cell: Cell, number: number): Probe {
  return {
    id: `q${number + 1}.${cell.id}`,
    cell,
    round: number + 1,
    warmup: false,
    question: { audit: chargeAudit, number },
    most: mostTokensOf(question),
  }
}
