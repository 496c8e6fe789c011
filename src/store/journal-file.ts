import { closeSync, existsSync, fsyncSync, ftruncateSync, mkdirSync, openSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import type { JournalRecord } from '../core/journal.ts'
import { UserError } from '../core/text.ts'
import { wholeBytes, wholeLines } from './lines.ts'
import { parseLine } from './parse-line.ts'

const journalName = 'journal.ndjson'
export const reportName = 'report.json'

/** The journal could not be written. What it holds so far is whole. */
export class JournalWriteError extends UserError {}

/**
 * An append-only journal, one JSON record a line. A record is handed to the operating system before `append` returns,
 * so a killed process loses none; a line that was written in part, on a full disk, is taken back.
 */
export class JournalWriter {
  readonly #file: number
  readonly #path: string
  #length: number

  private constructor(path: string, file: number, length: number) {
    this.#path = path
    this.#file = file
    this.#length = length
  }

  /** Begins a journal in a folder that must not hold a run yet; the folder is made. @throws JournalWriteError */
  static create(directory: string): JournalWriter {
    const path = join(directory, journalName)
    try {
      mkdirSync(directory, { recursive: true })
      return new JournalWriter(path, openSync(path, holdsRun(directory) ? 'wx' : 'w'), 0)
    } catch (error) {
      throw writeError(path, error)
    }
  }

  /** Goes on with a journal, after cutting off a last line that was not written whole. @throws JournalWriteError */
  static resume(directory: string): JournalWriter {
    const path = join(directory, journalName)
    try {
      const whole = wholeBytes(path)
      const file = openSync(path, 'r+')
      ftruncateSync(file, whole)
      return new JournalWriter(path, file, whole)
    } catch (error) {
      throw writeError(path, error)
    }
  }

  /** @throws JournalWriteError when the disk is full or gone; the journal then ends with the record before. */
  append(record: JournalRecord): void {
    const line = Buffer.from(`${JSON.stringify(record)}\n`)
    let written = 0
    try {
      while (written < line.length)
        written += writeSync(this.#file, line, written, line.length - written, this.#length + written)
      this.#length += line.length
    } catch (error) {
      if (written > 0) ftruncateSync(this.#file, this.#length)
      throw writeError(this.#path, error)
    }
  }

  close(): void {
    fsyncSync(this.#file)
    closeSync(this.#file)
  }
}

/** Whether a folder holds a journal with anything in it: a run that was killed before its first line has none. */
export function holdsRun(directory: string): boolean {
  const path = join(directory, journalName)
  return existsSync(path) && wholeBytes(path) > 0
}

function writeError(path: string, error: unknown): JournalWriteError {
  const why = error instanceof Error ? error.message : String(error)
  return new JournalWriteError(
    { en: `cannot write the journal ${path}: ${why}`, zh: `无法写入日志 ${path}：${why}` },
    {
      en: 'free some space or choose another folder with --out; go on later with --resume',
      zh: '请释放磁盘空间或用 --out 换一个目录；之后可用 --resume 继续',
    },
  )
}

/**
 * Reads a journal as it is now, line by line, each time that its records are iterated: it is never in memory as a whole.
 * A last line without its end, left by a killed process, is passed over.
 * @param path a run's folder, or a journal file
 * @throws UserError when there is none; while iterating, when a line in the middle is damaged, naming its number.
 */
export function readJournal(path: string): Iterable<JournalRecord> {
  const file = path.endsWith('.ndjson') ? path : join(path, journalName)
  if (!existsSync(file))
    throw new UserError(
      { en: `no journal at ${file}`, zh: `${file} 处没有日志` },
      {
        en: 'give the folder that `relaybench run` named at its end',
        zh: '请给出 `relaybench run` 结束时显示的目录',
      },
    )
  // A run may still be writing: every reading has to see the same.
  const bytes = wholeBytes(file)
  return { [Symbol.iterator]: () => records(file, bytes) }
}

function* records(file: string, bytes: number): Generator<JournalRecord> {
  let number = 0
  for (const line of wholeLines(file, bytes)) {
    number++
    const record = parseRecord(line, file, number)
    if (number === 1) checkHeader(record, file)
    yield record
  }
  if (number === 0) checkHeader(undefined, file)
}

function parseRecord(line: string, file: string, number: number): JournalRecord {
  try {
    const record = parseLine(line)
    if (typeof record === 'object' && record !== null && 'type' in record) return record as JournalRecord
  } catch {
    // Falls through to the error below, which says where.
  }
  throw new UserError({
    en: `${file}:${number}: not a journal record`,
    zh: `${file}:${number}：不是日志记录`,
  })
}

function checkHeader(first: JournalRecord | undefined, file: string): void {
  if (first?.type === 'run' && first.schema === 'relaybench.journal/1') return
  if (first === undefined)
    throw new UserError(
      {
        en: `${file} is empty: the run was ended before it sent anything`,
        zh: `${file} 为空：该次运行在发送任何请求之前就已结束`,
      },
      { en: 'run the profile again with the same --out', zh: '请用同一个 --out 重新运行该配置' },
    )
  throw new UserError({
    en: `${file} is not a relaybench journal of a version this program reads`,
    zh: `${file} 不是本程序可读取的 relaybench 日志`,
  })
}
