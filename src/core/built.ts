/**
 * Where the built program is that runs in a process or thread of its own, beside the module that starts it. Run from
 * source, as by tests, it is the one in dist: this Node loads no TypeScript.
 * @param name file name without its ending
 * @param moduleUrl `import.meta.url` of the module that starts it
 */
export function builtProgram(name: string, moduleUrl: string): URL {
  const source = moduleUrl.endsWith('.ts') ? moduleUrl.lastIndexOf('/src/') : -1
  const built = source < 0 ? moduleUrl : `${moduleUrl.slice(0, source)}/dist/${moduleUrl.slice(source + 5)}`
  return new URL(`./${name}.js`, built)
}
