import type { Language } from '../../core/text.ts'
import type { Report } from '../../schema/report.ts'
import { methodWords, plotsTitle } from '../../words/page.ts'
import { headingWords } from '../../words/report.ts'
import { measurement } from '../client.ts'
import { details } from '../compose.ts'
import { heading } from '../heading.ts'
import { objectives } from '../objectives.ts'
import { relays } from '../relays.ts'
import type { Renderer } from '../renderer.ts'
import { linesSection, type View } from '../view.ts'
import { answer } from './answer.ts'
import { both } from './both.ts'
import { brokeHtml } from './broke.ts'
import { type Block, pageHtml } from './page.ts'
import { plotData } from './plots.ts'
import { viewHtml } from './sections.ts'

/** One file for a meeting: which relay to take, how sure that is, what broke, then everything else. */
export const html: Renderer = {
  id: 'html',
  extension: 'html',
  render: (report, { language }) =>
    pageHtml({ title: headingWords.title(report.profileName), language, blocks: reportBlocks(report) }),
}

const width = Number.POSITIVE_INFINITY

/** A report as blocks of a page. */
export function reportBlocks(report: Report): readonly Block[] {
  const plots = plotData(report)
  return [
    viewHtml(
      both((language) => [
        ...heading(report, language),
        ...answer(report, language),
        ...measurement(report, language),
        ...objectives(worstFirst(report), { language, width }),
      ]),
      'first',
    ),
    brokeHtml(report),
    ...(plots ? [{ title: plotsTitle, plots }] : []),
    viewHtml(
      both((language) => [
        ...details(report, { language, width }),
        ...relays(report, { language, width }),
        ...method(language),
      ]),
      'then',
    ),
  ]
}

/** A long table is cut at its end. */
const worstFirst = (report: Report): Report => ({
  ...report,
  objectives: report.objectives.toSorted((a, b) => order[a.verdict] - order[b.verdict]),
})

const order = { broken: 0, undecided: 1, 'no-breach': 2 } as const

const method = (language: Language): View =>
  linesSection(
    methodWords.terms.map((text) => ({ text: text[language] })),
    methodWords.title[language],
  )
