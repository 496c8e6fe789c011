import { constants, crc32, deflateRawSync } from 'node:zlib'
import { isWrite, type Step } from './script.ts'

/** Magic, deflate, no flags, no time, unknown system. RFC 1952, section 2.3. */
const head = Uint8Array.of(0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0xff)
/** An empty last deflate block. */
const lastBlock = Uint8Array.of(3, 0)

/** A gzip member written piece by piece; every piece can be decoded as soon as it has arrived. */
class GzipPieces {
  #checksum = 0
  #length = 0
  #begun = false

  /** @param block `bytes` deflated by {@link deflateBlock}, where the caller has it already. */
  piece(bytes: Uint8Array, block: Uint8Array = deflateBlock(bytes)): Uint8Array {
    this.#checksum = crc32(bytes, this.#checksum)
    this.#length += bytes.length
    const begun = this.#begun
    this.#begun = true
    return begun ? block : Buffer.concat([head, block])
  }

  end(): Uint8Array {
    const trailer = Buffer.alloc(8)
    trailer.writeUInt32LE(this.#checksum, 0)
    trailer.writeUInt32LE(this.#length % 2 ** 32, 4)
    return Buffer.concat([this.#begun ? new Uint8Array() : head, lastBlock, trailer])
  }
}

/** Deflates on its own: no reference to what came before, a byte boundary at the end, so blocks can be repeated. */
const deflateBlock = (bytes: Uint8Array): Uint8Array =>
  deflateRawSync(bytes, { finishFlush: constants.Z_SYNC_FLUSH })

/** Compresses what a reply writes; the same bytes object again and again is deflated once. */
export function* gzipped(steps: Iterable<Step>): Generator<Step> {
  const gzip = new GzipPieces()
  let last: { readonly bytes: Uint8Array; readonly block: Uint8Array } | undefined
  for (const step of steps) {
    if (step.do === 'end') yield { do: 'write', atMs: step.atMs, part: 'done', bytes: gzip.end() }
    if (isWrite(step)) {
      if (last?.bytes !== step.bytes) last = { bytes: step.bytes, block: deflateBlock(step.bytes) }
      yield { ...step, bytes: gzip.piece(step.bytes, last.block) }
    } else yield step
  }
}
