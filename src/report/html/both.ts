import type { Language } from '../../core/text.ts'
import { escaped } from './escape.ts'

/** The same in both languages, of which a page shows one. */
export type Both<Value> = Readonly<Record<Language, Value>>

const languages: readonly Language[] = ['en', 'zh']
/** As HTML names them. */
export const languageCodes: Both<string> = { en: 'en', zh: 'zh-CN' }

export const both = <Value>(of: (language: Language) => Value): Both<Value> => ({
  en: of('en'),
  zh: of('zh'),
})

/** A text; once where it is the same in both. */
export const textHtml = (text: Both<string>): string =>
  text.en === text.zh ? escaped(text.en) : inEach('span', (language) => escaped(text[language]))

/** Blocks of HTML that are not alike. */
export const saidApart = (html: (language: Language) => string): string => inEach('div', html)

const inEach = (element: 'span' | 'div', html: (language: Language) => string): string =>
  languages.map((each) => `<${element} lang=${languageCodes[each]}>${html(each)}</${element}>`).join('')
