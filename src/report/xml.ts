import { literal } from './literal.ts'

/** An element of an XML document: its attributes, and either text or elements inside. */
export interface XmlElement {
  readonly name: string
  readonly attributes?: Readonly<Record<string, string>>
  readonly children?: readonly XmlElement[]
  readonly text?: string
}

/** A whole document, indented, ending in a line break. Names are ours; every text and value is made a literal. */
export const xmlDocument = (root: XmlElement): string =>
  `<?xml version="1.0" encoding="UTF-8"?>\n${elementText(root, '')}`

function elementText({ name, attributes = {}, children = [], text }: XmlElement, indent: string): string {
  const pairs = Object.entries(attributes).map(([key, value]) => ` ${key}="${xmlLiteral(value)}"`)
  const start = `${indent}<${name}${pairs.join('')}`
  if (text !== undefined) return `${start}>${xmlLiteral(text)}</${name}>\n`
  if (children.length === 0) return `${start}/>\n`
  return `${start}>\n${children.map((child) => elementText(child, `${indent}  `)).join('')}${indent}</${name}>\n`
}

/** What no XML 1.0 document may hold, even escaped, beyond the control characters that `inert` shows. @see https://www.w3.org/TR/xml/#charsets */
const forbidden = /[\ufffe\uffff]|\p{Surrogate}/gu

const xmlLiteral = (text: string): string => literal(text).replace(forbidden, '\ufffd')
