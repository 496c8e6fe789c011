import { type JsonSchema, profileJsonSchema } from './json-schema.ts'

const introduction = `# Profile reference

Generated from the schema. Editors complete keys with this first line, after
\`relaybench schema profile > profile.schema.json\`:

\`\`\`yaml
# yaml-language-server: $schema=./profile.schema.json
\`\`\`

- \`\${NAME}\` in any text becomes the environment variable NAME, \`\${NAME:-default}\` the default where it is unset or
  empty, \`$\${\` a plain \`\${\`. The result is always text. \`.env\` beside the profile fills in what the environment
  does not set.
- What stands in \`api_key\`, \`headers\` and \`proxy\` is secret: it is sent, and never shown or stored.
- Anchors, aliases and merge keys (\`<<\`) work. Top-level keys that begin with \`x-\` are ignored: a place for anchors.
`

/** Markdown reference of all keys: a section for every mapping, a table row for every key. */
export function profileDocs(): string {
  return [introduction, ...sections('Top level', profileJsonSchema())].join('\n')
}

function sections(title: string, schema: JsonSchema): string[] {
  const keys = Object.entries(schema.properties ?? {})
  const required = new Set(schema.required)
  const rows = keys.map(([key, value]) => {
    const name = `\`${key}\`${required.has(key) ? ' (required)' : ''}`
    return `| ${name} | ${cell(typeOf(value, childTitle(title, key)))} | ${cell(value.description ?? '')} |`
  })
  const own = `## ${title === 'Top level' ? title : `\`${title}\``}

| key | type | meaning |
|---|---|---|
${rows.join('\n')}
`
  return [own, ...keys.flatMap(([key, value]) => nested(childTitle(title, key), value))]
}

const childTitle = (title: string, key: string): string => (title === 'Top level' ? key : `${title}.${key}`)

function nested(title: string, schema: JsonSchema): string[] {
  if (schema.items) return nested(`${title}[]`, schema.items)
  if (schema.anyOf) return schema.anyOf.flatMap((option) => nested(title, option))
  if (typeof schema.additionalProperties === 'object') return nested(title, schema.additionalProperties)
  return schema.properties ? sections(title, schema) : []
}

/** The type of a value in words; a mapping links to its own section. */
function typeOf(schema: JsonSchema, title: string): string {
  if (schema.anyOf) return schema.anyOf.map((option) => typeOf(option, title)).join(' or ')
  if (schema.const !== undefined) return code(schema.const)
  if (schema.enum) return schema.enum.map(code).join(', ')
  if (schema.items) return `list of ${typeOf(schema.items, `${title}[]`)}`
  if (schema.properties) return `[mapping](#${title.replace(/[^\w-]/g, '').toLowerCase()})`
  if (typeof schema.additionalProperties === 'object') {
    return `mapping of name → ${typeOf(schema.additionalProperties, title)}`
  }
  switch (schema.type) {
    case 'boolean':
      return '`true`, `false`'
    case 'integer':
      return `whole number${range(schema)}`
    case 'number':
      return `number${range(schema)}`
    case 'string':
      return 'text'
    default:
      return 'anything'
  }
}

const code = (value: unknown): string => `\`${String(value)}\``

function range({ minimum, maximum, exclusiveMinimum }: JsonSchema): string {
  const bounds = [
    exclusiveMinimum !== undefined && `> ${exclusiveMinimum}`,
    minimum !== undefined && `≥ ${minimum}`,
    maximum !== undefined && maximum < Number.MAX_SAFE_INTEGER && `≤ ${maximum}`,
  ].filter((bound) => bound !== false)
  return bounds.length > 0 ? `, ${bounds.join(' and ')}` : ''
}

const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('\n', ' ')
