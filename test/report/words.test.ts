import { expect, test } from 'vitest'
import { outcomes } from '../../src/metrics/outcomes.ts'
import * as ranking from '../../src/words/ranking.ts'
import * as words from '../../src/words/report.ts'
import * as scorecard from '../../src/words/scorecard.ts'
import * as slo from '../../src/words/slo.ts'

interface Entry {
  readonly path: string
  readonly en: string
  readonly zh: string
  readonly parameters: readonly string[]
}

/** Every text of the catalogue; functions are called with a mark for each parameter. */
function* entries(value: unknown, path: string, parameters: readonly string[] = []): Iterable<Entry> {
  if (typeof value === 'function') {
    const marks = Array.from({ length: value.length }, (_, index) => `<${index}>`)
    yield* entries(value(...marks), path, marks)
  } else if (typeof value === 'object' && value !== null) {
    if ('en' in value && 'zh' in value) yield { path, en: String(value.en), zh: String(value.zh), parameters }
    else for (const [key, inner] of Object.entries(value)) yield* entries(inner, `${path}.${key}`)
  }
}

const all = [...entries({ ...words, ...ranking, ...scorecard, ...slo }, 'words')]

test('the catalogue is found', () => expect(all.length).toBeGreaterThan(100))

test.each(all)('$path exists in both languages and uses its parameters in both', ({ en, zh, parameters }) => {
  for (const text of [en, zh]) {
    expect(text).not.toBe('')
    expect(text).not.toContain('undefined')
    for (const parameter of parameters) expect(text).toContain(parameter)
  }
})

test.each(all)('$path is Chinese in Chinese and has none in English', ({ en, zh }) => {
  const ownWords = en.replace(/<\d>/g, '')
  expect(en).not.toMatch(/\p{Script=Han}/u)
  const latinOnBothSides = en === zh
  if (/[a-z]{2}/i.test(ownWords) && !latinOnBothSides) expect(zh).toMatch(/\p{Script=Han}/u)
  if (/[a-z]{4,} [a-z]{2,}/i.test(ownWords)) expect(zh).toMatch(/\p{Script=Han}/u)
})

test('every outcome of the taxonomy has a word, and no word is for an outcome that is not', () => {
  expect(Object.keys(words.outcomeWords).sort()).toEqual(Object.keys(outcomes).sort())
})

test.each(all)('$path keeps clear of the traps of the glossary', ({ zh }) => {
  // A bare "delay" may be ping, TTFT or total; 令牌 is a key in one gateway and a token in another.
  expect(zh).not.toMatch(/延迟|令牌|跑路|掺水|降智/)
})
