import { generateKeyPairSync, randomBytes, sign } from 'node:crypto'
import { isIP } from 'node:net'

/** One element of DER (ITU-T X.690): tag, length, content. */
function der(tag: number, ...content: readonly Uint8Array[]): Buffer {
  const body = Buffer.concat(content)
  if (body.length < 0x80) return Buffer.concat([Buffer.of(tag, body.length), body])
  const length = Buffer.alloc(4)
  length.writeUInt32BE(body.length)
  const shortest = length.subarray(length.findIndex((byte) => byte > 0))
  return Buffer.concat([Buffer.of(tag, 0x80 | shortest.length), shortest, body])
}

const sequence = (...parts: readonly Uint8Array[]): Buffer => der(0x30, ...parts)
const oid = (...bytes: readonly number[]): Buffer => der(0x06, Buffer.from(bytes))
const time = (text: string): Buffer => der(0x18, Buffer.from(text))
const bits = (bytes: Uint8Array): Buffer => der(0x03, Buffer.of(0), bytes)
const yes = der(0x01, Buffer.of(0xff))

const ecdsaWithSha256 = sequence(oid(0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x03, 0x02))
const commonName = sequence(der(0x31, sequence(oid(0x55, 0x04, 0x03), der(0x0c, Buffer.from('test relay')))))
const validity = sequence(time('20200101000000Z'), time('20991231235959Z'))

const alternativeName = (name: string): Buffer =>
  isIP(name) ? der(0x87, Buffer.from(name.split('.').map(Number))) : der(0x82, Buffer.from(name))

/** Extensions: it is its own authority (basicConstraints), and these are its names (subjectAltName). */
const extensions = (names: readonly string[]): Buffer =>
  der(
    0xa3,
    sequence(
      sequence(oid(0x55, 0x1d, 0x13), yes, der(0x04, sequence(yes))),
      sequence(oid(0x55, 0x1d, 0x11), der(0x04, sequence(...names.map(alternativeName)))),
    ),
  )

export interface TestCertificate {
  readonly key: string
  readonly cert: string
}

/** Makes a self-signed certificate (RFC 5280) for these names, with a key of its own. */
export function certificateFor(...names: readonly string[]): TestCertificate {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const signed = sequence(
    der(0xa0, der(0x02, Buffer.of(2))),
    der(0x02, Buffer.of(1), randomBytes(8)),
    ecdsaWithSha256,
    commonName,
    validity,
    commonName,
    publicKey.export({ type: 'spki', format: 'der' }),
    extensions(names),
  )
  const certificate = sequence(signed, ecdsaWithSha256, bits(sign('sha256', signed, privateKey)))
  const lines = certificate
    .toString('base64')
    .match(/.{1,64}/g)
    ?.join('\n')
  return {
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    cert: `-----BEGIN CERTIFICATE-----\n${lines}\n-----END CERTIFICATE-----\n`,
  }
}
