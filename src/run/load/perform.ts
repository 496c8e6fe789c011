import type { LoadShape } from '../../core/plan.ts'
import { askAudits } from './audit.ts'
import { measureCharges } from './charge.ts'
import { closedLoop } from './closed.ts'
import type { Driver } from './driver.ts'
import { routeCalls } from './failover.ts'
import { climb } from './ladder.ts'
import { openLoop } from './open.ts'

/** Puts the load of the plan's shape on one relay. */
export async function performLoad(driver: Driver): Promise<void> {
  const { shape } = driver.context.plan.load
  switch (shape?.type) {
    case undefined:
      return closedLoop(driver)
    case 'open':
    case 'trace':
      return openLoop(driver, shape)
    case 'ladder':
      return climb(driver, shape)
    case 'audit':
      return askAudits(driver, shape)
    case 'charge':
      return measureCharges(driver, shape)
    case 'failover':
      return routeCalls(driver, shape)
  }
}

/** Where requests arrive, most lanes are only there for bad times: a listing on each would be a burst of its own. */
const mostOpenedAhead = 8

/** How many lanes are connected before the load begins. The steps of a ladder open theirs. */
export function lanesToOpen(shape: LoadShape | undefined): number {
  switch (shape?.type) {
    case undefined:
    case 'audit':
    case 'failover':
      return Number.POSITIVE_INFINITY
    case 'open':
    case 'trace':
      return mostOpenedAhead
    case 'ladder':
    case 'charge':
      return 1
  }
}
