import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { chromiumPath, openBrowser, openFile } from '../report/html/browser.ts'
import { readXml } from '../report/xml-reader.ts'
import { type FakeRelay, sendJson, startFakeRelay } from './fake-relay.ts'
import { relaybench, temporaryFolder, writeProfile } from './harness.ts'

/** All that acts somewhere: in a page, a terminal, a spreadsheet, a table of Markdown, a right-to-left text. */
const attack =
  "=cmd|' /C calc'!A0 <script>alert(1)</script><img src=x onerror=alert(1)> \u001b[2J\u001b]0;owned\u0007 `code` | a | [x](javascript:1) \u202e \u0627\u0644\u0633\u0639\u0631 {{x}} ]]> --> \r\n::error::x"

describe('a relay whose every text is an attack', () => {
  const folder = temporaryFolder()
  let relay: FakeRelay
  const pathOf = (format: string) => join(folder, `out.${format}`)
  const formats = ['table', 'json', 'markdown', 'csv', 'junit', 'html'] as const

  beforeAll(async () => {
    const long = attack + 'x'.repeat(1 << 20)
    relay = await startFakeRelay((asked, response) =>
      asked.method === 'GET'
        ? sendJson(response, {
            data: [{ id: `demo-${attack}` }, { id: `demo-mini-${long}` }, { id: attack }],
          })
        : sendJson(response, { error: { message: long, type: attack, code: attack } }, 500),
    )
    const profile = writeProfile(folder, 'hostile', {
      relays: [{ name: 'evil', base_url: relay.url, api_key_env: 'EVIL' }],
      // What a person writes is short and holds no control characters; what a relay lists may.
      models: ['demo-mini', attack.replace(/[\u0000-\u001f\u202e]/g, '').slice(0, 80)],
      load: { requests: 3, warmup: 0 },
    })
    const { code, stderr } = await relaybench(
      [
        ...['run', profile, '--out', join(folder, 'run'), '--quiet', '--no-calibration'],
        ...formats.flatMap((format) => ['--save', `${format}=${pathOf(format)}`]),
      ],
      { env: { EVIL: 'sk-evil-1234567890' } },
    )
    expect({ code, stderr }).toEqual({ code: 3, stderr: '' })
  })
  afterAll(() => relay.close())

  test.each(formats)('%s: nothing that a terminal obeys, and no megabyte', (format) => {
    const text = readFileSync(pathOf(format), 'utf8')
    expect(text).not.toMatch(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u202a-\u202e]/)
    expect(text).toContain('cmd')
    expect(statSync(pathOf(format)).size).toBeLessThan(300_000)
  })

  test('csv: no cell is a formula', () => {
    const cells = readFileSync(pathOf('csv'), 'utf8')
      .split('\r\n')
      .flatMap((line) =>
        [...line.matchAll(/(?:^|,)("(?:[^"]|"")*"|[^,]*)/g)].map(([, cell = '']) => cell.replace(/^"/, '')),
      )
    expect(cells.some((cell) => cell.includes('cmd'))).toBe(true)
    expect(cells.filter((cell) => /^[=+\-@\t]/.test(cell))).toEqual([])
  })

  test('markdown: no markup, no link, every row as wide as its table', () => {
    const text = readFileSync(pathOf('markdown'), 'utf8')
    expect(text).not.toMatch(/<(script|img)/)
    expect(text).not.toMatch(/(^|[^\\])\[x\]\(/m)
    for (const block of text.split(/\n\n+/).filter((each) => each.startsWith('|'))) {
      const widths = new Set(block.split('\n').map((line) => line.replaceAll('\\|', '').split('|').length))
      expect(widths.size).toBe(1)
    }
  })

  test('junit: well-formed, and its text is text', () => {
    expect(() => readXml(readFileSync(pathOf('junit'), 'utf8'))).not.toThrow()
  })

  test.skipIf(chromiumPath === undefined)(
    'html: a browser finds text, runs nothing and asks for nothing',
    async () => {
      const browser = await openBrowser()
      const { page, complaints, requests } = await openFile(browser, pathOf('html'))
      await page.locator('summary').first().click()
      expect(await page.locator('main').textContent()).toContain('<script>alert(1)</script>')
      expect(await page.locator('main :is(script, img, a, iframe)').count()).toBe(0)
      expect({ complaints, requests }).toEqual({ complaints: [], requests: [] })
      await browser.close()
    },
  )
})
