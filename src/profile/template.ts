/** A piece of a text: as it stands, or a `${NAME}` / `${NAME:-fallback}` to be filled in. */
export type Part =
  | { readonly type: 'literal'; readonly text: string }
  | { readonly type: 'reference'; readonly name: string; readonly fallback?: string }

export type Environment = Readonly<Record<string, string | undefined>>

/** What a text with references became. */
export interface Expansion {
  readonly parts: readonly Part[]
  /** The whole text filled in; what is missing counts as empty. */
  readonly text: string
  /** Variables without value or fallback, that are not set at all. */
  readonly unset: readonly string[]
  /** The same, or set to nothing. */
  readonly blank: readonly string[]
}

/** Splits a text at its references; `$${` stands for a plain `${`. Undefined when a reference is malformed. */
export function parseTemplate(text: string): readonly Part[] | undefined {
  const parts: Part[] = []
  let literal = ''
  let at = 0
  for (;;) {
    const open = text.indexOf('${', at)
    if (open < 0) break
    if (open > at && text[open - 1] === '$') {
      literal += `${text.slice(at, open - 1)}\${`
      at = open + 2
      continue
    }
    const close = text.indexOf('}', open)
    const match = close < 0 ? null : /^([A-Za-z_]\w*)(?::-(.*))?$/s.exec(text.slice(open + 2, close))
    if (!match?.[1] || match[2]?.includes('${')) return undefined
    parts.push({ type: 'literal', text: literal + text.slice(at, open) }, reference(match[1], match[2]))
    literal = ''
    at = close + 1
  }
  parts.push({ type: 'literal', text: literal + text.slice(at) })
  return parts.filter((part) => part.type === 'reference' || part.text !== '')
}

const reference = (name: string, fallback: string | undefined): Part => ({
  type: 'reference',
  name,
  ...(fallback !== undefined && { fallback }),
})

/** Fills in references. As in a shell, the fallback serves for a variable that is unset or empty. */
export function expand(parts: readonly Part[], env: Environment): Expansion {
  const unset: string[] = []
  const blank: string[] = []
  const text = parts
    .map((part) => {
      if (part.type === 'literal') return part.text
      const value = variable(part.name, env)
      if (value) return value
      if (part.fallback !== undefined) return part.fallback
      blank.push(part.name)
      if (value === undefined) unset.push(part.name)
      return ''
    })
    .join('')
  return { parts, text, unset, blank }
}

export function variable(name: string, env: Environment): string | undefined {
  // A variable may be called "constructor"; what every object inherits is not the environment.
  return Object.hasOwn(env, name) ? env[name] : undefined
}

/** Whether a literal part says no more than how a header carries its key. */
export const isScheme = (text: string): boolean => /^\s*(?:bearer|basic|token)?\s*$/i.test(text)

/** Whether a value in a secret place tells nothing secret: nothing but references and the name of a scheme. */
export function isHarmless(value: unknown): boolean {
  const parts = typeof value === 'string' ? parseTemplate(value) : undefined
  return (
    parts?.every((part) => (part.type === 'literal' ? isScheme(part.text) : !part.fallback)) ?? value === null
  )
}

/** A secret text as it may be shown: references stay, whatever was written out is "[secret]". */
export function withoutLiterals(parts: readonly Part[]): string {
  return parts
    .map((part) => {
      if (part.type === 'literal') return isScheme(part.text) ? part.text : '[secret]'
      return referenceText(part.name, part.fallback && '[secret]')
    })
    .join('')
}

/** A proxy URL as it may be shown: only what may hold its user name and password is replaced. */
export function withoutUserinfo(parts: readonly Part[]): string {
  const text = parts
    .map((part) => {
      if (part.type === 'literal') return part.text
      return referenceText(part.name, part.fallback?.includes('@') ? '[secret]' : part.fallback)
    })
    .join('')
  const end = text.lastIndexOf('@')
  const start = text.indexOf('://')
  if (end < 0) return text
  const credentials = text.slice(start < 0 ? 0 : start + 3, end)
  const onlyReferences = /^(?:\$\{\w+\}|:)*$/.test(credentials)
  return onlyReferences ? text : `${start < 0 ? '' : text.slice(0, start + 3)}[secret]${text.slice(end)}`
}

/** Whether a proxy as written holds no user name and password. */
export function isHarmlessProxy(value: unknown): boolean {
  const parts = typeof value === 'string' ? parseTemplate(value) : undefined
  return parts ? withoutUserinfo(parts) === value : value === null
}

const referenceText = (name: string, fallback: string | undefined): string =>
  fallback === undefined ? `\${${name}}` : `\${${name}:-${fallback}}`
