import { X509Certificate } from 'node:crypto'
import { expect, test } from 'vitest'
import { ask, targetAt } from './ask-target.ts'
import { certificateFor } from './certificate.ts'
import { answering, secureWeb, withServer, mute, frames, web } from './servers.ts'
import { classify } from '../../src/metrics/classify.ts'

test('certificate', async () => {
  const c = certificateFor('localhost', '127.0.0.1')
  const x = new X509Certificate(c.cert)
  console.log(x.subjectAltName, x.ca, x.verify(x.publicKey))
  for (const host of ['localhost', '127.0.0.1'])
  for (const [names, lane] of [[['localhost'], {ca:1}], [['127.0.0.1'], {ca:1}], [['localhost'], {insecure:true}], [['localhost'], {}]] as any)
  {
    const c = certificateFor(...names)
    await withServer(secureWeb(c, answering), async ({port}) => {
      const u = `https://${host}:${port}/v1`
      const o = await ask(targetAt(u, {lane: {origin: new URL(u), ...(lane.insecure && {insecure: true}), ...(lane.ca && {ca: c.cert})}}))
      console.log(host, names, lane, classify(o), JSON.stringify(o.ending), o.reply.text, JSON.stringify(o.connection))
    })
  }
  await withServer(mute(), async ({port, sockets}) => {
      const u = `https://127.0.0.1:${port}/v1`
      const o = await ask(targetAt(u, {timeouts: {connectMs: 150, firstTokenMs: 1000, idleMs: 1000, totalMs: 1000}}))
      await new Promise(r => setTimeout(r, 50))
      console.log(classify(o), o.timeline, o.ending, sockets.length, sockets[0]?.destroyed, sockets[0]?.readableEnded)
  })
  await withServer(web((_q, r) => { r.writeHead(200, {'content-type':'text/event-stream'}); r.flushHeaders(); setTimeout(() => r.socket?.resetAndDestroy(), 20) }), async ({port, sockets}) => {
      const u = `http://127.0.0.1:${port}/v1`
      const o = await ask(targetAt(u))
      console.log(classify(o), o.timeline, o.ending, sockets.length)
  })
})
