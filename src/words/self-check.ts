import type { Text } from '../core/text.ts'

const text = (en: string, zh: string): Text => ({ en, zh })

/** What the report says about our own delay. */
export const selfCheckWords = {
  delay: (p99: string, from: Text) =>
    text(`own delay p99 ${p99} (${from.en})`, `自身延迟 P99 ${p99}（${from.zh}）`),
  from: {
    control: (n: string) => text(`control, n=${n}`, `对照测量，n=${n}`),
    calibration: (n: string) => text(`calibration, n=${n}, and event loop`, `校准 n=${n}，加事件循环等待`),
    loop: text('event loop', '事件循环等待'),
  },
  gc: (total: string, max: string) =>
    text(`garbage collection ${total}, longest ${max}`, `垃圾回收共 ${total}，最长 ${max}`),
  cpu: (cores: string) => text(`CPU ${cores} cores`, `CPU 占用 ${cores} 核`),
  uncalibrated: (why: string) =>
    text(
      `The loopback relay for the self-check did not start (${why}): our own delay is not measured.`,
      `自检用的本机回环中转站未能启动（${why}）：未测得自身延迟。`,
    ),
  limited: text('client-limited', '受限于本机'),
  /** In the column of ranks, which is narrow. */
  noRank: text('client limited', '受限于本机'),
  sign: '†',
  legend: (p99: string) =>
    text(
      `† client-limited: this machine's own delay (p99 ${p99}) is above 10% of the p50; no verdict`,
      `† 受限于本机：自身延迟（P99 ${p99}）超过 P50 的 10%，不作结论`,
    ),
}
