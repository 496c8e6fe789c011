/**
 * Preloaded into every third-party server that the interop tests start (plain CommonJS: it runs in a bare child).
 * The server gets a free port on 127.0.0.1 whatever it asked for, and tells its parent which; it cannot open a
 * connection to anything but loopback, and each attempt is reported; it dies with its parent.
 */
const { isIP, Server, Socket } = require('node:net')
const dgram = require('node:dgram')

const tell = (message) => process.connected && process.send(message)

const listen = Server.prototype.listen
Server.prototype.listen = function (...args) {
  const callback = args.findLast((arg) => typeof arg === 'function')
  this.once('listening', () => tell({ port: this.address().port }))
  return listen.call(this, { host: '127.0.0.1', port: 0 }, ...(callback ? [callback] : []))
}

const isLoopback = (host) =>
  host === 'localhost' || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'))

/** `connect` takes (options), (port, host?), (path) or the array that `net.connect` has already normalized. */
function target([first, second]) {
  if (Array.isArray(first)) return target(first)
  if (typeof first === 'object' && first !== null) return first
  return { port: first, host: typeof second === 'string' ? second : 'localhost' }
}

const connect = Socket.prototype.connect
Socket.prototype.connect = function (...args) {
  const { host = 'localhost', path } = target(args)
  if (path === undefined && isLoopback(host)) return connect.apply(this, args)
  tell({ refused: path ?? host })
  // Later, as a real failure would come: TLS still touches the handle right after this call.
  process.nextTick(() => this.destroy(new Error(`only loopback may be reached, not ${path ?? host}`)))
  return this
}

dgram.createSocket = () => {
  tell({ refused: 'udp' })
  throw new Error('no datagrams')
}

process.on('disconnect', () => process.exit())
