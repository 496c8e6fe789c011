import { milliseconds } from '../report/figures.ts'
import type { PlotSpread } from '../schema/plots.ts'
import { svg } from './svg.ts'

const width = 900
const labelWidth = 240
const rowHeight = 24
const stripLevels = [0.05, 0.25, 0.5, 0.75, 0.95]
const axisHeight = 40

/**
 * A strip for each relay: thin from p5 to p95, thick from p25 to p75, a tick at the median. The axis is logarithmic, as
 * relays differ by factors.
 */
export function drawStrips(
  into: HTMLElement,
  levels: readonly number[],
  rows: readonly { readonly name: string; readonly spread: PlotSpread }[],
  label: string,
): void {
  const places = stripLevels.map((level) => levels.indexOf(level))
  const values = rows
    .flatMap(({ spread }) => places.flatMap((i) => spread.at[i] ?? []))
    .filter((ms) => ms > 0)
  const scale = logarithmic(Math.min(...values), Math.max(...values))
  const height = rows.length * rowHeight + axisHeight
  into.append(
    svg(
      'svg',
      { viewBox: `0 0 ${width} ${height}`, role: 'img', 'aria-label': label, class: 'strips' },
      ...axis(scale, height),
      ...rows.flatMap(({ name, spread }, row) => strip(name, spread, places, row, scale)),
    ),
  )
}

interface Scale {
  readonly marks: readonly number[]
  at(ms: number): number
}

function logarithmic(least: number, most: number): Scale {
  const [low, high] = [Math.log(least) - 0.05, Math.log(most) + 0.05]
  const room = width - labelWidth - 20
  return {
    at: (ms) => labelWidth + ((Math.log(Math.max(ms, least)) - low) / (high - low)) * room,
    marks: roundBetween(least, most),
  }
}

/** 1, 2 and 5 times powers of ten; where the span holds none, its ends. */
function roundBetween(least: number, most: number): readonly number[] {
  const marks: number[] = []
  for (let power = 10 ** Math.floor(Math.log10(least)); power <= most; power *= 10)
    for (const step of [1, 2, 5]) if (step * power >= least && step * power <= most) marks.push(step * power)
  return marks.length >= 2 ? marks : [least, most]
}

const axis = ({ marks, at }: Scale, height: number): readonly SVGElement[] =>
  marks.flatMap((ms) => [
    svg('line', { x1: at(ms), x2: at(ms), y1: 0, y2: height - axisHeight, class: 'grid' }),
    svg('text', { x: at(ms), y: height - axisHeight / 2, 'text-anchor': 'middle' }, milliseconds(ms)),
  ])

function strip(
  name: string,
  { at, n }: PlotSpread,
  places: readonly number[],
  row: number,
  scale: Scale,
): readonly SVGElement[] {
  const middle = row * rowHeight + rowHeight / 2
  const label = svg(
    'text',
    { x: labelWidth - 10, y: middle + 4, 'text-anchor': 'end' },
    clip(`${name} (n=${n})`),
  )
  const [p5, p25, p50, p75 = p50, p95 = p75] = places.map((i) => at[i])
  if (p5 === undefined || p25 === undefined || p50 === undefined || p75 === undefined || p95 === undefined)
    return [label]
  const bar = (from: number, to: number, high: number, kind: string) =>
    svg('rect', {
      x: scale.at(from),
      y: middle - high / 2,
      width: Math.max(1, scale.at(to) - scale.at(from)),
      height: high,
      class: kind,
    })
  return [
    label,
    svg(
      'g',
      {},
      svg('title', {}, [`${name}: n=${n}`, ...shownQuantiles(at, places)].join(', ')),
      bar(p5, p95, 4, 'outer'),
      bar(p25, p75, 12, 'inner'),
      svg('line', { x1: scale.at(p50), x2: scale.at(p50), y1: middle - 9, y2: middle + 9, class: 'median' }),
    ),
  ]
}

/** Only those that so many answers support. */
const shownQuantiles = (at: readonly number[], places: readonly number[]): readonly string[] =>
  stripLevels.flatMap((level, i) => {
    const ms = at[places[i] ?? -1]
    return ms === undefined ? [] : [`p${level * 100} ${milliseconds(ms)}`]
  })

const clip = (text: string): string => (text.length > 34 ? `${text.slice(0, 33)}…` : text)
