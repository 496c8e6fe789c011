import fc from 'fast-check'
import { expect, test } from 'vitest'
import { protocols } from '../../src/protocols/index.ts'
import type { ReplyEvent } from '../../src/protocols/protocol.ts'
import { FrameTemplate } from '../../src/run/frame-template.ts'

const chat = (content: string, more: object = {}) =>
  JSON.stringify({
    id: 'a',
    model: 'm',
    choices: [{ index: 0, delta: { content }, finish_reason: null }],
    ...more,
  })

const wire = (data: string, event?: string) =>
  Buffer.from(`${event === undefined ? '' : `event: ${event}\r\n`}data: ${data}\n\n`)

const learn = (template: FrameTemplate, data: string, events: readonly ReplyEvent[]) =>
  template.learn(wire(data), 0, wire(data).length, events)

const learnt = (content: string) => {
  const template = new FrameTemplate()
  learn(template, chat(content), [
    { type: 'identity', id: 'a', model: 'm' },
    { type: 'text', text: content, visible: true },
  ])
  return template
}

/** Matches an event that stands in the middle of a chunk. */
function matched(template: FrameTemplate, data: string, event?: string) {
  const before = Buffer.from(': x\n')
  const one = wire(data, event)
  const end = template.match(Buffer.concat([before, one, Buffer.from('data: ')]), before.length)
  if (end < 0) return undefined
  expect(end).toBe(before.length + one.length)
  const { type, textStart, textEnd, ascii } = template
  const text = Buffer.concat([before, one]).toString('utf8', textStart, textEnd)
  expect(ascii).toBe(/^[\u0000-\u007f]*$/.test(text))
  return { type, text }
}

test('a frame of another event is not like it', () => {
  expect(matched(learnt('Hi'), chat('x'), 'error')).toBeUndefined()
})

test('text that has to be parsed is no reason to forget', () => {
  const template = learnt('Hi')
  learn(template, chat('"'), [{ type: 'text', text: '"', visible: true }])
  expect(matched(template, chat(' there'))).toEqual({ type: 'text', text: ' there' })
})

test('nothing is learnt where another string is escaped', () => {
  const template = new FrameTemplate()
  learn(template, chat('Hi').replace('"Hi"', '"\\u0048i"').replace('"a"', '"Hi"'), [
    { type: 'text', text: 'Hi', visible: true },
  ])
  expect(template.type).toBeUndefined()
})

test.each([
  ['the same but for its text', chat(' there'), { type: 'text', text: ' there' }],
  ['the same text again', chat('Hi'), { type: 'text', text: 'Hi' }],
  ['text that JSON escapes', chat('"'), undefined],
  ['a line break', chat('\n'), undefined],
  ['no text', chat(''), undefined],
  ['a usage beside it', chat('x', { usage: {} }), undefined],
  ['another id', chat('x').replace('"a"', '"b"'), undefined],
  ['text that ends the string early', chat('x').replace('"x"', '"x","content":"y"'), undefined],
  ['an end', '[DONE]', undefined],
])('after "Hi": %s', (_name, data, expected) => {
  expect(matched(learnt('Hi'), data)).toEqual(expected)
})

test.each([
  ['a text that stands twice', chat('m'), [{ type: 'text', text: 'm', visible: true }]],
  ['a text that is not visible', chat('Hi'), [{ type: 'text', text: 'Hi', visible: false }]],
  [
    'two deltas',
    chat('Hi'),
    [
      { type: 'text', text: 'Hi', visible: true },
      { type: 'reasoning', text: 'Hm' },
    ],
  ],
] as const)('nothing is learnt from %s, and what was known is forgotten', (_name, data, events) => {
  const template = learnt('Hi')
  learn(template, data, events)
  expect(matched(template, chat('x'))).toBeUndefined()
})

test('a frame that matches says what parsing it would have said', () => {
  const words = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 12 })
  fc.assert(
    fc.property(fc.constantFrom(...protocols), words, words, (protocol, first, second) => {
      const frames = [chat(first), chat(second)]
      const reader = protocol.openReader()
      const template = new FrameTemplate()
      learn(template, frames[0] ?? '', reader.frame(frames[0] ?? '', undefined))
      const like = matched(template, frames[1] ?? '')
      const parsed = reader.frame(frames[1] ?? '', undefined).filter(({ type }) => type !== 'identity')
      if (like) expect(parsed).toMatchObject([like])
    }),
    { seed: 1, numRuns: 1_000 },
  )
})
