import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { compareCells, sortValue } from '../../../src/page/sort-value.ts'
import { dollars, milliseconds, percent } from '../../../src/report/figures.ts'
import { render } from '../../../src/report/index.ts'
import { answered, failed, pair, relay, report } from '../fixture.ts'
import { hostile, hostileAudit, mixed, named } from '../reports.ts'
import { grownReport } from './grown.ts'

const html = (shown: Parameters<typeof render>[0], language: 'en' | 'zh' = 'en'): string =>
  render(shown, 'html', { language, width: 80, color: false })

/** The text of a page, in one language, without its script and style. */
const textOf = (page: string, language: 'en' | 'zh-CN'): string =>
  page
    .replace(/<(script|style)[\s\S]*?<\/\1>/g, '')
    .replace(new RegExp(`<(span|div) lang=${language === 'en' ? 'zh-CN' : 'en'}>[\\s\\S]*?</\\1>`, 'g'), '')
    .replace(/<[^>]*>/g, '\n')

/** Names of elements and attributes in their order: what a name of a relay must never change. */
const shapeOf = (page: string): string =>
  page
    .replace(/<script[\s\S]*?<\/script>/g, '<script></script>')
    .replace(/>[^<]*/g, '>')
    .replace(/"[^"]*"/g, '""')

const heldData = (page: string): { readonly groups: readonly { readonly model: string }[] } =>
  JSON.parse(/<script type="application\/json" id="data">(.*?)<\/script>/.exec(page)?.[1] ?? '{"groups":[]}')

test('answers first which relay to take, then how sure that is, then what broke', () => {
  const text = textOf(html(mixed), 'en')
  const places = [
    'Which relay to take',
    'Measurement',
    'What broke',
    'gpt-5.6-sol, streaming',
    'Method and definitions',
  ]
  const found = places.map((title) => text.indexOf(`\n${title}`))
  expect(found.every((at) => at > 0)).toBe(true)
  expect(found).toEqual(found.toSorted((a, b) => a - b))
})

test.each([
  [mixed, 'shown to be better than'],
  [named.allFailed, 'too few answers'],
  [named.noKey, 'No probe was sent'],
])('says what is known: %#', (shown, sentence) => {
  expect(textOf(html(shown), 'en')).toContain(sentence)
})

test('names no first where this machine kept another from being ranked', () => {
  const shown = report({
    cells: [
      answered('slow', 1, [20, 20], [900, 2000, 20]),
      answered('quick', null, [20, 20], [9, 30, 90], { clientLimited: true }),
    ],
  })
  const text = textOf(html(shown), 'en')
  expect(text).toContain('this machine was too busy to rank quick')
  expect(text).not.toContain('the only one measured')
})

test('holds both languages, and opens in the one that was asked for', () => {
  expect(textOf(html(mixed), 'zh-CN')).toContain('选哪一家')
  expect(html(mixed, 'zh')).toContain('value=zh checked')
  expect(html(mixed, 'en')).toContain('value=en checked')
})

test('forbids everything but its own script and style', () => {
  const policy = /Content-Security-Policy" content="([^"]*)"/.exec(html(mixed))?.[1] ?? ''
  expect(policy).toMatch(
    /^default-src 'none'; script-src 'sha256-[\w+/=]+'; style-src 'sha256-[\w+/=]+'; base-uri 'none'; form-action 'none'$/,
  )
  expect(html(mixed)).not.toMatch(/ (src|href|action|on\w+)=/)
})

test('50 relays and 20 models in both modes take less than a megabyte', () => {
  expect(Buffer.byteLength(html(grownReport(50, 20, 30)))).toBeLessThan(1_000_000)
})

describe('text from outside', () => {
  const withName = (name: string) =>
    report({
      profileName: name,
      vantage: name,
      cells: [
        answered(name, 1, [9, 9], [100, 200, 3], { model: name, line: name }),
        failed(name, 9, 'upstream', name, { model: name }),
      ],
      models: [pair(name, name, 'absent', { modelId: `${name}2`, near: [name] })],
      relays: [relay(name, { software: name })],
    })

  const nasty = fc.string({
    unit: fc.constantFrom(
      ...'<>"\'&/=`!-x1 中\n\u0000\u001b\u202e',
      '</script>',
      '<!--',
      ']]>',
      '</style>',
      '<img src=x>',
    ),
    minLength: 1,
    maxLength: 12,
  })

  test('never becomes markup', () => {
    const plain = shapeOf(html(withName('plain')))
    fc.assert(
      fc.property(nasty, (name) => {
        expect(shapeOf(html(withName(`x${name}`)))).toBe(plain)
      }),
    )
  })

  test('reaches the plots as it is, but for what is active', () => {
    fc.assert(
      fc.property(nasty, (name) => {
        const [group] = heldData(html(withName(`x${name}`))).groups
        expect(group?.model ?? 'x').toMatch(/^x/)
        expect(group?.model ?? '').not.toMatch(/[\u0000\u001b\u202e\n]/)
      }),
    )
  })

  test.each([hostile, hostileAudit])('a hostile report brings no element of its own: %#', (shown) => {
    expect(html(shown)).not.toMatch(/<(img|a|iframe|form|b|svg|object)[ >]/)
  })
})

describe('sorting', () => {
  const figures = [
    { write: milliseconds, most: 1e6 },
    { write: percent, most: 1 },
    { write: dollars, most: 1e4 },
  ]

  test.each(figures)(
    'figures stand in their order, as far as they are shown apart: %#',
    ({ write, most }) => {
      const value = fc.double({ min: 0, max: most, noNaN: true })
      fc.assert(
        fc.property(value, value, (a, b) => {
          if (write(a) === write(b)) return
          expect(Math.sign(compareCells(write(a), write(b), 1))).toBe(Math.sign(a - b))
        }),
      )
    },
  )

  test.each([
    ['1.24 s', 1240],
    ['[790, 850]', 790],
    ['18/20', 18],
    ['12,345', 12345],
    ['100%*', 100],
    ['122 ms [114, 148]', 122],
    ['2?', 2],
    ['—', undefined],
    ['302ai', undefined],
    ['4-mini', undefined],
    ['', undefined],
  ])('%s reads as %s', (text, value) => {
    expect(sortValue(text)).toBe(value)
  })

  test('what is no figure comes last in both directions', () => {
    for (const direction of [1, -1] as const)
      expect(['—', '3 ms', '1 s'].sort((a, b) => compareCells(a, b, direction)).at(-1)).toBe('—')
  })
})
