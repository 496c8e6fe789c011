import {
  closeSync,
  existsSync,
  fsyncSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readFileSync,
  writeSync,
} from 'node:fs'
import { join } from 'node:path'
import type { JournalRecord } from '../core/journal.ts'
import { UserError } from '../core/text.ts'

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
      const whole = wholeBytes(readFileSync(path))
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
  return existsSync(path) && wholeBytes(readFileSync(path)) > 0
}

const LF = 10
const wholeBytes = (content: Buffer): number => content.lastIndexOf(LF) + 1

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
 * Reads a journal. A last line without its end, left by a killed process, is passed over.
 * @param path a run's folder, or a journal file
 * @throws UserError when there is none, or a line in the middle is damaged, naming its number.
 */
export function readJournal(path: string): readonly JournalRecord[] {
  const file = path.endsWith('.ndjson') ? path : join(path, journalName)
  if (!existsSync(file))
    throw new UserError(
      { en: `no journal at ${file}`, zh: `${file} 处没有日志` },
      {
        en: 'give the folder that `relaybench run` named at its end',
        zh: '请给出 `relaybench run` 结束时显示的目录',
      },
    )
  const content = readFileSync(file)
  const lines = content.toString('utf8', 0, wholeBytes(content)).split('\n').slice(0, -1)
  const records = lines.map((line, index) => parseRecord(line, file, index + 1))
  checkHeader(records[0], file)
  return records
}

function parseRecord(line: string, file: string, number: number): JournalRecord {
  try {
    const record: unknown = JSON.parse(line)
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
