import type { Text } from '../../core/text.ts'

const text = (en: string, zh: string): Text => ({ en, zh })

/** Words of the audit of longer answers. */
export const completionsWords = {
  title: text('Are longer answers worded alike?', '较长回答的措辞是否一致'),
  effect: text(
    'how much less alike than answers of one endpoint (0% = as alike)',
    '不如同一端点的回答彼此相似的程度（0% 即同样相似）',
  ),
  noReference: text(
    'Needs an endpoint with `reference: true` that serves the same model.',
    '需要配置一个提供同一模型、标有 `reference: true` 的端点。',
  ),
  /** @param several whether it was compared with two references */
  verdict: (verdict: string, answers: string, several: boolean): Text => {
    switch (verdict) {
      case 'differs':
        return text(
          `Its longer answers differ in their words from ${several ? "both references'" : "the reference's"} (${answers} answers${several ? '' : '; two references would show how far honest endpoints differ'}). Another model, another version, another number format or serving stack, a hidden prompt or altered settings can all be the cause; this cannot say which.`,
          `其较长回答的用词与${several ? '两个' : ''}参照端点不同（${answers} 个回答${several ? '' : '；有两个参照端点方能知道正常端点之间相差多少'}）。原因可能是其他模型、其他版本、其他数值精度或推理软件、隐藏提示词或改动过的参数，本测试无法区分。`,
        )
      case 'consistent':
        return text(
          `Its longer answers use words as the reference's do (${answers} answers). A small share of requests that go elsewhere would not show.`,
          `其较长回答的用词与参照端点一致（${answers} 个回答）。若只有少量请求被转往别处，则无法察觉。`,
        )
      default:
        return text(
          `Neither shown to differ nor likely to be the same (${answers} answers): too few answers, a difference too small for so many, or references that differ from each other.`,
          `既不能认定有差异，也不足以认定一致（${answers} 个回答）：回答过少，或差异太小，或各参照端点之间本就不同。`,
        )
    }
  },
}
