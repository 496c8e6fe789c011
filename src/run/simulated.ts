import type { Profile } from '../schema/profile.ts'

/** Starts the relays of a profile that are to be simulated, on loopback. @returns their base URLs by relay. */
export async function startSimulated(
  profile: Profile,
): Promise<{ readonly urls: ReadonlyMap<string, string>; close(): Promise<void> }> {
  const simulated = profile.relays.filter(({ simulate }) => simulate !== undefined)
  if (simulated.length === 0) return { urls: new Map(), close: async () => undefined }
  const { parseSim, startSim } = await import('../sim/index.ts')
  const sims = await Promise.all(
    simulated.map(async ({ name, simulate }) => ({ name, sim: await startSim(parseSim(simulate)) })),
  )
  return {
    urls: new Map(sims.map(({ name, sim }) => [name, sim.url])),
    close: async () => {
      await Promise.all(sims.map(({ sim }) => sim.close()))
    },
  }
}
