/** What `relaybench sla` decides, by the product's own functions, over many simulated years. */
import { count, markdown, simulated } from './text.js'
import { loadTest } from './typescript.js'

const years = 2_000

const nights = (sorted) => {
  const at = (p) => sorted[Math.ceil(p * sorted.length) - 1]
  const shown = (value) => (Number.isFinite(value) ? String(value) : '> 365')
  return `median ${shown(at(0.5))}, 90 % within ${shown(at(0.9))}`
}

/** A change that is named before it happened is a false alarm, not a quick find. */
const after = (found) => found.filter((night) => night > 0)

export async function gateTable() {
  const sim = await loadTest('judge/sla/false-alarms.ts')
  const alone = (chance) => sim.oneByOne(() => chance)
  const rate = (what, stated, alarms) => [what, stated, simulated(alarms, years)]
  const soon = (what, found) => [what, '', nights(after(found))]
  return markdown(
    [`20 probes a night, ${count(years)} years of 365 nights each`, 'stated at most', 'seen'],
    [
      rate(
        '99.9 % just kept, probes fail one by one: "broken"',
        '5 %',
        sim.falseBroken(years, 0.001, alone(0.001)),
      ),
      rate(
        '99.9 % just kept, whole nights fail: "broken"',
        '5 %',
        sim.falseBroken(
          years,
          0.001,
          sim.byNights(() => 0.001),
        ),
      ),
      rate('99 % just not kept, one by one: "met"', '5 %', sim.falseMet(years, 0.01, alone(0.01))),
      rate('TTFT never changes: a change is named', '1 %', sim.falseChange(years)),
      soon('99.9 → 99 % from the first night: "broken" after nights', sim.nightsToBroken(years, 0.001, 0.01)),
      soon('the same after 90 good nights', sim.nightsToBroken(years, 0.001, 0.01, 90)),
      soon('TTFT +30 % after 30 nights: named after nights', sim.nightsToChange(years, 1.3, 30)),
      soon('the same after 90 nights', sim.nightsToChange(years, 1.3, 90)),
    ],
  )
}
