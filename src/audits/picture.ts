import { crc32, deflateSync } from 'node:zlib'

export const colours = {
  red: [220, 20, 20],
  green: [20, 160, 20],
  blue: [20, 40, 220],
  yellow: [250, 230, 20],
  black: [0, 0, 0],
  white: [255, 255, 255],
} as const
export type Colour = keyof typeof colours

/** Width and height in pixels: models see nothing in smaller ones. */
const side = 96

/** A PNG of four squares, from left to right and from top to bottom, as base64. */
export function fourSquares(squares: readonly Colour[]): string {
  const rows = Array.from({ length: side }, (_, y) => {
    const row = Buffer.alloc(1 + 3 * side)
    for (let x = 0; x < side; x++) {
      const square = squares[(y < side / 2 ? 0 : 2) + (x < side / 2 ? 0 : 1)] ?? 'black'
      row.set(colours[square], 1 + 3 * x)
    }
    return row
  })
  const header = Buffer.alloc(13)
  header.writeUInt32BE(side, 0)
  header.writeUInt32BE(side, 4)
  // Eight bits a sample, red, green and blue.
  header.set([8, 2, 0, 0, 0], 8)
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(Buffer.concat(rows))),
    chunk('IEND', Buffer.alloc(0)),
  ]).toString('base64')
}

/** @see PNG (W3C), section 5.3: length, type, data, check sum of type and data */
function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data])
  const frame = Buffer.alloc(8)
  frame.writeUInt32BE(data.length, 0)
  frame.writeUInt32BE(crc32(body), 4)
  return Buffer.concat([frame.subarray(0, 4), body, frame.subarray(4)])
}
