/** Baseline: fetch, a TextDecoder, split by lines and JSON.parse for every event, as most people write it. */
import { readArguments, runLoad, Stamps } from './load.js'

const settings = readArguments()

async function ask(request) {
  const stamps = new Stamps()
  const response = await fetch(`${settings.url}/chat/completions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: 'Bearer bench' },
    body: JSON.stringify(request),
  })
  const decoder = new TextDecoder()
  let rest = ''
  for await (const chunk of response.body) {
    const lines = (rest + decoder.decode(chunk, { stream: true })).split('\n')
    rest = lines.pop()
    for (const line of lines) {
      if (!line.startsWith('data: ') || line === 'data: [DONE]') continue
      if (JSON.parse(line.slice(6)).choices[0]?.delta.content) stamps.token()
    }
  }
  return stamps
}

await runLoad(settings, ask)
