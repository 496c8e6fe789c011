import { z } from 'zod'

const perMtok = z.number().min(0).max(1_000_000)
const perRequest = z.number().min(0).max(1_000)

const usdPrice = z.strictObject({
  input_usd_per_mtok: perMtok.describe('USD per million input tokens.'),
  output_usd_per_mtok: perMtok.describe('USD per million output tokens.'),
  cached_usd_per_mtok: perMtok.optional().describe('USD per million input tokens read from a cache.'),
  cache_write_usd_per_mtok: perMtok
    .optional()
    .describe('USD per million input tokens written to a cache. Default: as other input.'),
  per_request_usd: perRequest.optional().describe('USD for every request, on top. Default 0.'),
})

const cnyPrice = z.strictObject({
  input_cny_per_mtok: perMtok.describe('CNY per million input tokens.'),
  output_cny_per_mtok: perMtok.describe('CNY per million output tokens.'),
  cached_cny_per_mtok: perMtok.optional().describe('CNY per million input tokens read from a cache.'),
  cache_write_cny_per_mtok: perMtok
    .optional()
    .describe('CNY per million input tokens written to a cache. Default: as other input.'),
  per_request_cny: perRequest.optional().describe('CNY for every request, on top. Default 0.'),
})

/** In dollars or in yuan, all of one price in the same. */
const price = z.union([usdPrice, cnyPrice])

export const prices = z.record(z.string(), price)
