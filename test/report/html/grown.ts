import { judge } from '../../../src/judge/judge.ts'
import type { Report } from '../../../src/schema/report.ts'
import { randomFor } from '../../../src/sim/random.ts'
import { answer, cell, end, header, journal, plan, refusal, session, usage } from '../../judge/journal.ts'

/** A run of many relays and models in both modes: each relay of its own speed, every seventh answer refused at every ninth relay. */
export function grownReport(relays: number, models: number, rounds: number): Report {
  const random = randomFor(20_261_129, relays, 'latency')
  const cells = Array.from({ length: 2 * relays * models }, (_, i) =>
    cell(`c${i + 1}`, {
      relay: `relay-${(i % relays) + 1}`,
      model: `model-${(Math.floor(i / relays) % models) + 1}`,
      mode: i < relays * models ? 'stream' : 'whole',
    }),
  )
  const probes = Array.from({ length: rounds }, (_, round) =>
    cells.map((each, i) => {
      const at = 1000 + round * 4_000 + i
      const wait = (200 + 20 * (i % relays)) * Math.exp(0.4 * random.normal())
      const timeline = {
        due: at,
        started: at,
        sent: at,
        firstToken: at + wait,
        lastToken: at + wait + 900,
        done: at + wait + 901,
        end: at + wait + 902,
      }
      return i % 9 === 0 && (round + i) % 7 === 0
        ? refusal(round + 1, each, 502, `upstream ${i} is gone`, { timeline: { sent: at } })
        : answer(round + 1, each, wait, { timeline, reply: usage(300, 60) })
    }),
  )
  const profile = {
    slo: { ttft_p95: '< 2s', availability: '>= 99%' },
    relays: Array.from({ length: relays }, (_, i) => ({
      name: `relay-${i + 1}`,
      base_url: `https://relay-${i + 1}.example/v1`,
    })),
  }
  const load = { rounds, warmupRounds: 0, concurrency: {} }
  return judge(
    journal(header(cells, { plan: plan(cells, { load }), profile }), session(), probes.flat(), end()),
  )
}
