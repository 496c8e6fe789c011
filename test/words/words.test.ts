import { describe, expect, test } from 'vitest'
import { outcomes } from '../../src/metrics/outcomes.ts'
import * as ci from '../../src/words/ci.ts'
import * as cli from '../../src/words/cli.ts'
import * as compare from '../../src/words/compare.ts'
import * as definitions from '../../src/words/definitions.ts'
import * as notices from '../../src/words/notices.ts'
import * as probe from '../../src/words/probe.ts'
import * as problems from '../../src/words/problems.ts'
import * as report from '../../src/words/report.ts'
import * as selfCheck from '../../src/words/self-check.ts'
import * as selftest from '../../src/words/selftest.ts'
import * as sim from '../../src/words/sim.ts'
import * as sla from '../../src/words/sla.ts'
import * as slo from '../../src/words/slo.ts'

/** Codes of the YAML parser that have words of their own. */
const yamlCodes = [
  ...['TAB_AS_INDENT', 'MULTIPLE_DOCS', 'MISSING_CHAR', 'BAD_INDENT', 'BLOCK_AS_IMPLICIT_KEY'],
  ...['MULTILINE_IMPLICIT_KEY', 'KEY_OVER_1024_CHARS', 'BAD_SCALAR_START', 'BAD_DQ_ESCAPE'],
  ...['UNEXPECTED_TOKEN', 'TAG_RESOLVE_FAILED', 'NON_STRING_KEY', 'RESOURCE_EXHAUSTION'],
]
const yaml = yamlCodes.map((code) => problems.yamlProblems.syntax(code))

const catalogues = {
  ...{
    ci,
    cli,
    compare,
    definitions,
    notices,
    probe,
    problems,
    report,
    selfCheck,
    selftest,
    sim,
    sla,
    slo,
    yaml,
    outcomes,
  },
}

interface Entry {
  readonly path: string
  readonly en: string
  readonly zh: string
}

/** Stands for whatever a function of the catalogue may want: words, a text in both languages, a list. */
const anything = Object.assign(new String('X9'), {
  en: 'X9',
  zh: 'X9',
  join: () => 'X9',
  map: () => ['X9'],
  includes: () => false,
})

/** Every text of a catalogue; functions are called, and what they give is looked through as well. */
function* textsIn(value: unknown, path: string): Iterable<Entry> {
  if (typeof value === 'function') {
    const result: unknown = value(...Array.from({ length: value.length }, () => anything))
    yield* textsIn(result, `${path}()`)
  } else if (typeof value === 'object' && value !== null) {
    if ('en' in value && 'zh' in value) yield { path, en: String(value.en), zh: String(value.zh) }
    else for (const [key, inner] of Object.entries(value)) yield* textsIn(inner, `${path}.${key}`)
  }
}

const entries = Object.entries(catalogues).flatMap(([name, catalogue]) => [...textsIn(catalogue, name)])

/** Names and forms that are the same in both languages. */
const ownNames =
  /X9|relaybench|base_url|YAML|JSON Schema|TTFT|TTFO|E2E|DNS|TCP|TLS|HTTP|tok\/s|p\d\d|95%|CI|—|ok|relays:|models:/gi
const saysNothing = (text: string): boolean => text.replace(ownNames, '').replace(/[^\p{L}]/gu, '') === ''

test('the catalogues are found', () => {
  expect(entries.length).toBeGreaterThan(300)
  expect(entries.filter(({ path }) => path.startsWith('problems')).length).toBeGreaterThan(50)
})

describe.each(Object.keys(catalogues))('%s', (catalogue) => {
  const own = entries.filter(({ path }) => path.startsWith(`${catalogue}.`))

  test('has texts', () => expect(own.length).toBeGreaterThan(0))

  test('has no text that is empty in one language only', () => {
    expect(own.filter(({ en, zh }) => (en.trim() === '') !== (zh.trim() === ''))).toEqual([])
  })

  test('leaves no hole where a value belongs', () => {
    expect(own.filter(({ en, zh }) => /undefined|\[object|NaN/.test(en + zh))).toEqual([])
  })

  test('is Chinese in Chinese', () => {
    expect(own.filter(({ en, zh }) => !saysNothing(en) && !/\p{Script=Han}/u.test(zh))).toEqual([])
  })

  test('has no Chinese in English', () => {
    expect(own.filter(({ en }) => /[\p{Script=Han}，。：；“”（）]/u.test(en))).toEqual([])
  })

  test('says in both languages what it was given', () => {
    expect(own.filter(({ en, zh }) => en.includes('X9') !== zh.includes('X9'))).toEqual([])
  })

  test('has no English phrase in Chinese', () => {
    const quoted = /“[^”]*”|"[^"]*"|\{[^}]*\}|X9|relaybench [a-z]+/g
    expect(own.filter(({ zh }) => /\b[a-z]{2,} [a-z]{3,}\b/.test(zh.replace(quoted, '')))).toEqual([])
  })

  test('uses Chinese punctuation between Chinese words', () => {
    expect(
      own.filter(({ zh }) => /\p{Script=Han}[,;:?!]|[,;?!]\p{Script=Han}/u.test(zh.replace(/“[^”]*”/g, ''))),
    ).toEqual([])
  })
})
