import { inflateSync } from 'node:zlib'
import type { Skill } from './skill.ts'

const names: readonly (readonly [name: string, red: number, green: number, blue: number])[] = [
  ['red', 220, 20, 20],
  ['green', 20, 160, 20],
  ['blue', 20, 40, 220],
  ['yellow', 250, 230, 20],
  ['black', 0, 0, 0],
  ['white', 255, 255, 255],
]

/** "The picture is made of four squares": their colours; without a picture, a guess. */
export const picture: Skill = {
  id: 'picture',
  answer({ task, pngBase64 }) {
    if (!/\bpicture\b/i.test(task)) return undefined
    return pngBase64 === undefined
      ? 'I see no picture.'
      : coloursIn(Buffer.from(pngBase64, 'base64')).join(' ')
  },
}

/** Middles of the four quarters of a PNG of eight bits a sample, without filters. */
function coloursIn(png: Buffer): readonly string[] {
  const [width, height] = [png.readUInt32BE(16), png.readUInt32BE(20)]
  const pixels = inflateSync(dataOf(png))
  const at = (x: number, y: number): string => {
    const start = y * (1 + 3 * width) + 1 + 3 * x
    return nearest(pixels[start] ?? 0, pixels[start + 1] ?? 0, pixels[start + 2] ?? 0)
  }
  const [left, right] = [Math.floor(width / 4), Math.floor((3 * width) / 4)]
  const [top, bottom] = [Math.floor(height / 4), Math.floor((3 * height) / 4)]
  return [at(left, top), at(right, top), at(left, bottom), at(right, bottom)]
}

function dataOf(png: Buffer): Buffer {
  const parts: Buffer[] = []
  for (let at = 8; at + 8 <= png.length; ) {
    const length = png.readUInt32BE(at)
    if (png.toString('latin1', at + 4, at + 8) === 'IDAT') parts.push(png.subarray(at + 8, at + 8 + length))
    at += 12 + length
  }
  return Buffer.concat(parts)
}

function nearest(red: number, green: number, blue: number): string {
  const distance = ([, r, g, b]: (typeof names)[number]): number => Math.hypot(r - red, g - green, b - blue)
  return names.toSorted((a, b) => distance(a) - distance(b))[0]?.[0] ?? 'black'
}
