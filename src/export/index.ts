import { env } from './env.ts'
import type { Exporter } from './exporter.ts'
import { litellm } from './litellm.ts'
import { newApi } from './new-api.ts'
import { nginx } from './nginx.ts'
import { oneApi } from './one-api.ts'
import { openaiPython } from './openai-python.ts'
import { openaiTypescript } from './openai-typescript.ts'
import { portkey } from './portkey.ts'

export type { Deployment, Exporter, ExportRelay } from './exporter.ts'

/** Every form that a choice of relays can be written in. Add one: write its file, list it here. */
export const exporters: readonly Exporter[] = [
  openaiPython,
  openaiTypescript,
  litellm,
  newApi,
  oneApi,
  portkey,
  nginx,
  env,
]
