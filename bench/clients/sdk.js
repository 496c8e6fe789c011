/** Baseline: the official openai SDK, stamped where its stream yields. */
import OpenAI from 'openai'
import { readArguments, runLoad, Stamps } from './load.js'

const settings = readArguments()
const client = new OpenAI({ baseURL: settings.url, apiKey: 'bench', maxRetries: 0 })

async function ask(request) {
  const stamps = new Stamps()
  for await (const chunk of await client.chat.completions.create(request))
    if (chunk.choices[0]?.delta.content) stamps.token()
  return stamps
}

await runLoad(settings, ask)
