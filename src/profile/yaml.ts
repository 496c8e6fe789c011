import { type Document, LineCounter, parseDocument } from 'yaml'
import { yamlProblems } from '../words/problems.ts'
import type { ProblemList } from './problem-list.ts'
import { checkStructure } from './yaml-structure.ts'

/** A parsed YAML text and the way from offsets in it to lines. */
export interface Yaml {
  readonly doc: Document.Parsed
  readonly lines: LineCounter
}

/** Our own count of what aliases unfold to comes first; this is the belt to those braces. */
const maxAliasCount = 10_000

/** Parses YAML 1.2 (core schema) with merge keys. Never throws: what is wrong is in `doc.errors`. */
export function readYaml(source: string): Yaml {
  const lines = new LineCounter()
  const doc = parseDocument(source, {
    version: '1.2',
    schema: 'core',
    merge: true,
    stringKeys: true,
    resolveKnownTags: false,
    // Quadratic in the library; checkStructure does it in linear time and says where the first one is.
    uniqueKeys: false,
    prettyErrors: false,
    logLevel: 'error',
    lineCounter: lines,
  })
  return { doc, lines }
}

/** The plain value of a document, or undefined when its YAML is broken; says why in `problems`. */
export function plainValue({ doc }: Yaml, problems: ProblemList): { readonly value: unknown } | undefined {
  for (const error of [...doc.errors, ...doc.warnings]) {
    problems.addAtOffset(error.pos[0], yamlProblems.syntax(error.code))
  }
  if (problems.failed) return undefined
  if (checkStructure(doc, problems) === 'unusable') return undefined
  return { value: doc.toJS({ maxAliasCount }) }
}
