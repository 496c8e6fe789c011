import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'

/** Which layers a layer may import. Absent ones are strangers to it. */
const mayImport: Readonly<Record<string, readonly string[]>> = {
  core: [],
  words: ['core'],
  schema: ['core'],
  statistics: ['core', 'words', 'schema'],
  metrics: ['core', 'words', 'schema'],
  protocols: ['core', 'words', 'schema'],
  transport: ['core', 'words', 'schema'],
  profile: ['core', 'words', 'schema'],
  sim: ['core'],
  pricing: ['core', 'words', 'schema'],
  audits: ['core', 'words', 'schema', 'metrics', 'statistics'],
  plan: ['core', 'words', 'schema', 'profile', 'protocols', 'metrics', 'statistics', 'audits', 'pricing'],
  version: [],
  run: [
    'version',
    'core',
    'words',
    'schema',
    'profile',
    'protocols',
    'transport',
    'metrics',
    'statistics',
    'audits',
    'pricing',
    'plan',
    'sim',
  ],
  store: ['core', 'words', 'schema'],
  judge: ['core', 'words', 'schema', 'metrics', 'statistics', 'audits', 'plan', 'pricing'],
  report: ['version', 'core', 'words', 'schema', 'metrics', 'statistics'],
  page: ['schema', 'report'],
  import: ['core', 'words', 'schema'],
  export: ['core', 'words', 'schema'],
  telemetry: ['version', 'core', 'words', 'schema', 'metrics'],
  cli: [
    ...[
      'core',
      'words',
      'schema',
      'profile',
      'protocols',
      'transport',
      'metrics',
      'statistics',
      'audits',
      'pricing',
    ],
    ...['import', 'export', 'plan', 'run', 'store', 'judge', 'report', 'telemetry', 'sim', 'version'],
  ],
  root: ['core', 'schema', 'profile', 'plan', 'run', 'judge', 'report'],
}

const source = join(dirname(fileURLToPath(import.meta.url)), '..', 'src')

interface SourceFile {
  readonly path: string
  readonly layer: string
  readonly text: string
  readonly code: string
  readonly imports: readonly string[]
}

const files: readonly SourceFile[] = readdirSync(source, { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.ts'))
  .map((path) => {
    const text = readFileSync(join(source, path), 'utf8')
    const code = text.replace(/\/\*[\s\S]*?\*\/|(^|\s)\/\/.*$/gm, '')
    const found = [...code.matchAll(/(?:from|import)\s*\(?\s*'(\.{1,2}\/[^']+)'/g)]
    return {
      path,
      layer: layerOf(path),
      text,
      code,
      imports: found.map(([, target = '']) => relative(source, join(source, dirname(path), target))),
    }
  })

function layerOf(path: string): string {
  const [first = '', ...rest] = path.split('/')
  if (rest.length > 0) return first
  return path === 'version.ts' ? 'version' : 'root'
}

const offenders = (pattern: RegExp, allowed: (file: SourceFile) => boolean): readonly string[] =>
  files.filter((file) => pattern.test(file.code) && !allowed(file)).map(({ path }) => path)

describe('architecture', () => {
  test('every layer is known', () => {
    expect(files.length).toBeGreaterThan(60)
    expect([...new Set(files.map(({ layer }) => layer))].filter((layer) => !(layer in mayImport))).toEqual([])
  })

  test('an import only points down', () => {
    const upward = files.flatMap(({ path, layer, imports }) =>
      imports
        .filter((target) => layerOf(target) !== layer && !mayImport[layer]?.includes(layerOf(target)))
        .map((target) => `${path} -> ${target}`),
    )
    expect(upward).toEqual([])
  })

  test('there are no circles', () => {
    const graph = new Map(files.map(({ path, imports }) => [path, imports]))
    const circles: string[] = []
    const done = new Set<string>()
    const walk = (path: string, trail: readonly string[]): void => {
      if (trail.includes(path)) circles.push([...trail.slice(trail.indexOf(path)), path].join(' -> '))
      if (done.has(path) || trail.includes(path)) return
      for (const target of graph.get(path) ?? []) walk(target, [...trail, path])
      done.add(path)
    }
    for (const { path } of files) walk(path, [])
    expect(circles).toEqual([])
  })

  test('help loads words and flags, and nothing that reads or measures', () => {
    const light = new Set(['core', 'words', 'metrics', 'version', 'cli'])
    const reached = new Set<string>()
    const reach = (path: string): void => {
      if (reached.has(path)) return
      reached.add(path)
      const code = files.find((file) => file.path === path)?.code ?? ''
      for (const [, target = ''] of code.matchAll(
        /^(?:import|export) (?!type\b)[^;]*? from '(\.{1,2}\/[^']+)'/gm,
      ))
        reach(relative(source, join(source, dirname(path), target)))
    }
    reach('cli/program.ts')
    expect(reached.size).toBeGreaterThan(10)
    expect([...reached].filter((path) => !light.has(layerOf(path)))).toEqual([])
  })

  test('only core/clock reads the time', () => {
    const clock = /performance\.now|Date\.now|new Date\b|Date\.parse|hrtime/
    expect(offenders(clock, ({ path }) => path === 'core/clock.ts')).toEqual([])
  })

  test('chance is always seeded', () => {
    expect(offenders(/Math\.random/, () => false)).toEqual([])
  })

  test('only cli holds the console, the arguments and the environment, but for the default of loadProfile', () => {
    expect(
      offenders(
        /\bconsole\.|process\.(stdout|stderr|argv|env)\b/,
        // The programs that `export` writes hold their own.
        ({ layer, path }) => layer === 'cli' || layer === 'export' || path === 'profile/load.ts',
      ),
    ).toEqual([])
  })

  test('one place exits', () => {
    expect(offenders(/process\.(exit\b|exitCode)/, ({ path }) => path === 'cli/exit.ts')).toEqual([])
  })

  test('vendor words live in protocols and in the simulated relay alone', () => {
    const vendor =
      /\b(content_block_delta|finish_reason|stream_options|max_completion_tokens)\b|[.'](choices|candidates)\b/
    expect(offenders(vendor, ({ layer }) => layer === 'protocols' || layer === 'sim')).toEqual([])
  })

  test('a key becomes text only where a request or the redaction is written', () => {
    const places = [
      'protocols/authorise.ts',
      'transport/dial.ts',
      'core/secret.ts',
      'run/target.ts',
      'run/known-secrets.ts',
      'run/workers/lane-workers.ts',
    ]
    expect(offenders(/\.reveal\(/, ({ path }) => places.includes(path))).toEqual([])
  })

  test('only profile, store and cli touch files', () => {
    expect(offenders(/from 'node:fs/, ({ layer }) => ['profile', 'store', 'cli'].includes(layer))).toEqual([])
  })

  test('only transport and the simulated relay speak to the network', () => {
    const network = /from '(undici|node:(net|tls|http|https|http2|dns))'/
    expect(offenders(network, ({ layer }) => layer === 'transport' || layer === 'sim')).toEqual([])
  })

  test('files stay small', () => {
    // Tables of words and of outcomes are as long as the world is; code is not.
    const tables = (file: SourceFile) => file.layer === 'words' || file.path === 'metrics/outcomes.ts'
    const long = files
      .filter((file) => !tables(file) && file.text.split('\n').length > 250)
      .map(({ path }) => path)
    expect(long).toEqual([])
  })
})
