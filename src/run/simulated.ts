import type { Profile } from '../schema/profile.ts'
import { parseSim, startSim } from '../sim/index.ts'

/** Starts the relays of a profile that are to be simulated, on loopback. @returns their base URLs by relay. */
export async function startSimulated(
  profile: Profile,
): Promise<{ readonly urls: ReadonlyMap<string, string>; close(): Promise<void> }> {
  const sims = await Promise.all(
    profile.relays
      .filter(({ simulate }) => simulate !== undefined)
      .map(async ({ name, simulate }) => ({ name, sim: await startSim(parseSim(simulate)) })),
  )
  return {
    urls: new Map(sims.map(({ name, sim }) => [name, sim.url])),
    close: async () => {
      await Promise.all(sims.map(({ sim }) => sim.close()))
    },
  }
}
