import type { PriceSource } from '../price-source.ts'
import { litellm } from './litellm.ts'
import { modelsDev } from './models-dev.ts'
import { newApi } from './new-api.ts'
import { openrouter } from './openrouter.ts'

/** Every form of price list that can be read. */
export const priceSources: readonly PriceSource[] = [modelsDev, litellm, openrouter, newApi]
