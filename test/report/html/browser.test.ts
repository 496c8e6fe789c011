import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { calendarOf } from '../../../src/core/calendar.ts'
import { slaOf } from '../../../src/judge/sla/sla.ts'
import { render } from '../../../src/report/index.ts'
import { slaFormat } from '../../../src/report/sla/sla.ts'
import type { Report } from '../../../src/schema/report.ts'
import { relaybench } from '../../cli/harness.ts'
import { datedOf, usualNight, yearOf } from '../../judge/sla/year.ts'
import { ladder } from '../ladders.ts'
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
      await page.reload()
      expect(await page.getByRole('heading', { name: '选哪一家' }).isVisible()).toBe(true)

      expect(complaints).toEqual([])
      expect(requests).toEqual([])
      await page.close()
    },
  )

  test('draws price against latency, and throughput by concurrency, where they are known', async () => {
    const grown = grownReport(3, 1, 30)
    const report: Report = {
      ...grown,
      pareto: [
        {
          model: 'model-1',
          mode: 'stream',
          cells: grown.cells
            .filter(({ mode }) => mode === 'stream')
            .map(({ id, relay, line }, i) => ({
              ...{ cell: id, relay, line, usdPer1000: 1 + i, beatenBy: [] },
              state: i === 0 ? ('unbeaten' as const) : ('beaten' as const),
            })),
        },
      ],
      ladder: [ladder],
    }
    const { page, complaints } = await openFile(browser, fileOf(report, 'pareto'))
    const captions = await page.locator('#plots figcaption strong').allTextContents()
    expect(captions).toEqual(expect.arrayContaining(['Price and latency.', 'Throughput by concurrency.']))
    const pixels = await drawnPixels(page)
    expect(pixels).toHaveLength(4)
    for (const drawn of pixels) expect(drawn).toBeGreaterThan(1000)
    const button = page.getByRole('button', { name: '★ relay-1' })
    expect(await button.getAttribute('aria-pressed')).toBe('true')
    await button.click()
    expect(await button.getAttribute('aria-pressed')).toBe('false')
    await page.locator('#plots select').first().selectOption({ index: 1 })
    expect(await page.locator('#plots canvas').count()).toBe(3)
    expect(complaints).toEqual([])
    await page.close()
  })

  test.each(['light', 'dark'] as const)('no serious violation of WCAG in %s colours', async (theme) => {
    const { page } = await openFile(browser, fileOf(grownReport(6, 2, 12), `axe-${theme}`))
    await page.locator(`#theme-${theme}`).check()
    expect(await violations(page)).toEqual([])
    await page.close()
  })

  test('the calendar of nights: a square for every night, told apart without colours too', async () => {
    const inOutage = (night: number) => night >= 100 && night <= 102
    const reports = yearOf({
      seed: 7,
      nights: 200,
      models: { gpt: (night) => ({ ...usualNight, failure: inOutage(night) ? 1 : 0.001 }) },
    })
    const sla = slaOf(datedOf(reports), {
      version: 'test',
      calendar: calendarOf('UTC') ?? never(),
      skipped: [],
    })
    const path = join(folder, 'sla.html')
    writeFileSync(path, slaFormat('html').render(sla ?? never(), { language: 'en', width: 80, color: false }))
    const { page, complaints, requests } = await openFile(browser, path)
    const signs = await page.locator('table.strip td').allTextContents()
    expect(signs.filter((sign) => sign.trim() !== '').length).toBe(200)
    expect(signs.filter((sign) => sign === 'X')).toHaveLength(3)
    expect(await page.locator('table.strip td.warning').first().isVisible()).toBe(true)
    expect(await violations(page)).toEqual([])
    expect({ complaints, requests }).toEqual({ complaints: [], requests: [] })
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

const never = (): never => {
  throw new Error('unreachable')
}

/** "1.24 s" → 1240. What is no time comes last. */
function inMs(shown: string): number {
  const [, value, unit] = /([\d.]+) (ms|s)/.exec(shown) ?? []
  return value === undefined ? Number.POSITIVE_INFINITY : Number(value) * (unit === 's' ? 1000 : 1)
}
