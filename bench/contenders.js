/** Who is measured, and how each is started. All take the same load and print the same lines. */
import { execFileSync } from 'node:child_process'
import { join } from 'node:path'

const clients = join(import.meta.dirname, 'clients')

const parameters = ({ url, load, directory, certificate }) => [
  ...['--url', url, '--streams', load.streams, '--requests', load.requests, '--spread', load.spreadMs].map(
    String,
  ),
  ...['--directory', directory, ...(load.tls ? ['--ca', certificate] : []), ...(load.h2 ? ['--h2'] : [])],
]

const http1Only = ({ h2 }) => (h2 ? 'it speaks HTTP/1.1' : undefined)

const nodeClient = (name, { skip = () => undefined, flags = [] } = {}) => ({
  name,
  skip,
  command: (setting) => [process.execPath, ...flags, join(clients, `${name}.js`), ...parameters(setting)],
})

const hasAiohttp = (python) => {
  try {
    execFileSync(python, ['-c', 'import aiohttp'], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}

/** @returns contenders in the order of the table; `skip(load)` says why one takes no part */
export function contenders({ client, python }) {
  const aiohttp = hasAiohttp(python)
  return [
    {
      name: 'c',
      skip: (load) => http1Only(load) ?? (client ? undefined : 'there is no C compiler'),
      command: ({ url, load }) => [
        client,
        ...[new URL(url).port, load.streams, load.requests, load.spreadMs].map(String),
        ...(load.tls ? ['tls'] : []),
      ],
    },
    nodeClient('raw-net', { skip: http1Only }),
    nodeClient('raw-h2', { skip: ({ h2 }) => (h2 ? undefined : 'it speaks HTTP/2') }),
    nodeClient('relaybench', { flags: ['--import', join(clients, 'quiet.js')] }),
    nodeClient('fetch', { skip: http1Only }),
    nodeClient('sdk', {
      skip: (load) => http1Only(load) ?? (load.streams > 1000 ? 'it falls minutes behind' : undefined),
    }),
    {
      name: 'aiohttp',
      skip: (load) =>
        http1Only(load) ?? (aiohttp ? undefined : `${python} has no aiohttp (--python names another)`),
      command: (setting) => [python, join(clients, 'python-aiohttp.py'), ...parameters(setting)],
    },
  ]
}
