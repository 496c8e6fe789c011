import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { render } from '../../../src/report/index.ts'
import type { Report } from '../../../src/schema/report.ts'
import { relaybench } from '../../cli/harness.ts'
import { hostile, hostileAudit } from '../reports.ts'
import { chromiumPath, drawnPixels, openBrowser, openFile, violations } from './browser.ts'
import { grownReport } from './grown.ts'

/** HTML reports in a real browser. Skipped, and said to be, on machines without one; `.ci/run` installs it. */
describe.skipIf(chromiumPath === undefined)('in a browser', () => {
  const folder = mkdtempSync(join(tmpdir(), 'relaybench-html-'))
  let browser: Browser

  beforeAll(async () => {
    browser = await openBrowser()
  })
  afterAll(async () => {
    await browser.close()
    rmSync(folder, { recursive: true })
  })

  function fileOf(report: Report, name: string): string {
    const path = join(folder, `${name}.html`)
    writeFileSync(path, render(report, 'html', { language: 'en', width: 80, color: false }))
    return path
  }

  async function demo(): Promise<string> {
    const path = join(folder, 'demo.html')
    const { code, stderr } = await relaybench([
      ...['run', 'profiles/demo.yaml', '--requests', '12', '--quiet', '--no-calibration'],
      ...['--out', join(folder, 'demo'), '--save', `html=${path}`],
    ])
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    return path
  }

  const files: readonly [string, () => string | Promise<string>][] = [
    ['the demo', demo],
    ['50 relays and 20 models', () => fileOf(grownReport(50, 20, 12), 'grown')],
  ]

  test.each(files)(
    '%s: draws, sorts, filters, speaks both languages, and asks for nothing',
    async (_, made) => {
      const { page, complaints, requests } = await openFile(browser, await made())
      const pixels = await drawnPixels(page)
      expect(pixels.length).toBeGreaterThanOrEqual(2)
      for (const drawn of pixels) expect(drawn).toBeGreaterThan(1000)
      expect(await page.locator('#plots svg.strips rect').count()).toBeGreaterThan(3)
      expect(await page.locator('#plots svg.timeline rect').count()).toBeGreaterThan(3)

      const table = page
        .locator('table', { has: page.getByRole('button', { name: 'TTFT p50', exact: true }) })
        .first()
      const head = table.getByRole('button', { name: 'TTFT p50', exact: true })
      const place = await head.evaluate((button) => button.closest('th')?.cellIndex ?? -1)
      const shown = () => table.locator(`tbody tr > :nth-child(${place + 1})`).allInnerTexts()
      await head.focus()
      await page.keyboard.press('Enter')
      const rising = (await shown()).map(inMs)
      expect(rising).toEqual(rising.toSorted((a, b) => a - b))
      await page.keyboard.press('Enter')
      expect((await shown()).map(inMs).filter(Number.isFinite)).toEqual(
        rising.filter(Number.isFinite).toReversed(),
      )

      const rows = table.locator('tbody tr')
      const all = await rows.count()
      const name = (await rows.first().locator('th').textContent()) ?? ''
      await page.getByRole('searchbox').fill(name)
      expect(await rows.filter({ visible: true }).count()).toBeLessThan(all)
      await page.getByRole('searchbox').fill('')
      expect(await rows.filter({ visible: true }).count()).toBe(all)

      await page.getByText('中文').click()
      expect(await page.getByRole('heading', { name: '选哪一家' }).isVisible()).toBe(true)
      expect(await page.getByRole('heading', { name: 'Which relay to take' }).count()).toBe(0)
      expect(await page.locator('html').getAttribute('lang')).toBe('zh-CN')
      expect(await page.locator('#plots figcaption').first().textContent()).toContain('延迟分位曲线')

      expect(complaints).toEqual([])
      expect(requests).toEqual([])
      await page.close()
    },
  )

  test.each(['light', 'dark'] as const)('no serious violation of WCAG in %s colours', async (theme) => {
    const { page } = await openFile(browser, fileOf(grownReport(6, 2, 12), `axe-${theme}`))
    await page.locator(`#theme-${theme}`).check()
    expect(await violations(page)).toEqual([])
    await page.close()
  })

  test('is read whole on a telephone: only tables scroll sideways', async () => {
    const { page } = await openFile(browser, fileOf(grownReport(6, 2, 12), 'narrow'), 390)
    const wide = await page.evaluate(
      'document.documentElement.scrollWidth - document.documentElement.clientWidth',
    )
    expect(wide).toBe(0)
    await page.close()
  })

  test('holds everything but the plots where scripts are forbidden', async () => {
    const context = await browser.newContext({ javaScriptEnabled: false })
    const page = await context.newPage()
    await page.goto(`file://${fileOf(grownReport(6, 2, 12), 'plain')}`)
    expect(await page.getByRole('heading', { name: 'Which relay to take' }).isVisible()).toBe(true)
    await page.getByText('中文').click()
    expect(await page.getByRole('heading', { name: '选哪一家' }).isVisible()).toBe(true)
    await context.close()
  })

  test.each([
    ['relays', hostile],
    ['findings', hostileAudit],
  ])('hostile %s are text', async (name, report) => {
    const { page, complaints, requests } = await openFile(browser, fileOf(report, name))
    expect(await page.locator('main :is(script, img, a, iframe, form, b)').count()).toBe(0)
    expect(await page.locator('body > script').count()).toBeLessThanOrEqual(2)
    expect(complaints).toEqual([])
    expect(requests).toEqual([])
    await page.close()
  })
})

/** "1.24 s" → 1240. What is no time comes last. */
function inMs(shown: string): number {
  const [, value, unit] = /([\d.]+) (ms|s)/.exec(shown) ?? []
  return value === undefined ? Number.POSITIVE_INFINITY : Number(value) * (unit === 's' ? 1000 : 1)
}
