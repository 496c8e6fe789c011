import type { Language } from '../core/text.ts'
import type { DeclaredFact, MeasuredFact, MeasuredValue } from '../schema/scorecard.ts'
import { joints } from '../words/report.ts'
import { scorecardWords as words } from '../words/scorecard.ts'
import {
  count,
  dollars,
  millisecondInterval,
  milliseconds,
  missing,
  percent,
  percentInterval,
} from './figures.ts'
import { failureCounts, verdictWords } from './labels.ts'

/** How the facts of a scorecard are written. */

export function measuredText({ value }: MeasuredFact, language: Language): string {
  switch (value?.kind) {
    case undefined:
      return words.notMeasured[language]
    case 'text':
      return value.text
    case 'names':
      return value.names.join(joints.list[language])
    case 'count':
      return count(value.count)
    case 'usd':
      return dollars(value.usd)
    case 'outcomes':
      return failureCounts(value, language) || words.none[language]
    case 'time':
      return milliseconds(value.ms)
    case 'share':
      return percent(value.share)
    case 'promise':
      return promiseText(value, language)
  }
}

function promiseText(value: Extract<MeasuredValue, { kind: 'promise' }>, language: Language): string {
  const verdict = verdictWords(value)[language]
  return words.promise(percent(value.promised), percent(value.share), verdict)[language]
}

export function intervalText({ value }: MeasuredFact): string {
  switch (value?.kind) {
    case 'time':
      return millisecondInterval(value.ms, [value.low, value.high])
    case 'share':
    case 'promise':
      return percentInterval(value.low, value.high)
    default:
      return missing
  }
}

export function sizeText({ value }: MeasuredFact): string {
  switch (value?.kind) {
    case 'time':
      return value.n === null ? missing : count(value.n)
    case 'share':
    case 'promise':
      return count(value.n)
    default:
      return missing
  }
}

export function declaredText({ state, value }: DeclaredFact, language: Language): string {
  if (state === 'unknown') return words.declaredUnknown[language]
  switch (value?.kind) {
    case undefined:
      return words.notDeclared[language]
    case 'text':
      return Object.hasOwn(words.stated, value.text)
        ? (words.stated[value.text]?.[language] ?? value.text)
        : value.text
    case 'flag':
      return (value.flag ? words.yes : words.no)[language]
    case 'price': {
      const { inputUsdPerMtok, outputUsdPerMtok, perRequestUsd } = value
      const price = words.price(dollars(inputUsdPerMtok), dollars(outputUsdPerMtok))[language]
      return perRequestUsd === 0 ? price : words.perRequest(price, dollars(perRequestUsd))[language]
    }
  }
}

/** Where a declared fact was read. Prices stand in the profile; whatever else has no source says so. */
export function citationText({ id, state, source, asOf }: DeclaredFact, language: Language): string {
  if (state === 'absent') return missing
  const from = source ?? (id === 'price' ? words.profile : words.noSource)[language]
  return asOf === null ? from : words.asOf(from, asOf)[language]
}
