/**
 * Writes the generated documents: the profile's reference, the JSON Schemas, and the captured output in the READMEs.
 * Run by `npm run docs`, after a build. Needs no network: the demo is measured against simulated relays.
 */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const scratch = mkdtempSync(join(tmpdir(), 'relaybench-docs-'))

/** Runs relaybench and gives its standard output. */
const relaybench = (words, env = {}) =>
  execFileSync(process.execPath, [join(root, 'bin/relaybench.cjs'), ...words], {
    cwd: root,
    encoding: 'utf8',
    env: { ...process.env, NO_COLOR: '1', ...env },
  })

/** Replaces what stands between `<!-- name -->` and the next `<!-- end -->`, as a code block. */
function splice(file, name, output) {
  const before = readFileSync(join(root, file), 'utf8')
  const block = new RegExp(`(<!-- ${name} -->\n)[\\s\\S]*?(<!-- end -->)`)
  if (!block.test(before)) throw new Error(`${file} has no block "${name}"`)
  writeFileSync(
    join(root, file),
    before.replace(block, (_, start, end) => `${start}\`\`\`text\n${output.trimEnd()}\n\`\`\`\n${end}`),
  )
}

const write = (file, text) => writeFileSync(join(root, file), text)

write('docs/profile.md', relaybench(['schema', 'profile', '--markdown']))
write('docs/outcomes.md', relaybench(['schema', 'outcomes', '--markdown']))
write('docs/profile.schema.json', relaybench(['schema', 'profile']))
write('docs/report.schema.json', relaybench(['schema', 'report']))

const run = join(scratch, 'demo')
relaybench(['run', 'profiles/demo.yaml', '--quiet', '--out', run])
const shown = (language, columns) =>
  relaybench(['report', run, '--lang', language], { COLUMNS: String(columns) })
splice('README.md', 'demo at 80 columns', shown('en', 80))
splice('README.md', 'demo at 140 columns', shown('en', 140))
splice('README.zh-CN.md', 'demo at 80 columns', shown('zh', 80))
splice('README.zh-CN.md', 'demo at 140 columns', shown('zh', 140))
rmSync(scratch, { recursive: true })
