/**
 * Makes of src/page what an HTML report holds: one script, one style, and the policy that lets a browser run them and
 * nothing else. Written as a module, dist/page/assets.js, which `#page` names. Run by `npm run build`.
 */
import { createHash } from 'node:crypto'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { rolldown } from 'rolldown'

const root = fileURLToPath(new URL('..', import.meta.url))
const out = join(root, 'dist', 'page')

const bundle = await rolldown({ cwd: root, input: 'src/page/main.ts', platform: 'browser' })
const { output } = await bundle.generate({ format: 'iife', minify: true, comments: false })
await bundle.close()
const script = output[0].code.trim()
if (/<\/script|<!--/i.test(script)) throw new Error('the script of the page would end its own element')

const style = [
  join(root, 'node_modules', 'uplot', 'dist', 'uPlot.min.css'),
  join(root, 'src', 'page', 'page.css'),
]
  .map((path) => readFileSync(path, 'utf8'))
  .join('\n')
  .replace(/\n\s*/g, '\n')
  .trim()

const hashOf = (text) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`
const policy = [
  "default-src 'none'",
  `script-src ${hashOf(script)}`,
  `style-src ${hashOf(style)}`,
  "base-uri 'none'",
  "form-action 'none'",
].join('; ')

mkdirSync(out, { recursive: true })
const constants = { script, style, policy }
writeFileSync(
  join(out, 'assets.js'),
  Object.entries(constants)
    .map(([name, text]) => `export const ${name} = ${JSON.stringify(text)}\n`)
    .join(''),
)
writeFileSync(
  join(out, 'assets.d.ts'),
  Object.keys(constants)
    .map((name) => `export declare const ${name}: string\n`)
    .join(''),
)
