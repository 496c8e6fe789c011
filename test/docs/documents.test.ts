import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import stringWidth from 'string-width'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { outcomesDocs } from '../../src/metrics/outcomes-docs.ts'
import { profileDocs } from '../../src/profile/docs.ts'
import { profileJsonSchema } from '../../src/profile/json-schema.ts'
import { reportSchema } from '../../src/schema/report.ts'
import { relaybench, root, startCommand, temporaryFolder } from '../cli/harness.ts'

const read = (path: string): string => readFileSync(join(root, path), 'utf8')

/** Code blocks of a document, with their language and what stands in them. */
function blocks(markdown: string): readonly { readonly language: string; readonly code: string }[] {
  return [...markdown.matchAll(/^```(\w+)\n([\s\S]*?)^```$/gm)].map(([, language = '', code = '']) => ({
    language,
    code,
  }))
}

test.each([
  ['docs/profile.md', profileDocs()],
  ['docs/outcomes.md', outcomesDocs()],
  ['docs/profile.schema.json', `${JSON.stringify(profileJsonSchema(), null, 2)}\n`],
  ['docs/report.schema.json', `${JSON.stringify(z.toJSONSchema(reportSchema), null, 2)}\n`],
])('%s is what `npm run docs` writes', (path, generated) => {
  expect(read(path)).toBe(generated.endsWith('\n') ? generated : `${generated}\n`)
})

describe.each([
  ['README.md', 'en'],
  ['README.zh-CN.md', 'zh'],
] as const)('%s', (path, language) => {
  const all = blocks(read(path))
  const only = (wanted: string) => all.filter((block) => block.language === wanted).map(({ code }) => code)
  const folder = temporaryFolder()

  test('its first block is the two commands', () => {
    const lines = only('sh')[0]
      ?.trim()
      .split('\n')
      .map((line) => line.replace(/ *#.*/, ''))
    expect(lines).toEqual(['npm install && npx relaybench run profiles/demo.yaml', 'npm install && npm test'])
  })

  test('its profile and the commands for it work', async () => {
    const [yaml = ''] = only('yaml')
    writeFileSync(join(folder, 'my.yaml'), yaml)
    const [dryRun] = only('sh')[1]?.split('\n') ?? []
    expect(dryRun).toMatch(/^npx relaybench run my\.yaml --dry-run/)
    const env = { POLOAI_API_KEY: 'not-a-real-key', OPENAI_API_KEY: 'not-a-real-key-either' }
    const { code, stdout, stderr } = await relaybench(['run', 'my.yaml', '--dry-run'], { cwd: folder, env })
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(stdout).toContain('gpt-5.6-sol')
  })

  test('its library example runs', async () => {
    const [code = ''] = only('ts')
    const library = pathToFileURL(join(root, 'dist', 'bundle', 'library.js')).href
    const demo = join(folder, 'demo.yaml')
    writeFileSync(
      demo,
      '{ relays: [{ name: a, simulate: good }], models: [demo-mini], load: { requests: 2, warmup: 0 } }',
    )
    const script = code
      .replace("'relaybench'", JSON.stringify(library))
      .replace("'profiles/demo.yaml'", JSON.stringify(demo))
    expect(script).not.toBe(code)
    writeFileSync(join(folder, 'example.mjs'), script)
    const finished = await startCommand(process.execPath, [join(folder, 'example.mjs')]).finished
    expect(finished.code, finished.stderr).toBe(0)
    expect(finished.stdout).toMatch(/2\/2/)
    expect(finished.stderr).toMatch(/observation/)
  })

  test.each([
    [0, 80],
    [1, 140],
  ])('output %i was captured at %i columns, of the demo', (nth, columns) => {
    const captured = only('text')[nth] ?? ''
    expect(Math.max(...captured.split('\n').map((line) => stringWidth(line)))).toBeLessThanOrEqual(columns)
    for (const name of ['steady', 'slow', 'flaky', 'ghost', 'demo-mini', 'demo-pro'])
      expect(captured).toContain(name)
    expect(captured).toContain(language === 'en' ? 'listed but dead' : '列出但不可用')
  })
})

test('links between documents lead somewhere', () => {
  for (const path of [
    'README.md',
    'README.zh-CN.md',
    'CONTRIBUTING.md',
    'docs/metrics.md',
    'docs/exit-codes.md',
  ])
    for (const [, target = ''] of read(path).matchAll(/\]\((?!https?:|#)([^)#]+)/g))
      expect(() => read(join(path, '..', target)), `${path} -> ${target}`).not.toThrow()
})
