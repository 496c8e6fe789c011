import type { Text } from '../../core/text.ts'

const text = (en: string, zh: string): Text => ({ en, zh })

/** Words of the audit of identity. */
export const identityWords = {
  title: text('Is it the same model?', '是否为同一模型'),
  effect: text('answers told apart (50% = not at all)', '能分辨出处的比例（50% 即无法分辨）'),
  half: text('every second answer from another model', '一半回答来自其他模型'),
  noReference: text(
    'Needs an endpoint with `reference: true` that serves the same model.',
    '需要配置一个提供同一模型、标有 `reference: true` 的端点。',
  ),
  verdict: (verdict: string, pairs: string): Text => {
    switch (verdict) {
      case 'differs':
        return text(
          `Its one-word answers are spread differently from the reference's (${pairs} pairs). Another model, another version, a hidden prompt or altered settings can all be the cause; this cannot say which.`,
          `其单词回答的分布与参照端点不同（${pairs} 对）。原因可能是其他模型、其他版本、隐藏提示词或改动过的参数，本测试无法区分。`,
        )
      case 'consistent':
        return text(
          `Its one-word answers are spread like the reference's (${pairs} pairs). A small share of requests that go elsewhere would not show.`,
          `其单词回答的分布与参照端点一致（${pairs} 对）。若只有少量请求被转往别处，则无法察觉。`,
        )
      default:
        return text(
          `Neither shown to differ nor likely to be the same (${pairs} pairs): too few answers, a difference too small for so many (--depth deep asks more), or references that differ from each other.`,
          `既不能认定有差异，也不足以认定一致（${pairs} 对）：回答过少，或差异太小（可用 --depth deep 多问），或各参照端点之间本就不同。`,
        )
    }
  },
}
