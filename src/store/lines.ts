import { closeSync, fstatSync, openSync, readSync } from 'node:fs'

const LF = 10
const blockBytes = 256 * 1024

/**
 * The whole lines of a file, without their ends; what stands behind the last line break is passed over. At most a block
 * and one line are in memory.
 * @param bytes only so much of the file is read
 */
export function* wholeLines(path: string, bytes: number): Generator<string> {
  const file = openSync(path, 'r')
  try {
    const block = Buffer.allocUnsafe(blockBytes)
    let begun = Buffer.alloc(0)
    for (let at = 0; at < bytes; ) {
      const read = block.subarray(0, readSync(file, block, 0, Math.min(blockBytes, bytes - at), at))
      if (read.length === 0) return
      at += read.length
      const rest = yield* linesIn(read, begun)
      begun = Buffer.concat([rest === read ? begun : Buffer.alloc(0), rest])
    }
  } finally {
    closeSync(file)
  }
}

/**
 * The lines that end in a block, `begun` in front of the first.
 * @returns what stands behind the last line break: the block itself when there is none
 */
function* linesIn(block: Buffer, begun: Buffer): Generator<string, Buffer> {
  let from = 0
  for (let end = block.indexOf(LF); end !== -1; end = block.indexOf(LF, from)) {
    // Bytes are put together before they are decoded: a character may be cut by the end of a block.
    const isCut = from === 0 && begun.length > 0
    yield isCut
      ? Buffer.concat([begun, block.subarray(0, end)]).toString()
      : block.toString('utf8', from, end)
    from = end + 1
  }
  return from === 0 ? block : block.subarray(from)
}

/** Bytes up to the last line break, looked for from the end; 0 when there is none. */
export function wholeBytes(path: string): number {
  const file = openSync(path, 'r')
  try {
    const block = Buffer.allocUnsafe(blockBytes)
    for (let end = fstatSync(file).size; end > 0; end -= blockBytes) {
      const start = Math.max(0, end - blockBytes)
      const read = block.subarray(0, readSync(file, block, 0, end - start, start))
      const last = read.lastIndexOf(LF)
      if (last !== -1) return start + last + 1
    }
    return 0
  } finally {
    closeSync(file)
  }
}
