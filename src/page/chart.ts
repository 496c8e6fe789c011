import uPlot from 'uplot'

/** A plot of lines or points over one axis. `x` rises; a null is a gap. */
export interface Chart {
  readonly x: readonly number[]
  readonly series: readonly ChartSeries[]
  readonly xAxis: ChartAxis
  readonly yAxis: ChartAxis
  /** Points alone, without lines between them. */
  readonly scattered?: boolean
}

interface ChartSeries {
  readonly name: string
  readonly y: readonly (number | null)[]
  readonly emphasised?: boolean
}

interface ChartAxis {
  readonly label: string
  readonly write: (value: number) => string
  readonly logarithmic?: boolean
  /** Where the axis is to be marked; absent: wherever it is round. */
  readonly marks?: readonly number[]
}

/** Okabe and Ito's colours, told apart by all kinds of sight; beyond eight series dashes tell the rest. */
const colors = ['#0072b2', '#d55e00', '#009e73', '#cc79a7', '#b8860b', '#56b4e9', '#e69f00', '#7f7f7f']
const dashes: readonly number[][] = [[], [8, 4], [2, 3], [12, 3, 2, 3], [5, 2], [1, 2], [14, 6]]

const colorOf = (index: number): string => colors[index % colors.length] ?? '#0072b2'

/** Of many series so many are shown at first; the others are one press away. */
const shownAtFirst = 8
const height = 320

/** Draws a chart and a legend of buttons that hide and show its series. */
export function drawChart(into: HTMLElement, chart: Chart): void {
  const place = into.appendChild(document.createElement('div'))
  const readout = document.createElement('p')
  readout.className = 'readout'
  const plot = new uPlot(options(chart, place, readout), dataOf(chart), place)
  into.append(legendOf(chart, plot), readout)
  new ResizeObserver(() => plot.setSize({ width: Math.max(280, place.clientWidth), height })).observe(place)
}

const dataOf = ({ x, series }: Chart): uPlot.AlignedData => [[...x], ...series.map(({ y }) => [...y])]

function options(chart: Chart, place: HTMLElement, readout: HTMLElement): uPlot.Options {
  const ink = getComputedStyle(place).color
  const axis = ({ label, write, marks }: ChartAxis): uPlot.Axis => ({
    label,
    stroke: ink,
    grid: { stroke: '#8883', width: 1 },
    ticks: { stroke: '#8886', width: 1 },
    values: (_, splits) => splits.map((value) => (value === null ? '' : write(value))),
    ...(marks && { splits: [...marks], filter: (_: uPlot, splits: number[]) => splits }),
  })
  return {
    width: Math.max(280, place.clientWidth),
    height,
    legend: { show: false },
    cursor: { focus: { prox: 24 }, drag: { setScale: false, x: false, y: false } },
    focus: { alpha: 0.25 },
    scales: {
      x: {
        time: false,
        distr: chart.xAxis.logarithmic ? 3 : 1,
        ...(chart.xAxis.marks && rangeOf(chart.xAxis.marks)),
      },
      y: { distr: chart.yAxis.logarithmic ? 3 : 1 },
    },
    axes: [axis(chart.xAxis), { ...axis(chart.yAxis), size: 72 }],
    series: [{}, ...chart.series.map((each, i) => seriesOf(each, i, chart))],
    hooks: { setCursor: [(plot) => readOut(chart, plot, readout)] },
  }
}

const rangeOf = (marks: readonly number[]): uPlot.Scale => ({
  range: [marks[0] ?? 0, marks.at(-1) ?? 1] as uPlot.Range.MinMax,
})

function seriesOf({ name, emphasised }: ChartSeries, index: number, { scattered }: Chart): uPlot.Series {
  const stroke = colorOf(index)
  return {
    label: name,
    stroke,
    show: scattered || index < shownAtFirst,
    width: 2,
    dash: dashes[Math.floor(index / colors.length) % dashes.length] ?? [],
    spanGaps: true,
    ...(scattered && {
      paths: () => null,
      points: { show: true, size: emphasised ? 14 : 8, fill: emphasised ? stroke : 'transparent', width: 2 },
    }),
  }
}

/** What lies nearest to the pointer, in words. */
function readOut({ series, xAxis, yAxis, x }: Chart, plot: uPlot, readout: HTMLElement): void {
  const { idx, top } = plot.cursor
  const at = idx === null || idx === undefined ? undefined : x[idx]
  if (at === undefined || top === undefined || typeof idx !== 'number') {
    readout.textContent = ''
    return
  }
  const near = series
    .flatMap(({ name, y }, i) => {
      const value = y[idx]
      return value === null || value === undefined || plot.series[i + 1]?.show === false
        ? []
        : [{ name, value, away: Math.abs(plot.valToPos(value, 'y') - top) }]
    })
    .sort((a, b) => a.away - b.away)[0]
  readout.textContent = near ? `${near.name}: ${xAxis.write(at)} → ${yAxis.write(near.value)}` : ''
}

function legendOf({ series }: Chart, plot: uPlot): HTMLElement {
  const list = document.createElement('ul')
  list.className = 'legend'
  for (const [index, { name }] of series.entries()) {
    const button = document.createElement('button')
    button.type = 'button'
    const swatch = document.createElement('span')
    swatch.className = 'swatch'
    swatch.style.background = colorOf(index)
    button.append(swatch, name)
    const press = (shown: boolean) => {
      button.ariaPressed = String(shown)
    }
    press(plot.series[index + 1]?.show ?? true)
    button.addEventListener('click', () => {
      const shown = !(plot.series[index + 1]?.show ?? true)
      plot.setSeries(index + 1, { show: shown })
      press(shown)
    })
    list.appendChild(document.createElement('li')).append(button)
  }
  return list
}
