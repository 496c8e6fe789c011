/** A strict reader of the XML that reports are written in, apart from the writer: it refuses what XML 1.0 forbids. */
export interface XmlNode {
  readonly name: string
  readonly attributes: Readonly<Record<string, string>>
  readonly children: readonly XmlNode[]
  readonly text: string
}

const declaration = '<?xml version="1.0" encoding="UTF-8"?>\n'
/** @see https://www.w3.org/TR/xml/#charsets */
const character = /^[\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]*$/u
const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" }

/** @throws Error at the first thing that is not well-formed. */
export function readXml(text: string): XmlNode {
  if (!text.startsWith(declaration)) throw new Error('no declaration')
  if (!character.test(text)) throw new Error('a character that XML forbids')
  const reader = new Reader(text, declaration.length)
  const root = reader.element()
  if (reader.rest().trim() !== '') throw new Error(`something after the root: ${reader.rest().slice(0, 40)}`)
  return root
}

class Reader {
  readonly #text: string
  #at: number

  constructor(text: string, at: number) {
    this.#text = text
    this.#at = at
  }

  rest(): string {
    return this.#text.slice(this.#at)
  }

  element(): XmlNode {
    const [, name = ''] = this.#take(/<([A-Za-z][\w-]*)/y)
    const attributes: Record<string, string> = {}
    for (;;) {
      const [, key, value, end] = this.#take(/\s+([A-Za-z][\w-]*)="([^"<]*)"|\s*(\/?>)/y)
      if (end === '/>') return { name, attributes, children: [], text: '' }
      if (end === '>') break
      if (key === undefined || value === undefined || Object.hasOwn(attributes, key))
        throw new Error(`a bad attribute of ${name}: ${key}`)
      attributes[key] = unescaped(value)
    }
    return { name, attributes, ...this.#content(name) }
  }

  #content(name: string): Pick<XmlNode, 'children' | 'text'> {
    const children: XmlNode[] = []
    let text = ''
    for (;;) {
      const [words = ''] = this.#take(/[^<]*/y)
      if (words.includes(']]>')) throw new Error('"]]>" in a text')
      text += unescaped(words)
      if (!this.#text.startsWith('</', this.#at)) children.push(this.element())
      else {
        const [, closed] = this.#take(/<\/([\w-]+)\s*>/y)
        if (closed !== name) throw new Error(`<${name}> closed by </${closed}>`)
        return { children, text }
      }
    }
  }

  #take(pattern: RegExp): RegExpExecArray {
    pattern.lastIndex = this.#at
    const found = pattern.exec(this.#text)
    if (!found) throw new Error(`not well-formed: ${this.rest().slice(0, 60)}`)
    this.#at = pattern.lastIndex
    return found
  }
}

const unescaped = (text: string): string =>
  text.replace(/&([^;&]*);?/g, (whole, name: string) => {
    const char = entities[name]
    if (char === undefined || !whole.endsWith(';')) throw new Error(`a bad entity: ${whole}`)
    return char
  })

/** All elements of that name, at any depth. */
export const elementsOf = (node: XmlNode, name: string): readonly XmlNode[] => [
  ...(node.name === name ? [node] : []),
  ...node.children.flatMap((child) => elementsOf(child, name)),
]
