import type { AuditShape, Cell, Probe } from '../../core/plan.ts'
import { auditProbe } from '../../plan/audit-probes.ts'
import type { Driver } from './driver.ts'
import { LanePool } from './lane-pool.ts'

/**
 * Asks the questions of audits in their order, each of all models of the relay at once, as far as its lanes go, and each
 * of all relays at the same time: what a relay says is compared with what the reference said in the same minute.
 */
export async function askAudits(driver: Driver, shape: AuditShape): Promise<void> {
  const { relay, context, lanes } = driver
  const { plan, gate, audits, finished } = context
  const cells = plan.cells.filter((cell) => cell.relay === relay)
  const pool = new LanePool(lanes)
  for (let round = 1; round <= (plan.load.rounds ?? 0); round++) {
    await gate.enter(relay, round)
    if (driver.isOver()) return
    const probes = cells
      .flatMap((cell: Cell) => auditProbe(plan, shape, cell, round) ?? [])
      .filter((probe) => !finished.has(probe.id) && audits.isWanted(probe))
    await Promise.all(probes.map((probe) => ask(driver, probe, pool)))
  }
}

async function ask({ send, context, isOver }: Driver, probe: Probe, pool: LanePool): Promise<void> {
  const { lanes } = await pool.take()
  try {
    const observation = isOver() ? undefined : await send(probe, lanes)
    if (observation) context.audits.take(observation)
  } finally {
    pool.give(lanes)
  }
}
