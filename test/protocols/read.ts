import type { Reply } from '../../src/core/observation.ts'
import { protocolNamed } from '../../src/protocols/index.ts'
import type { ReplyEvent } from '../../src/protocols/protocol.ts'
import { Draft } from '../../src/run/draft.ts'

/** What a reply looks like when these frames arrive, frame n at stamp n; values that are not text are sent as JSON. */
export function streamed(id: string, frames: readonly unknown[]) {
  const reader = protocolNamed(id).openReader()
  const draft = new Draft()
  const events: ReplyEvent[] = []
  for (const [at, frame] of frames.entries()) {
    const read = reader.frame(typeof frame === 'string' ? frame : JSON.stringify(frame), undefined)
    events.push(...read)
    draft.frame(read, at)
  }
  return { ...settled(draft), stamps: draft.stamps, complete: reader.complete, events }
}

/** What a reply looks like when this is the whole body. */
export function whole(id: string, body: unknown) {
  const draft = new Draft()
  draft.apply(protocolNamed(id).openReader().whole(body), undefined)
  return settled(draft)
}

/** A reply's own fields; what the reader did not say is absent. */
function settled(draft: Draft): Partial<Reply> {
  const { shape, textLength, reasoningLength, ...said } = draft.reply('stream', undefined, 10_000)
  return said
}
