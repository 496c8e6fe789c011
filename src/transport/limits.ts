import type { Ms } from '../core/clock.ts'

/** Bounds on what a relay can make us hold in memory. A hostile one reaches them and is cut off; no honest answer does. */
export interface SizeLimits {
  readonly lineBytes: number
  readonly eventBytes: number
  /** A body of frames, of which only a part is ever held. */
  readonly bodyBytes: number
  /** A body that must be held whole to be read. */
  readonly wholeBytes: number
  readonly headerBytes: number
  /** Bytes after decompression, when a body came compressed. */
  readonly decompressedBytes: number
  /** How many times its own size a compressed body may unpack to, beyond the first MiB. */
  readonly decompressionRatio: number
}

export const defaultSizeLimits: SizeLimits = {
  lineBytes: 4 * 1024 * 1024,
  eventBytes: 4 * 1024 * 1024,
  bodyBytes: 16 * 1024 * 1024,
  wholeBytes: 4 * 1024 * 1024,
  headerBytes: 64 * 1024,
  decompressedBytes: 16 * 1024 * 1024,
  decompressionRatio: 200,
}

/** Bounds on time, one a phase; `firstTokenMs` is absent when no stream was asked for. */
export interface Deadlines {
  readonly connectMs: Ms
  readonly firstTokenMs?: Ms
  readonly idleMs: Ms
  readonly totalMs: Ms
}
