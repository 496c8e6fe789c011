import type { Text } from '../core/text.ts'

const text = (en: string, zh: string): Text => ({ en, zh })

/** `relaybench export`. */
export const exportWords = {
  about: text(
    'write a primary and its backups down for the programs that will use them',
    '把选定的主用与备用写成各种程序可用的配置',
  ),
  argument: text(
    'a profile, or the folder of a run or its report.json',
    '配置文件，或运行目录 / report.json',
  ),
  toFlag: (known: string): Text => text(`form: ${known}`, `格式：${known}`),
  primaryFlag: text(
    'the relay that is asked first; NAME or NAME/LINE',
    '主用中转站，写作“名称”或“名称/线路”',
  ),
  backupFlag: text('a relay that takes over (repeatable, in order)', '备用中转站（可重复，按顺序）'),
  outFlag: text('write it to a file', '写入文件'),
  kind: text('export format', '导出格式'),
  noRelay: (name: string): Text => text(`no relay is called ${name}`, `没有名为 ${name} 的中转站`),
  known: (names: string): Text => text(`there are: ${names}`, `可选：${names}`),
  noAddress: (name: string): Text =>
    text(`${name} has no address: it is simulated`, `${name} 没有地址：它是模拟的`),
  wrongProtocol: (name: string, protocol: string, format: string): Text =>
    text(
      `${name} speaks ${protocol}, which ${format} cannot ask`,
      `${name} 使用 ${protocol} 协议，${format} 不支持`,
    ),
  missing: (flag: string): Text => text(`${flag} is missing`, `缺少 ${flag}`),
  measured: (n: string, date: string): Text =>
    text(
      `Time limits: three times the slowest measured (n=${n}, ${date}), within sensible bounds. Written by relaybench.`,
      `时限：实测最慢值的三倍（n=${n}，${date}），并限于合理范围。由 relaybench 生成。`,
    ),
  usual: text(
    'Time limits: usual ones, nothing was measured. Written by relaybench.',
    '时限：通用值，未经实测。由 relaybench 生成。',
  ),
  keys: (variables: string): Text => text(`Keys are read from: ${variables}`, `密钥取自变量：${variables}`),
} as const
