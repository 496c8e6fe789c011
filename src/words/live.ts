import type { Text } from '../core/text.ts'

const text = (en: string, zh: string): Text => ({ en, zh })

/** What is shown while a run is under way. */
export const liveWords = {
  columns: {
    relay: text('relay', '中转站'),
    done: text('done', '完成'),
    bar: text('', ''),
    ok: text('ok', '成功'),
    ttftP50: text('TTFT p50', '首字 P50'),
    ttftP99: text('p99', 'P99'),
    e2eP50: text('E2E p50', '总耗时 P50'),
    e2eP99: text('p99', 'P99'),
    n: text('of last', '最近样本'),
    failures: text('failures', '失败情况'),
  },
  more: (relays: string): Text => text(`and ${relays} more relays`, `另有 ${relays} 家中转站`),
}
