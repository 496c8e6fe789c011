import { unixSeconds } from '../core/clock.ts'
import type { SimConfig } from './config.ts'
import { htmlReply, jsonReply, type Script } from './script.ts'
import { webPage } from './web-page.ts'

/** GET /v1/models in new-api's shape; the constant `created` is a habit of that software. */
const listing = (config: SimConfig): Script =>
  jsonReply(200, {
    success: true,
    object: 'list',
    data: (config.listed ?? config.models).map((id) => ({
      id,
      object: 'model',
      created: 1_626_777_600,
      owned_by: 'custom',
      supported_endpoint_types: ['openai'],
    })),
  })

/** GET /v1beta/models in Google's shape, as new-api has it too. */
const geminiListing = (config: SimConfig): Script =>
  jsonReply(200, {
    models: (config.listed ?? config.models).map((id) => ({
      name: `models/${id}`,
      displayName: id,
      supportedGenerationMethods: ['generateContent', 'streamGenerateContent'],
    })),
  })

/** GET /api/status in new-api's shape: public, and how people tell which software a relay runs. */
const status = (): Script =>
  jsonReply(200, {
    success: true,
    message: '',
    data: {
      version: 'v0.0.0-sim',
      system_name: 'Simulated API',
      start_time: unixSeconds(),
      quota_per_unit: 500_000,
      quota_display_type: 'USD',
      usd_exchange_rate: 7.3,
      price: 7.3,
    },
  })

interface Page {
  readonly path: string
  readonly methods: readonly string[]
  /** Whether it wants the key. */
  readonly keyed: boolean
  readonly on: (config: SimConfig) => boolean
  readonly reply: (config: SimConfig) => Script
}

/** What the simulated relay serves besides answers. */
export const pages: readonly Page[] = [
  { path: '/v1/models', methods: ['GET'], keyed: true, on: (config) => config.models_page, reply: listing },
  {
    path: '/v1beta/models',
    methods: ['GET'],
    keyed: true,
    on: (config) => config.models_page,
    reply: geminiListing,
  },
  { path: '/api/status', methods: ['GET'], keyed: false, on: (config) => config.status_page, reply: status },
  { path: '/', methods: ['GET'], keyed: false, on: () => true, reply: () => htmlReply(200, webPage) },
  {
    path: '/chat/completions',
    methods: ['GET', 'POST'],
    keyed: false,
    on: () => true,
    reply: () => htmlReply(200, webPage),
  },
]

export const notFound = (path: string): Script =>
  jsonReply(404, {
    error: { message: `Invalid URL (${path})`, type: 'invalid_request_error', param: '', code: '' },
  })

export const methodNotAllowed = (allowed: readonly string[]): Script => {
  const reply = jsonReply(405, {
    error: {
      message: 'Method not allowed',
      type: 'invalid_request_error',
      param: null,
      code: 'method_not_allowed',
    },
  })
  return { ...reply, headers: { ...reply.headers, allow: allowed.join(', ') } }
}
