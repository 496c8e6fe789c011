import type { Text } from '../core/text.ts'

const text = (en: string, zh: string): Text => ({ en, zh })

/** Words of `relaybench selftest`. */
export const selftestWords = {
  about: text(
    'find out what this machine can measure, at which load: needs no network and no key',
    '检测本机在多大负载下能测得多准：无需联网与密钥',
  ),
  streamsFlag: text(
    'numbers of streams at once, such as 10,100,1000 (the default)',
    '同时进行的流式请求数，如 10,100,1000（默认）',
  ),
  secondsFlag: text('seconds at each number (default 4)', '每档测量秒数（默认 4）'),
  jsonFlag: text('print the result as JSON, and only that', '只输出 JSON 结果'),
  badStreams: (given: string) =>
    text(
      `--streams: "${given}" is not a list of whole numbers from 1 to 10000`,
      `--streams：“${given}”不是由 1 到 10000 的整数组成的列表`,
    ),
  badSeconds: (given: string) =>
    text(
      `--seconds: "${given}" is not a number from 0.1 to 600`,
      `--seconds：“${given}”不是 0.1 到 600 之间的数`,
    ),
  level: (streams: string) => text(`measuring with ${streams} streams`, `正在以 ${streams} 路流式请求测量`),
  title: text('relaybench selftest', 'relaybench 自检'),
  machine: (cores: string, node: string) =>
    text(
      `${cores} cores, Node ${node}; a loopback server in its own process says what it really sent`,
      `${cores} 核，Node ${node}；独立进程中的回环服务器给出真实发送时刻`,
    ),
  columns: {
    streams: text('streams', '路数'),
    rate: text('chunks/s', '数据块/s'),
    ttftP50: text('TTFT\nerror p50', '首字误差\nP50'),
    ttftP99: text('TTFT\nerror p99', '首字误差\nP99'),
    ttftMax: text('TTFT\nerror max', '首字误差\n最大'),
    itlP99: text('ITL\nerror p99', '间隔误差\nP99'),
    loopP99: text('loop\ndelay p99', '事件循环\n滞后 P99'),
    cpu: text('CPU/1,000\nchunks', 'CPU/1000\n数据块'),
    rss: text('RSS', '内存'),
    failed: text('failed', '失败'),
  },
  exact: (streams: string, error: string) =>
    text(
      `Up to ${streams} streams this machine measures TTFT to within ${error} (99 of 100 probes).`,
      `${streams} 路以内，本机测得的首字 (TTFT) 误差不超过 ${error}（100 次中的 99 次）。`,
    ),
  inexact: (streams: string, error: string) =>
    text(
      `At ${streams} streams 1 TTFT of 100 is off by ${error} or more: free the machine, or measure with fewer streams.`,
      `${streams} 路时，每 100 次首字 (TTFT) 有 1 次误差达 ${error} 或更大：请释放本机资源，或减少路数。`,
    ),
  unmeasured: (streams: string) =>
    text(
      `At ${streams} streams no answer came in time: this machine is too busy for them.`,
      `${streams} 路时未能及时得到任何回答：本机负载过高。`,
    ),
  few: text('p99 of fewer than 100 values is the largest of them.', '不足 100 个值时，P99 即其中最大值。'),
}
