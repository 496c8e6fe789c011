import type { Text } from '../core/text.ts'

const text = (en: string, zh: string): Text => ({ en, zh })

/** Words for continuous integration: files beside the report, job summaries, annotations. */
export const ciWords = {
  saveFlag: text(
    'write the report in that format to a file too, as FORMAT=FILE (repeatable)',
    '另以该格式写入文件，写作“格式=文件”（可重复）',
  ),
  htmlFlag: text('write an HTML page too, one file to send around', '另写入一个 HTML 网页文件，便于转发'),
  noSummaryFlag: text('leave out the job summary of GitHub Actions', '不写入 GitHub Actions 的任务摘要'),
  noAnnotationsFlag: text('leave out the annotations of GitHub Actions', '不输出 GitHub Actions 的注解'),
  badSave: (value: string): Text =>
    text(`--save takes FORMAT=FILE, not "${value}"`, `--save 须写作“格式=文件”，而不是“${value}”`),
  badSaveHint: text('for example: --save junit=report.xml', '例如：“--save junit=report.xml”'),
  savedTwice: (path: string): Text => text(`--save names ${path} twice`, `--save 两次指定了同一文件 ${path}`),
  saveWithAs: text(
    '--save keeps the report itself, and does not go with --as',
    '--save 保存的是报告本身，不能与 --as 同用',
  ),
  unsaved: (path: string, why: string): Text =>
    text(`cannot write ${path}: ${why}`, `无法写入 ${path}：${why}`),
  unsavedHint: text(
    'free some space, or name a file in a folder that exists and may be written to',
    '请释放磁盘空间，或指定一个已存在且可写的目录中的文件',
  ),
  isFolder: text('it is a folder', '这是一个目录'),

  measured: (verdict: Text, value: string, interval: string, n: string): Text =>
    text(
      `${verdict.en}; measured ${value}, 95% CI ${interval}, n=${n}`,
      `${verdict.zh}；实测 ${value}，95% 区间 ${interval}，n=${n}`,
    ),
  confirmed: (verdict: Text, found: Text): Text =>
    text(`${verdict.en}; ${found.en}`, `${verdict.zh}；${found.zh}`),
  place: (names: string, mode: Text): Text => text(`${names}, ${mode.en}`, `${names}（${mode.zh}）`),
  further: (count: string): Text => text(`and ${count} more, in the report`, `另有 ${count} 项，见报告`),

  summaryCut: (lines: string): Text =>
    text(
      `Cut here: GitHub takes 1 MiB a step, so ${lines} lines are left out. The report that was printed or saved is whole.`,
      `在此截断：GitHub 每一步至多接受 1 MiB，省略了 ${lines} 行。打印或保存的报告是完整的。`,
    ),
  noRoom: text(
    'the job summary has no room left: GitHub takes 1 MiB a step',
    '任务摘要已无空间：GitHub 每一步至多接受 1 MiB',
  ),
  summaryUnwritten: (path: string, why: string): Text =>
    text(`cannot write the job summary ${path}: ${why}`, `无法写入任务摘要 ${path}：${why}`),
} as const
