/** Key of a relay and a model in a map. */
export const pairKey = (relay: string, model: string): string => JSON.stringify([relay, model])
