/**
 * How exact and how cheap is relaybench as a client? Every client gets the same load from a server that records what it
 * really did; errors are differences to that record, request by request. `npm run bench`, after a build.
 *
 *   --load L,L     STREAMSxREQUESTS[@GAP_MS][/TOKENS][+tls|+h2]
 *   --client C,C   c, raw-net, raw-h2, relaybench, fetch, sdk, aiohttp
 *   --repeat N     medians of N                                  --split      where the errors arise
 *   --priority     server under SCHED_FIFO, client at nice -19   --footprint  size and start-up only
 *   --python PATH  for aiohttp                                   --json       rows as JSON lines
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { cpus, tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { contenders } from './contenders.js'
import { installedSize, startUp, turns } from './footprint.js'
import { defaultLoads, describeLoad, parseLoad } from './loads.js'
import { build, jsonLines, makeCertificate, parseLines, pinning, start } from './machine.js'
import { measure, summarise } from './pairing.js'
import { loadTable, remarks, splitLine } from './table.js'

const { values: flags } = parseArgs({
  options: {
    load: { type: 'string' },
    client: { type: 'string' },
    repeat: { type: 'string', default: '1' },
    python: { type: 'string', default: 'python3' },
    split: { type: 'boolean' },
    priority: { type: 'boolean' },
    footprint: { type: 'boolean' },
    json: { type: 'boolean' },
  },
})
const note = (text) => console.error(`note: ${text}`)
const print = (text) => (flags.json ? console.error(text) : console.log(text))

const directory = mkdtempSync(join(tmpdir(), 'relaybench-bench-'))
process.on('exit', () => rmSync(directory, { recursive: true, force: true }))

async function startServer({ server, nodeServer, certificate, key, pinned }, { firstMs, tokens, gapMs, h2 }) {
  const program = h2 ? nodeServer : server
  const child = start(
    [...pinned.server, ...program, firstMs, tokens, gapMs, ...(key ? [certificate, key] : [])].map(String),
  )
  const [ports] = await new Promise((resolve) =>
    child.stdout.once('data', (data) => resolve(String(data).split('\n'))),
  )
  const [port, tlsPort] = ports.split(' ').map(Number)
  return { child, port, tlsPort }
}

let runs = 0

/** One client under one load, with a server of its own. */
async function runOnce(contender, load, setting) {
  const { child: server, port, tlsPort } = await startServer(setting, load)
  try {
    const url = load.tls ? `https://127.0.0.1:${tlsPort}/v1` : `http://127.0.0.1:${port}/v1`
    const own = mkdtempSync(join(directory, `run${runs++}-`))
    const command = contender.command({ url, load, directory: own, certificate: setting.certificate })
    const env = { ...process.env, ...(load.tls && { NODE_EXTRA_CA_CERTS: setting.certificate }) }
    const clientLines = await jsonLines(start([...setting.pinned.client, ...command], env))
    const dump = await fetch(`http://127.0.0.1:${port}/dump`)
    return measure(load, clientLines, parseLines(await dump.text()))
  } finally {
    server.kill()
  }
}

/** Repetitions of all contenders take turns, so that a noisy minute does not fall on one of them. */
async function runLoad(load, all, setting) {
  const repetitions = new Map()
  for (let i = 0; i < Number(flags.repeat); i++)
    for (const contender of all) {
      const reason = contender.skip(load)
      if (reason) {
        if (i === 0) note(`${contender.name} is left out of ${load.name}: ${reason}`)
        continue
      }
      try {
        const row = await runOnce(contender, load, setting)
        repetitions.set(contender.name, [...(repetitions.get(contender.name) ?? []), row])
      } catch (error) {
        note(`${contender.name} failed at ${load.name}: ${error.message}`)
      }
    }
  return new Map([...repetitions].map(([name, rows]) => [name, summarise(rows)]))
}

function show(load, rows) {
  print(`\n${load.name}: ${describeLoad(load)}`)
  print(loadTable(rows))
  for (const remark of remarks(rows, load)) print(`  ${remark}`)
  if (flags.split) for (const [name, row] of rows) print(splitLine(name, row))
  if (flags.json)
    for (const [client, row] of rows) console.log(JSON.stringify({ load: load.name, client, ...row }))
}

async function showFootprint(pinned) {
  const size = installedSize()
  const mb = (bytes) => `${(bytes / 1e6).toFixed(1)} MB`
  const largest = size.largest.map(({ name, bytes }) => `${name} ${mb(bytes)}`).join(', ')
  print(`\ninstalled: ${mb(size.ownBytes + size.dependencyBytes)}, of which relaybench ${mb(size.ownBytes)}`)
  print(
    `production dependencies: ${size.direct} direct, ${size.all} in all, ${mb(size.dependencyBytes)} (${largest})`,
  )
  const times = await startUp(pinned.client)
  print(`start-up, medians of ${turns} taken in turns, more than bare node; CPU time, mean, the same:`)
  const cell = (value) => (Number.isNaN(value) ? '-' : value.toFixed(0)).padStart(5)
  for (const { name, ms, more, cpuMs, moreCpu } of times)
    print(`  ${name.padEnd(28)} ${cell(ms)} ms ${cell(more)} · CPU ${cell(cpuMs)} ms ${cell(moreCpu)}`)
  if (flags.json) console.log(JSON.stringify({ footprint: size, startUp: times }))
}

function chosen(all) {
  const names = flags.client?.split(',')
  const unknown = names?.find((name) => !all.some((contender) => contender.name === name))
  if (unknown) throw new Error(`no client "${unknown}"; there are ${all.map(({ name }) => name).join(', ')}`)
  return names ? all.filter(({ name }) => names.includes(name)) : all
}

async function main() {
  const pinned = pinning(flags.priority, note)
  if (flags.footprint) return showFootprint(pinned)
  const loads = (flags.load?.split(',') ?? defaultLoads).map(parseLoad)
  const { server, nodeServer, client, tls } = build(directory, note)
  const speaks = (load) => !load.tls || tls || load.h2
  const secured = loads.some((load) => load.tls && speaks(load)) ? makeCertificate(directory) : undefined
  const all = chosen(contenders({ client, python: flags.python }))
  print(`${cpus().length} x ${cpus()[0]?.model ?? 'unknown CPU'}, Node ${process.version}`)
  print(
    "Errors in ms against the server's record of the same request; CPU in ms per 1,000 chunks. Other work on this machine shows in every row.",
  )
  for (const load of loads) {
    if (load.tls && !(secured && speaks(load)))
      note(`${load.name} is left out: TLS needs OpenSSL's headers and command`)
    else show(load, await runLoad(load, all, { server, nodeServer, pinned, ...secured }))
  }
  if (!flags.load && !flags.client) await showFootprint(pinned)
}

await main()
