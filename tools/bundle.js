/**
 * Bundles the command line and the library into dist/bundle, with what they import: a command loads its own few files,
 * not some hundred. CommonJS, because node starts a module 20 ms later than a script. Run by `npm run build`.
 */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { rolldown } from 'rolldown'

const root = fileURLToPath(new URL('..', import.meta.url))
const out = join(root, 'dist', 'bundle')
const manifestIn = (folder) => JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))

/** What is loaded for help, and for nothing less; and what every start needs. */
const groups = [
  { name: 'start', test: /\/src\/(version|cli\/(exit|terminal))\.ts$/ },
  {
    name: 'commands',
    test: /\/node_modules\/commander\/|\/src\/(words\/(cli|sim)|cli\/(program|subcommand|command-line))\.ts$/,
  },
]

/** The version as a constant: finding package.json at run time would take its path and a file. */
const versionAsConstant = {
  name: 'version-as-constant',
  load: {
    filter: { id: /\/src\/version\.ts$/ },
    handler: () => ({
      code: `export const version = ${JSON.stringify(manifestIn(root).version)}`,
      moduleType: 'js',
    }),
  },
}

/** Of undici the two parts that are used: its index loads fetch, caches and mocks, which takes 50 ms. */
const undiciParts = {
  name: 'undici-parts',
  resolveId: { filter: { id: /^undici$/ }, handler: () => '\0undici' },
  load: {
    filter: { id: /^\0undici$/ },
    handler: () => {
      const lib = join(root, 'node_modules', 'undici', 'lib')
      return {
        code: `
          export { default as Client } from ${JSON.stringify(join(lib, 'dispatcher', 'client.js'))}
          export { default as errors } from ${JSON.stringify(join(lib, 'core', 'errors.js'))}`,
        moduleType: 'js',
      }
    },
  },
}

/** What packages do when they are loaded, though few starts need it: done when it is first needed instead. */
const later = [
  {
    // For subcommands that are programs of their own; relaybench has none.
    id: /\/commander\/lib\/command\.js$/,
    eager: "const childProcess = require('node:child_process');",
    lazy: "const childProcess = { get spawn() { return require('node:child_process').spawn } };",
  },
  {
    // Loads the tables of Unicode, 10 ms; only texts that are not ASCII are segmented.
    id: /\/string-width\/index\.js$/,
    eager: 'const segmenter = new Intl.Segmenter();',
    lazy: 'let made; const segmenter = { segment: text => (made ??= new Intl.Segmenter()).segment(text) };',
  },
]
const doneLater = later.map(({ id, eager, lazy }) => ({
  name: 'done-later',
  transform: {
    filter: { id },
    handler: (code, path) => {
      if (code.includes(eager)) return { code: code.replace(eager, lazy) }
      // Older versions within other packages do without.
      if (/node_modules.*node_modules/.test(path)) return undefined
      throw new Error(`${path} has changed: ${eager} is gone`)
    },
  },
}))

/** The folder of the package that a module belongs to; undefined for a module of ours. */
function packageOf(id) {
  const [path] = id.split('?')
  if (!path.includes('node_modules')) return undefined
  let folder = dirname(path)
  // Folders within a package may hold a package.json that only says which kind of module they hold.
  while (!existsSync(join(folder, 'package.json')) || manifestIn(folder).name === undefined)
    folder = dirname(folder)
  return folder
}

/** Licences that want no more than their text to be passed on. */
const permissive = [
  'MIT',
  'ISC',
  'BSD-2-Clause',
  'BSD-3-Clause',
  '(MIT AND Zlib)',
  'Apache-2.0',
  'Apache-2.0 AND BSL-1.0',
]

/**
 * What a package wants to be passed on with it.
 * @throws Error when it may not be passed on like that, or does not hold the text
 */
function noticeOf(folder) {
  const { name, version, license } = manifestIn(folder)
  const texts = readdirSync(folder)
    .filter((entry) => /^(licen[cs]e|notice)/i.test(entry))
    .map((entry) => readFileSync(join(folder, entry), 'utf8').trim())
  if (texts.length === 0 || !permissive.includes(license))
    throw new Error(`${name} ${version}: licence ${license}: may it be bundled?`)
  return { title: `${name} ${version} (${license})`, text: texts.join('\n\n') }
}

/** Each text once, below the names of all packages that it is of. */
function noticesOf(folders) {
  const titles = new Map()
  for (const { title, text } of folders.map(noticeOf).sort((a, b) => (a.title < b.title ? -1 : 1)))
    titles.set(text, [...new Set([...(titles.get(text) ?? []), title])])
  return [...titles].map(([text, names]) => `${names.join('\n')}\n\n${text}\n`)
}

/** Packages whose types the library's declarations name: whoever installs relaybench has to have them. */
function packagesInTypes(file, seen = new Set()) {
  if (seen.has(file)) return []
  seen.add(file)
  const targets = [...readFileSync(file, 'utf8').matchAll(/(?:from|import\()\s*['"]([^'"]+)['"]/g)]
  return targets.flatMap(([, target]) =>
    target.startsWith('.')
      ? packagesInTypes(join(dirname(file), target.replace(/\.[jt]s$/, '.d.ts')), seen)
      : target,
  )
}
const { dependencies } = manifestIn(root)
for (const name of packagesInTypes(join(root, 'dist', 'index.d.ts')))
  if (!name.startsWith('node:') && !(name in dependencies))
    throw new Error(`the library's types name ${name}, which is no dependency`)

const bundle = await rolldown({
  cwd: root,
  // What runs in a process or thread of its own is an entry too.
  input: {
    main: 'src/cli/main.ts',
    library: 'src/index.ts',
    'truth-process': 'src/sim/truth-process.ts',
    'lane-worker': 'src/run/workers/lane-worker.ts',
  },
  platform: 'node',
  // Loaded by hand, for reports alone.
  external: ['hdr-histogram-js'],
  plugins: [versionAsConstant, undiciParts, ...doneLater],
})
const { output } = await bundle.write({
  dir: out,
  format: 'cjs',
  entryFileNames: '[name].js',
  chunkFileNames: '[name].js',
  comments: false,
  codeSplitting: { groups },
  // Names stay: they stand in the stack of a defect that a user reports.
  minify: { mangle: false, compress: true, codegen: { removeWhitespace: true } },
})
const folders = new Set([
  ...output.flatMap(({ moduleIds = [] }) => moduleIds.flatMap((id) => packageOf(id) ?? [])),
  // Within the script of the page, which is a text here.
  join(root, 'node_modules', 'uplot'),
])
writeFileSync(join(out, 'THIRD-PARTY-LICENSES.txt'), noticesOf([...folders]).join(`\n${'-'.repeat(80)}\n\n`))
writeFileSync(join(out, 'package.json'), '{ "type": "commonjs" }\n')
await bundle.close()
