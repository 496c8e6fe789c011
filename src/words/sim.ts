import type { Text } from '../core/text.ts'

const text = (en: string, zh: string): Text => ({ en, zh })

/** Words of `relaybench sim`. */
export const simWords = {
  about: text(
    'run a simulated relay on loopback that misbehaves as it is told, to test any client',
    '在本机运行一个按指定方式出错的模拟中转站，可用来测试任何客户端',
  ),
  what: text(
    'a preset (good, slow, flaky, ghost) or a YAML file of settings',
    '预设（good、slow、flaky、ghost）或 YAML 设置文件',
  ),
  port: text('port on 127.0.0.1 (default: any free one)', '127.0.0.1 上的端口（默认任取空闲端口）'),
  seed: text('seed of texts, latencies and faults', '文本、耗时与故障的随机种子'),
  fault: text(
    'a fault, such as cut:0.2 for one request in five (repeatable)',
    '故障，如 cut:0.2 表示五次里一次（可重复）',
  ),
  listFaults: text('list the faults there are', '列出所有故障'),
  listening: (url: string): Text =>
    text(`listening on ${url} (Ctrl-C ends it)`, `正在监听 ${url}（Ctrl-C 结束）`),
  closed: (requests: number): Text =>
    text(`closed after ${requests} requests`, `已关闭，共收到 ${requests} 次请求`),
  badSetting: (where: string, problem: string): Text =>
    text(`${where}: ${problem}`, `${where}：设置有误：${problem}`),
  notFound: (what: string, presets: string): Text =>
    text(
      `"${what}" is neither a preset (${presets}) nor a file that can be read`,
      `“${what}”既不是预设（${presets}），也不是可读取的文件`,
    ),
  see: text('see relaybench sim --help and --list-faults', '请看 relaybench sim --help 与 --list-faults'),
} as const
