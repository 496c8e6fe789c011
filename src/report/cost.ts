import type { Language } from '../core/text.ts'
import type { Report } from '../schema/report.ts'
import { joints, headingWords as words } from '../words/report.ts'
import { count, dollars } from './figures.ts'
import type { Line } from './view.ts'

/** What a run cost, and how much of that is guessed; nothing is said of runs in which nothing can cost. */
export function costLines({ spend }: Report, language: Language): readonly Line[] {
  if (!spend || spend.models.every(({ priceSource }) => priceSource === 'simulated')) return []
  const parts = [words.cost(dollars(spend.spentUsd), dollars(spend.capUsd))]
  if (spend.unconfirmedUsd > 0) parts.push(words.unconfirmed(dollars(spend.unconfirmedUsd)))
  const assumed = spend.models.filter(({ priceSource }) => priceSource === 'assumed').length
  if (assumed > 0) parts.push(words.assumedPrices(count(assumed)))
  const unknown = spend.models.filter(({ priceSource }) => priceSource === 'default')
  const [first] = unknown
  if (first)
    parts.push(
      words.unknownPrices(
        count(unknown.length),
        dollars(first.inputUsdPerMtok),
        dollars(first.outputUsdPerMtok),
      ),
    )
  return [{ text: parts.map((part) => part[language]).join(joints.clause[language]) }]
}
