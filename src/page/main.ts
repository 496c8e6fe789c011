import type { PlotData } from '../schema/plots.ts'
import { type Choice, type Figure, figures } from './figures.ts'
import { filterRows, makeSortable } from './tables.ts'

/** The page of an HTML report: everything is there to be read without this; it sorts, filters and draws. */

type Language = 'en' | 'zh'

const languages = [...document.querySelectorAll<HTMLInputElement>('input[name=language]')]
const themes = [...document.querySelectorAll<HTMLInputElement>('input[name=theme]')]
const tables = [...document.querySelectorAll<HTMLTableElement>('main table')]
const filter = document.querySelector<HTMLInputElement>('#filter')
const plots = document.querySelector<HTMLElement>('#plots')
const held = document.querySelector('#data')?.textContent

const languageNow = (): Language => (languages.find(({ checked }) => checked)?.value === 'zh' ? 'zh' : 'en')
for (const table of tables) makeSortable(table)
filter?.addEventListener('input', () => filterRows(tables, filter.value))
document.documentElement.classList.add('scripted')

// What was chosen stands in the address, so that a page that is loaded again, or sent on, opens as it was.
const choices = [...languages, ...themes]
const remembered = location.hash.slice(1).split('+')
for (const input of choices) if (remembered.includes(input.id)) input.checked = true
const tellLanguage = (): void => {
  document.documentElement.lang = languageNow() === 'zh' ? 'zh-CN' : 'en'
}
tellLanguage()
for (const input of choices)
  input.addEventListener('change', () => {
    tellLanguage()
    location.replace(`#${choices.flatMap(({ id, checked }) => (checked ? id : [])).join('+')}`)
  })

if (plots && held) startPlots(plots, JSON.parse(held))

function startPlots(into: HTMLElement, data: PlotData): void {
  let choice: Choice = { group: data.groups[0], metric: 'ttft' }
  const draw = (): void => {
    const words = data.words[languageNow()]
    into.replaceChildren(
      ...(data.groups.length > 0
        ? [
            controls(data, choice, (next) => {
              choice = next
              draw()
            }),
          ]
        : []),
    )
    for (const figure of figures) drawFigure(into, figure, data, choice, words)
  }
  for (const input of choices) input.addEventListener('change', draw)
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', draw)
  draw()
}

function drawFigure(
  into: HTMLElement,
  figure: Figure,
  data: PlotData,
  choice: Choice,
  words: PlotData['words'][Language],
): void {
  const draw = figure.draw(data, choice, words)
  if (!draw) return
  const place = into.appendChild(document.createElement('figure'))
  const caption = place.appendChild(document.createElement('figcaption'))
  const title = caption.appendChild(document.createElement('strong'))
  title.textContent = figure.title(words)
  caption.append(' ', figure.about(words))
  draw(place)
}

/** Which model and mode, and which time, the figures are about. */
function controls(data: PlotData, choice: Choice, choose: (choice: Choice) => void): HTMLElement {
  const words = data.words[languageNow()]
  const row = document.createElement('p')
  row.className = 'choice'
  const groups = data.groups.map((group, i) => ({
    value: String(i),
    text: `${group.model} · ${words[group.mode]}`,
  }))
  row.append(
    select(words.group, groups, String(choice.group ? data.groups.indexOf(choice.group) : 0), (value) =>
      choose({ ...choice, group: data.groups[Number(value)] }),
    ),
    select(
      words.metric,
      [
        { value: 'ttft', text: words.ttft },
        { value: 'e2e', text: words.e2e },
      ],
      choice.metric,
      (value) => choose({ ...choice, metric: value === 'e2e' ? 'e2e' : 'ttft' }),
    ),
  )
  return row
}

function select(
  name: string,
  options: readonly { readonly value: string; readonly text: string }[],
  chosen: string,
  choose: (value: string) => void,
): HTMLElement {
  const label = document.createElement('label')
  const list = document.createElement('select')
  list.append(
    ...options.map(({ value, text }) => new Option(text, value, value === chosen, value === chosen)),
  )
  list.addEventListener('change', () => {
    choose(list.value)
    // The list was drawn anew with the figures: whoever uses the keyboard goes on where they were.
    for (const again of document.querySelectorAll<HTMLSelectElement>('#plots select'))
      if (again.closest('label')?.dataset['name'] === name) again.focus()
  })
  label.dataset['name'] = name
  label.append(`${name} `, list)
  return label
}
