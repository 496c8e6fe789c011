/** The door of the simulated relay: everything else in this folder is its own affair. */
export { checkSim, parseSim, type SimConfig, simConfigSchema } from './config.ts'
export { type ReceivedRequest, type Sim, startSim } from './server.ts'
