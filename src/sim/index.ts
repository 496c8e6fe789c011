/** The door of the simulated relay: everything else in this folder is its own affair. */
export { checkSim, parseSim } from './config.ts'
export { faultGuide } from './faults/index.ts'
export { presetNames } from './presets.ts'
export { type Sim, startSim } from './server.ts'
export { startTruth, type Truth } from './truth.ts'
export { type TruthPace, truthIn, truthModel, truthTokenChars } from './truth-server.ts'
