import type { Text } from '../core/text.ts'

const text = (en: string, zh: string): Text => ({ en, zh })

/** `relaybench init`. */
export const initWords = {
  about: text(
    'write a profile: by questions, by flags, or from the relays that another tool knows',
    '生成配置文件：逐项提问、用参数给出，或从其他工具导入',
  ),
  fromFlag: (known: string): Text =>
    text(
      `take over relays from TOOL, or TOOL=FILE when its file is elsewhere (repeatable): ${known}`,
      `从工具导入，文件在别处时写作“工具=文件”（可重复）：${known}`,
    ),
  relayFlag: text('a relay, as NAME=BASE_URL (repeatable)', '一家中转站，写作“名称=地址”（可重复）'),
  modelFlag: text('a model wanted of all of them (repeatable)', '要测的模型（可重复）'),
  outFlag: text(
    'where to write the profile; - prints it (relays.yaml)',
    '配置文件路径；- 表示输出到屏幕（默认 relays.yaml）',
  ),
  importKind: text('tool to import from', '可导入的工具'),
  badRelay: (value: string): Text =>
    text(`--relay takes NAME=BASE_URL, not "${value}"`, `--relay 须写作“名称=地址”，而不是“${value}”`),
  badRelayHint: text(
    'for example: --relay poloai=https://api.poloai.cn/v1',
    '例如：“--relay poloai=https://api.poloai.cn/v1”',
  ),
  noFile: (tool: string, paths: string): Text =>
    text(`${tool} keeps nothing at ${paths}`, `${paths} 处没有 ${tool} 的文件`),
  noFileHint: (tool: string): Text =>
    text(`name its file: --from ${tool}=FILE`, `请指定文件：--from ${tool}=文件`),
  needsFile: (tool: string): Text =>
    text(
      `${tool} keeps its relays nowhere that is known: name a file`,
      `${tool} 没有固定的文件位置：请指定文件`,
    ),
  noneIn: (path: string): Text =>
    text(`no relay with an address of its own in ${path}`, `${path} 中没有带地址的中转站`),
  unreadable: (path: string, why: string): Text =>
    text(`cannot read ${path}: ${why}`, `无法读取 ${path}：${why}`),
  needsNewer: text(
    'this node reads no SQLite databases: use Node 22.13 or later',
    '当前 Node 无法读取 SQLite 数据库：请用 Node 22.13 或更高版本',
  ),
  exists: (path: string): Text => text(`${path} is there already`, `${path} 已存在`),
  existsHint: text('name another file with --out', '请用 --out 指定其他文件'),
  noModel: text('no model is known', '没有可用的模型名'),
  noModelHint: text('name at least one: --model gpt-5.6-sol', '请至少指定一个：--model gpt-5.6-sol'),
  nothingGiven: text('nothing to write a profile from', '没有可用来生成配置的内容'),
  nothingGivenHint: (found: string): Text =>
    found === ''
      ? text(
          'give --relay NAME=BASE_URL and --model NAME, or --from TOOL',
          '请给出 --relay 名称=地址 与 --model 名称，或 --from 工具',
        )
      : text(`found on this machine: --from ${found}`, `本机可导入：--from ${found}`),
  wrote: (path: string, relays: string, models: string): Text =>
    text(`${path}: ${relays} relays, ${models} models`, `${path}：${relays} 家中转站，${models} 个模型`),
  setKeys: text(
    'No key was copied. Set these variables, in the environment or in a .env file beside the profile:',
    '未复制任何密钥。请设置以下变量（环境变量，或配置文件旁的 .env）：',
  ),
  keyAt: (variable: string, place: string): Text =>
    text(`  ${variable}   the key stands in ${place}`, `  ${variable}   密钥在 ${place}`),
  keyMissing: (variable: string, relay: string): Text =>
    text(`  ${variable}   for ${relay}: no key was found`, `  ${variable}   ${relay}：未找到密钥`),
  keyThere: (variable: string, relay: string): Text =>
    text(
      `  ${variable}   for ${relay}, as that tool reads it`,
      `  ${variable}   ${relay}：与原工具使用同一变量`,
    ),
  next: (path: string): Text =>
    text(
      `Then: relaybench run ${path} --dry-run prints what it would send and cost.`,
      `然后：relaybench run ${path} --dry-run 会显示将发送的请求与费用。`,
    ),
  head: text(
    'Written by relaybench init. No key is in here: variables name them. All keys of a profile: docs/profile.md.',
    '由 relaybench init 生成。此处没有密钥，只写变量名。全部可用的键见 docs/profile.md。',
  ),
  further: (models: string): Text => text(`also known there: ${models}`, `其中还有：${models}`),
  questions: {
    name: text('Name of the relay', '中转站名称'),
    url: text(
      'Its base URL, as the OpenAI SDK would get it (with /v1)',
      '地址（base URL，与 OpenAI SDK 相同，含 /v1）',
    ),
    another: text('Another relay? Its name, or nothing', '还有其他中转站吗？填名称，没有则留空'),
    models: text('Models, with commas between', '模型，用逗号分隔'),
    from: (found: string): Text => text(`Take over relays from ${found}? (y/n)`, `从 ${found} 导入吗？(y/n)`),
  },
} as const
