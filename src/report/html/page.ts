import { policy, script, style } from '#page'
import { inertData } from '../../core/inert.ts'
import type { Language, Text } from '../../core/text.ts'
import type { PlotData } from '../../schema/plots.ts'
import { version } from '../../version.ts'
import { pageWords as words } from '../../words/page.ts'
import { languageCodes, textHtml } from './both.ts'
import { escaped } from './escape.ts'

/** A piece of a page: HTML, or the place of the plots. */
export type Block = string | PlotBlock

interface PlotBlock {
  readonly title: Text
  readonly plots: PlotData
}

export interface Page {
  readonly title: Text
  /** Shown first. */
  readonly language: Language
  readonly blocks: readonly Block[]
  /** Seconds after which a browser asks for the page again; absent: never. */
  readonly refreshSeconds?: number
}

/**
 * A page that is one file: its policy lets a browser run the script and style in it and nothing else, and lets it load
 * nothing. Without the script everything but the plots is there to be read, and the languages can be switched.
 */
export function pageHtml({ title, language, blocks, refreshSeconds }: Page): string {
  const plots = blocks.flatMap((block) => (typeof block === 'string' ? [] : block.plots))[0]
  return [
    `<!doctype html>\n<html lang="${languageCodes[language]}"><head><meta charset="utf-8">`,
    `<meta http-equiv="Content-Security-Policy" content="${policy}">`,
    '<meta name="viewport" content="width=device-width,initial-scale=1"><meta name="color-scheme" content="light dark">',
    '<meta name="referrer" content="no-referrer">',
    ...(refreshSeconds === undefined ? [] : [`<meta http-equiv="refresh" content="${refreshSeconds}">`]),
    `<title>${escaped(title[language])}</title><style>${style}</style></head>\n<body>`,
    headerHtml(language),
    '<main>\n',
    ...blocks.map(blockHtml),
    '</main>\n',
    `<footer class=faint><p>${textHtml(words.made(version))}</p></footer>`,
    ...(plots ? [`<script type="application/json" id="data">${inertData(plots)}</script>\n`] : []),
    `<script>${script}</script></body></html>\n`,
  ].join('')
}

const blockHtml = (block: Block): string =>
  typeof block === 'string'
    ? block
    : `<section class=scripted-only><h2>${textHtml(block.title)}</h2><div id=plots></div></section>\n`

function headerHtml(language: Language): string {
  const radio = (name: string, value: string, checked: boolean, label: Text): string =>
    `<label><input type=radio name=${name} id=${name}-${value} value=${value}${checked ? ' checked' : ''}> ${textHtml(label)}</label>`
  return [
    '<header>',
    group(
      words.language,
      radio('language', 'en', language === 'en', words.english) +
        radio('language', 'zh', language === 'zh', words.chinese),
    ),
    group(
      words.theme,
      radio('theme', 'auto', true, words.auto) +
        radio('theme', 'light', false, words.light) +
        radio('theme', 'dark', false, words.dark),
    ),
    `<label class=scripted-only>${textHtml(words.filter)} <input type=search id=filter></label>`,
    '</header>\n',
  ].join('')
}

const group = (name: Text, content: string): string =>
  `<fieldset aria-label="${escaped(`${name.en} / ${name.zh}`)}">${content}</fieldset>`
