import type { Text } from '../core/text.ts'

/** Words of the rules that end a cell early. */

const text = (en: string, zh: string): Text => ({ en, zh })

export const earlyStopWords = {
  untilFlag: text(
    'stop a cell once it is so precise, such as "ttft_p50 ±10%" (repeatable); --requests is the cap',
    '某组合达到该精度即停止，如 "ttft_p50 ±10%"（可重复）；--requests 为上限',
  ),
  dropLosersFlag: text(
    'stop a relay once another is shown to be better (5% risk for the whole run)',
    '一旦证实另一中转站更优即停止较差者（整次运行误判风险 5%）',
  ),
  planUntil: (targets: string): Text =>
    text(
      `each cell ends early once within ${targets}; the rounds above are the cap`,
      `各组合达到 ${targets} 即提前结束；以上轮数为上限`,
    ),
  planDropLosers: text(
    'clear losers are dropped (5% risk, over the whole run, that the best of a model is among them)',
    '明显较差者将被淘汰（整次运行中误淘汰某模型最优者的风险为 5%）',
  ),
  precise: (relay: string, n: string, shown: string): Text =>
    text(
      `${relay}: ended after ${n}, precise enough: ${shown}`,
      `${relay}：${n} 次后结束，精度已够：${shown}`,
    ),
  dropped: (relay: string, n: string, shown: string, better: string, betterShown: string): Text =>
    text(
      `${relay}: dropped after ${n}: ${shown} is worse than ${betterShown} of ${better}`,
      `${relay}：${n} 次后淘汰：${shown}，劣于 ${better} 的 ${betterShown}`,
    ),
  cap: (relay: string, n: string): Text =>
    text(
      `${relay}: cap of ${n} reached before it was precise enough`,
      `${relay}：达到上限 ${n} 次时精度仍不够`,
    ),
  measured: (name: string, value: string, interval: string): Text =>
    text(`${name} ${value} ${interval}`, `${name} ${value} ${interval}`),
  anytime: text(
    'This run chose its numbers of probes by what it saw, so its intervals are any-time ones: they hold whenever a cell was stopped, and are wider than usual.',
    '本次运行边测边定次数，故使用随时有效的区间：在任意时刻停止均成立，但比通常更宽。',
  ),
}
