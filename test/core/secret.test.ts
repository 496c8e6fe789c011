import fc from 'fast-check'
import { expect, test } from 'vitest'
import { redactor, Secret } from '../../src/core/secret.ts'

/** A key as an HTTP header can carry it. */
const key = fc.stringMatching(/^[\x21-\x7e]{8,80}$/)
const filterFor = (...keys: string[]) => redactor(keys.map((text) => new Secret(text)))

test.each<[string, (text: string) => string]>([
  ['as it is', (text) => text],
  ['in a URL', encodeURIComponent],
  [
    'in a URL, in small letters',
    (text) => encodeURIComponent(text).replace(/%../g, (code) => code.toLowerCase()),
  ],
  ['in a form', (text) => new URLSearchParams({ text }).toString().slice('text='.length)],
  ['in JSON', (text) => JSON.stringify(text).slice(1, -1)],
  ['in JSON as PHP writes it', (text) => JSON.stringify(text).slice(1, -1).replaceAll('/', '\\/')],
  ['in JSON as Go writes it', (text) => JSON.stringify(text).slice(1, -1).replace(/[<>&]/g, unicodeEscape)],
  ['in HTML', (text) => text.replace(/[&<>"']/g, (char) => `&#${char.charCodeAt(0)};`)],
])('a key %s is taken out, and nothing around it', (_, write) => {
  fc.assert(
    fc.property(key, (secret) => {
      // Around it stand characters that no key and no escape has.
      expect(filterFor(secret)(`您的密钥「${write(secret)}」无效`)).toBe('您的密钥「[secret]」无效')
    }),
    { seed: 1 },
  )
})

const unicodeEscape = (char: string) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`

test('a key in base64 is taken out whatever stands around it', () => {
  fc.assert(
    fc.property(key, fc.string({ maxLength: 9 }), fc.string({ maxLength: 9 }), (secret, before, after) => {
      for (const alphabet of ['base64', 'base64url'] as const) {
        const encoded = Buffer.from(`${before}${secret}${after}`).toString(alphabet)
        const left = filterFor(secret)(encoded).replaceAll('[secret]', '\n')
        expect(Buffer.from(left.split('\n').join(''), alphabet).toString('latin1')).not.toContain(secret)
        // All but the characters that share bits with what stands around.
        const own = Buffer.byteLength(`${before}${after}`) * (4 / 3) + 6
        expect(left.length).toBeLessThanOrEqual(own)
      }
    }),
    { seed: 1 },
  )
})

test('the beginning of a key at the end of a text is taken out, however it was cut', () => {
  fc.assert(
    fc.property(key, fc.integer({ min: 6, max: 79 }), (secret, length) => {
      const cut = secret.slice(0, length)
      expect(filterFor(secret)(`密钥 ${cut}`)).toBe('密钥 [secret]')
    }),
    { seed: 1 },
  )
})

test('what holds no key is left as it is', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 300 }), (text) => {
      const clean = filterFor('sk-canary-0123456789', 'another+key/with=signs')
      expect(clean(text)).toBe(text)
    }),
    { seed: 1 },
  )
})

test('the longer of two keys that begin alike is taken out whole', () => {
  expect(filterFor('sk-abcdef', 'sk-abcdef-0123')('sk-abcdef-0123 sk-abcdef')).toBe('[secret] [secret]')
})

test('a word that is too short to be a key stays', () => {
  expect(filterFor('none')('none at all')).toBe('none at all')
})

test('half a character does no harm', () => {
  expect(filterFor('key-\ud83d-half')('a key-\ud83d-half b')).toBe('a [secret] b')
})
