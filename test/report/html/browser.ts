import { existsSync } from 'node:fs'
import axe from 'axe-core'
import { type Browser, chromium, type Page } from 'playwright-core'

/** A real browser, where the machine has one; `CHROMIUM` names it where it lies elsewhere. */
export const chromiumPath = [
  process.env['CHROMIUM'],
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
].find((path) => path !== undefined && existsSync(path))

export const openBrowser = (): Promise<Browser> =>
  chromium.launch({
    executablePath: chromiumPath ?? '',
    // Containers run as root, where the sandbox cannot start.
    args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
  })

/** A page as it was opened, with everything that it complained of or asked for. */
export interface Opened {
  readonly page: Page
  /** Errors of the console, of scripts, and violations of the page's policy. */
  readonly complaints: readonly string[]
  /** Requests beside the file itself. */
  readonly requests: readonly string[]
}

export async function openFile(browser: Browser, path: string, width = 1280): Promise<Opened> {
  const page = await browser.newPage({ viewport: { width, height: 900 } })
  const complaints: string[] = []
  const requests: string[] = []
  const file = `file://${path}`
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) complaints.push(message.text())
  })
  page.on('pageerror', (error) => complaints.push(error.message))
  page.on('request', (request) => {
    if (request.url() !== file) requests.push(request.url())
  })
  page.on('dialog', (dialog) => {
    complaints.push(`dialog: ${dialog.message()}`)
    void dialog.dismiss()
  })
  await page.goto(file)
  return { page, complaints, requests }
}

/** Serious violations of WCAG that axe-core finds, one line each. */
export async function violations(page: Page): Promise<readonly string[]> {
  // Not as an element of the page, which its policy forbids.
  await page.evaluate(axe.source)
  const found: unknown = await page.evaluate(
    'axe.run().then(({ violations }) => violations.map(({ id, impact, nodes }) => ({ id, impact, at: nodes.map(({ html }) => html.slice(0, 120)) })))',
  )
  return (found as { id: string; impact: string; at: string[] }[])
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, impact, at }) => `${impact}: ${id}: ${at.slice(0, 3).join(' | ')}`)
}

/** For each canvas, how many of its pixels were drawn on. */
export const drawnPixels = (page: Page): Promise<readonly number[]> =>
  page.evaluate(`[...document.querySelectorAll('#plots canvas')].map((canvas) => {
    const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height)
    let drawn = 0
    for (let i = 3; i < data.length; i += 4) if (data[i] > 0) drawn++
    return drawn
  })`)
