/**
 * Takes the pictures of HTML reports that the documents show: the demo, measured on the spot. Needs a build and a Chromium
 * (`CHROMIUM` names one that lies elsewhere). Run by `npm run screenshots`.
 */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { chromium } from 'playwright-core'

const root = fileURLToPath(new URL('..', import.meta.url))
const scratch = mkdtempSync(join(tmpdir(), 'relaybench-screenshots-'))
const file = join(scratch, 'demo.html')
execFileSync(
  process.execPath,
  [
    ...[join(root, 'bin/relaybench.cjs'), 'run', 'profiles/demo.yaml', '--quiet', '--requests', '25'],
    ...['--out', join(scratch, 'run'), '--html', file],
  ],
  { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] },
)

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
})

/** @param from heading at which the picture begins, @param height of it */
async function picture(name, { colorScheme, language, from, height }) {
  const page = await browser.newPage({ viewport: { width: 1080, height }, colorScheme })
  await page.goto(pathToFileURL(file).href)
  if (language === 'zh') await page.locator('#language-zh').check()
  if (from) await page.getByRole('heading', { name: from }).evaluate((heading) => heading.scrollIntoView())
  await page.waitForTimeout(300)
  await page.screenshot({ path: join(root, 'docs', `${name}.png`) })
  await page.close()
}

await picture('report-en', { colorScheme: 'light', language: 'en', height: 560 })
await picture('report-plots-en', { colorScheme: 'light', language: 'en', from: 'Pictures', height: 1040 })
await picture('report-zh', { colorScheme: 'dark', language: 'zh', height: 560 })
await picture('report-plots-zh', { colorScheme: 'dark', language: 'zh', from: '图', height: 1040 })
await browser.close()
rmSync(scratch, { recursive: true })
