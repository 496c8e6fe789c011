import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { judge } from '../../src/judge/judge.ts'
import { scorecard } from '../../src/judge/scorecard.ts'
import { render } from '../../src/report/index.ts'
import { renderScorecard } from '../../src/report/scorecard.ts'
import { type Report, reportSchema } from '../../src/schema/report.ts'
import { cell, journal } from '../judge/journal.ts'
import { behaves, priced } from '../judge/standing.ts'

/** A run in which one text stands everywhere that a profile or a relay can put it. */
function reportOf(name: string, weights?: object): Report {
  const cells = [cell('c1', { relay: name, model: name }), cell('c2', { relay: 'other', model: name })]
  const facts = { sla: name, support: name, region: name, source: name, as_of: name, payment: name }
  const relays = [
    { name, facts: { ...facts, sources: { payment: { source: name, as_of: name } } } },
    { name: 'other' },
  ]
  const price = { inputUsdPerMtok: 1, outputUsdPerMtok: 4 }
  const prices = { [name]: price, other: { ...price, inputUsdPerMtok: 3 } }
  return judge(
    journal(
      priced(cells, prices, { relays, ...(weights && { weights }) }),
      cells.flatMap((each, i) => behaves(each, 30, { ttftMs: 200 + 700 * i, answers: 1 }, i)),
    ),
  )
}

const weights = { availability: 40, ttft: 30, price: 30 }
const plain = (language: 'en' | 'zh', width = 100) => ({ language, width, color: false })

describe('in the table', () => {
  const text = render(reportOf('acme', weights), 'table', plain('en'))

  test('price, speed and availability stand together, and who is beaten says by whom and in what', () => {
    expect(text).toMatch(/acme, streaming: price, speed, availability/)
    expect(text).toMatch(/^acme +\$0\.26 +\d+ ms +100% +unbeaten$/m)
    expect(text).toMatch(/^other +\$0\.46 +\d+ ms +100% +beaten by acme \(cheaper, faster\)$/m)
  })

  test('a score shows what each criterion earned', () => {
    expect(text).toMatch(/^1 +acme +100\.0 +\[[\d.]+, 100\.0\] +40\.0 +30\.0 +30\.0$/m)
    expect(text).toMatch(/of 40 +of 30 +of 30/)
  })

  test('without weights no score is shown, and in JSON there is none', () => {
    const report = reportOf('acme')
    expect(render(report, 'table', plain('en'))).not.toContain('score')
    expect(JSON.parse(render(report, 'json', plain('en')))).not.toHaveProperty('scores')
  })

  test('the report is as its schema says', () => {
    expect(reportSchema.safeParse(reportOf('acme', weights)).error).toBeUndefined()
  })
})

describe('the scorecard', () => {
  const card = scorecard(reportOf('acme'))

  test('says what is not measured and not declared', () => {
    const text = renderScorecard(card, 'table', plain('en'))
    expect(text).toMatch(/^TLS, median +not measured +— +— +its connections$/m)
    expect(text).toMatch(/^billed by +not declared +—$/m)
    expect(text).toMatch(/acme · Reliability and support/)
  })

  test('is Chinese in Chinese', () => {
    const text = renderScorecard(card, 'table', plain('zh'))
    expect(text).toContain('可靠性与售后支持')
    expect(text).toMatch(/^计费方式 +未声明 +—$/m)
    expect(text.match(/[A-Za-z]+(?: [a-z]+){3,}/g)).toBeNull()
  })

  test('is JSON, and only that', () => {
    expect(JSON.parse(renderScorecard(card, 'json', plain('en')))).toEqual(card)
  })

  test('names the formats there are', () => {
    expect(() => renderScorecard(card, 'csv', plain('en'))).toThrow('unknown scorecard format "csv"')
  })

  test.each([40, 80, 120])('no line is wider than a terminal of %i', (width) => {
    const limit = Math.max(80, width)
    for (const line of renderScorecard(card, 'table', plain('en', width)).split('\n'))
      expect(line.length).toBeLessThanOrEqual(limit)
  })
})

const nasty = fc.string({
  unit: fc.constantFrom(...'|\\`*_[]()<>#-=+@\'",\r\n\t\u001b\u202e~$&;!x1中% ', 'http://', '</script>'),
  minLength: 1,
  maxLength: 10,
})

describe('whatever a name or a fact is', () => {
  const columns = (text: string): number[] =>
    text
      .split('\n')
      .filter((line) => line.startsWith('|'))
      .map((line) => line.split('|').length)

  test('no terminal obeys it', () => {
    fc.assert(
      fc.property(nasty, (name) => {
        const report = reportOf(name, weights)
        const all = [
          render(report, 'table', plain('en')),
          renderScorecard(scorecard(report), 'table', plain('en')),
          renderScorecard(scorecard(report), 'json', plain('en')),
        ].join('')
        expect(all).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/)
      }),
      { seed: 3, numRuns: 40 },
    )
  })

  test('Markdown keeps its columns, and holds no HTML and no link', () => {
    fc.assert(
      fc.property(nasty, (name) => {
        const report = reportOf(name, weights)
        for (const text of [
          render(report, 'markdown', plain('en')),
          renderScorecard(scorecard(report), 'markdown', plain('en')),
        ]) {
          expect(new Set(columns(text)).has(2)).toBe(false)
          expect(text).not.toMatch(/[<\u001b\u202e]/)
          expect(text).not.toMatch(/(?<!\\)\]\(|\w:\/\//)
        }
      }),
      { seed: 4, numRuns: 40 },
    )
  })
})
