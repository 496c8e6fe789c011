import type { FailoverShape } from '../../core/plan.ts'
import type { Driver } from './driver.ts'
import { LanePool } from './lane-pool.ts'

/** Lends this relay's lanes to the router until all calls are over. */
export async function routeCalls(driver: Driver, { relays }: FailoverShape): Promise<void> {
  const { router } = driver.context
  if (!router || !relays.some((label) => label === driver.relay || label.startsWith(`${driver.relay}/`)))
    return
  const pool = new LanePool(driver.lanes)
  await router.join(driver.relay, {
    over: driver.over,
    send: async (probe, watch) => {
      const { lanes } = await pool.take()
      try {
        return await driver.send(probe, lanes, undefined, watch)
      } finally {
        pool.give(lanes)
      }
    },
  })
}
