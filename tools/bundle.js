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
    test: /\/node_modules\/commander\/|\/src\/(words\/(cli|sim)|cli\/(program|command-line))\.ts$/,
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

/** commander starts other programs as subcommands, which relaybench has none of: no need to load child_process for it. */
const childProcessLater = {
  name: 'child-process-later',
  transform: {
    filter: { id: /\/commander\/lib\/command\.js$/ },
    handler: (code) => {
      const eager = "const childProcess = require('node:child_process');"
      if (!code.includes(eager)) throw new Error('commander has changed: it loads child_process elsewhere')
      return {
        code: code.replace(
          eager,
          "const childProcess = { get spawn() { return require('node:child_process').spawn } };",
        ),
      }
    },
  },
}

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
const permissive = ['MIT', 'ISC', 'BSD-2-Clause', 'BSD-3-Clause', '(MIT AND Zlib)']

/** @throws Error when a package may not be passed on like that, or does not hold the text. */
function noticeOf(folder) {
  const { name, version, license } = manifestIn(folder)
  const file = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry))
  if (!file || !permissive.includes(license))
    throw new Error(`${name} ${version}: licence ${license}, file ${file}: may it be bundled?`)
  return `${name} ${version} (${license})\n\n${readFileSync(join(folder, file), 'utf8').trim()}\n`
}

const bundle = await rolldown({
  cwd: root,
  // A worker thread's file has to be an entry too.
  input: { main: 'src/cli/main.ts', library: 'src/index.ts' },
  platform: 'node',
  // Loaded by hand, for reports alone.
  external: ['hdr-histogram-js'],
  plugins: [versionAsConstant, undiciParts, childProcessLater],
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
const folders = new Set(output.flatMap(({ moduleIds = [] }) => moduleIds.flatMap((id) => packageOf(id) ?? [])))
const notices = [...folders].map(noticeOf).sort()
writeFileSync(join(out, 'THIRD-PARTY-LICENSES.txt'), [...new Set(notices)].join(`\n${'-'.repeat(80)}\n\n`))
writeFileSync(join(out, 'package.json'), '{ "type": "commonjs" }\n')
await bundle.close()
