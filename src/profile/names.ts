import type { Text } from '../core/text.ts'
import { meaningProblems, nearOrKnown, nouns } from '../words/problems.ts'
import { asList, asMapping, asText, mappingsAt, own } from './lenient.ts'
import { near } from './near.ts'
import type { Path } from './problem.ts'
import type { ProblemList } from './problem-list.ts'

interface Named {
  readonly path: Path
  readonly name: string
}

/** Checks that names are unique, and that whatever names a relay or a model names one that is there. */
export function checkNames(tree: unknown, problems: ProblemList): void {
  const relays = named(tree, 'relays', 'name')
  const models = modelNames(tree)
  refuseDuplicates(relays, nouns.relay, problems)
  refuseDuplicates(models, nouns.model, problems)
  for (const relay of mappingsAt(tree, 'relays')) {
    refuseDuplicates(named(relay.value, 'endpoints', 'line', relay.path), nouns.line, problems)
  }
  checkReferences(tree, names(relays), problems)
  checkAliases(tree, names(models), problems)
}

const names = (all: readonly Named[]): string[] => all.map(({ name }) => name)

function named(parent: unknown, key: string, nameKey: string, at: Path = []): Named[] {
  return mappingsAt(parent, key, at).flatMap(({ path, value }) => {
    const name = asText(own(value, nameKey))
    return name === undefined ? [] : [{ path: [...path, nameKey], name }]
  })
}

function modelNames(tree: unknown): Named[] {
  const plain = asList(own(asMapping(tree), 'models')).flatMap((model, index) =>
    typeof model === 'string' ? [{ path: ['models', index], name: model }] : [],
  )
  const inOrder = (a: Named, b: Named): number => Number(a.path[1]) - Number(b.path[1])
  return [...plain, ...named(tree, 'models', 'name')].sort(inOrder)
}

function refuseDuplicates(all: readonly Named[], kind: Text, problems: ProblemList): void {
  const first = new Map<string, Path>()
  for (const { path, name } of all) {
    if (problems.full) return
    const before = first.get(name)
    if (before) problems.add(path, meaningProblems.duplicateName(kind, name, problems.lineAt(before)))
    else first.set(name, path)
  }
}

/** `ids` and `only` of models name relays. */
function checkReferences(tree: unknown, relays: readonly string[], problems: ProblemList): void {
  const known = new Set(relays)
  const unknown = (name: string) =>
    meaningProblems.unknownName(nouns.relay, name, nearOrKnown(near(name, relays), relays.slice(0, 20)))
  for (const { path, value } of mappingsAt(tree, 'models')) {
    for (const name of Object.keys(asMapping(own(value, 'ids')) ?? {})) {
      if (!known.has(name) && !problems.full)
        problems.add([...path, 'ids', name], unknown(name), { on: 'key' })
    }
    for (const [index, name] of asList(own(value, 'only')).entries()) {
      if (typeof name === 'string' && !known.has(name) && !problems.full)
        problems.add([...path, 'only', index], unknown(name))
    }
  }
}

/** A relay's own names may be for models that this profile does not ask for: worth a word, no mistake. */
function checkAliases(tree: unknown, models: readonly string[], problems: ProblemList): void {
  const known = new Set(models)
  for (const { path, value } of mappingsAt(tree, 'relays')) {
    for (const name of Object.keys(asMapping(own(value, 'models')) ?? {})) {
      if (known.has(name) || problems.full) continue
      const hint = nearOrKnown(near(name, models), models.slice(0, 20))
      const words = meaningProblems.unknownName(nouns.model, name, hint)
      problems.add([...path, 'models', name], words, { on: 'key', severity: 'warning' })
    }
  }
}
