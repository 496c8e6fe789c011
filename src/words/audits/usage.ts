import type { Text } from '../../core/text.ts'

const text = (en: string, zh: string): Text => ({ en, zh })

type Verdict = 'consistent' | 'differs' | 'inconclusive' | 'not-applicable'

const inconclusive = (n: string): Text =>
  text(`Too few answers with token counts to tell (${n}).`, `带 token 计数的回答过少（${n}），无法判断。`)

const finding = (
  effect: Text,
  differs: (value: string, n: string) => Text,
  consistent: (value: string, n: string) => Text,
) => ({
  effect,
  say: (verdict: Verdict, value: string, n: string): Text => {
    if (verdict === 'differs') return differs(value, n)
    return verdict === 'consistent' ? consistent(value, n) : inconclusive(n)
  },
})

/** Words of the audit of usage. */
export const usageWords = {
  title: text('Are tokens counted as the reference counts them?', 'token 计数是否与参照一致'),
  noReference: text('Needs an endpoint with `reference: true`.', '需要一个标有 `reference: true` 的端点。'),
  findings: {
    'usage.input': finding(
      text('input tokens a word, by those of the reference', '每词输入 token 与参照之比'),
      (value, n) =>
        text(
          `For the same prompts it reports ${value} times the input tokens a word that the reference reports (${n} prompts). Another tokenizer, so another model, or a factor on the counts would do this.`,
          `相同提示词下，每词输入 token 为参照的 ${value} 倍（${n} 组）。分词器不同（即模型不同）或计数被乘以系数都会如此。`,
        ),
      (value, n) =>
        text(
          `A word costs as many input tokens as at the reference (×${value}, ${n} prompts).`,
          `每词输入 token 与参照相同（×${value}，${n} 组）。`,
        ),
    ),
    'usage.overhead': finding(
      text('input tokens before the first word, beyond the reference', '首词之前多出的输入 token'),
      (value, n) =>
        text(
          `Every request is counted with ${value} input tokens more than at the reference, whatever it says (${n} prompts): a prompt that the relay adds, an adapter, or a longer template.`,
          `无论内容如何，每次请求都比参照多计 ${value} 个输入 token（${n} 组）：可能是中转站附加的提示词、适配器，或更长的模板。`,
        ),
      (value, n) =>
        text(
          `No more than a template adds: ${value} input tokens beyond the reference (${n} prompts).`,
          `仅为模板差异：比参照多 ${value} 个输入 token（${n} 组）。`,
        ),
    ),
    'usage.stream': finding(
      text(
        'input tokens of a stream, beyond those of the same prompt whole',
        '同一提示词流式与非流式的输入 token 之差',
      ),
      (value, n) =>
        text(
          `The same prompt is counted with ${value} input tokens more in a stream than in one piece (${n} prompts): in one of the two they are estimated.`,
          `同一提示词，流式比非流式多计 ${value} 个输入 token（${n} 组）：其中一种应为估算。`,
        ),
      (value, n) =>
        text(
          `The same prompt is counted alike in a stream and in one piece (${value} tokens apart, ${n} prompts).`,
          `同一提示词流式与非流式计数一致（相差 ${value}，${n} 组）。`,
        ),
    ),
    'usage.output': finding(
      text('output tokens a character, by those of the reference', '每字符输出 token 与参照之比'),
      (value, n) =>
        text(
          `For lists of numbers it reports ${value} times the output tokens a character that the reference reports (${n} answers).`,
          `对数字列表，每字符输出 token 为参照的 ${value} 倍（${n} 次回答）。`,
        ),
      (value, n) =>
        text(
          `A character of an answer costs as many output tokens as at the reference (×${value}, ${n} answers).`,
          `每字符输出 token 与参照相同（×${value}，${n} 次回答）。`,
        ),
    ),
  },
  alone: (verdict: Verdict, value: string): Text => {
    if (verdict === 'differs')
      return text(
        `A common word is counted as ${value} tokens; in the tokenizers in use it is one. Without a reference this is a hint.`,
        `一个常用词计为 ${value} 个 token，而常见分词器均为 1。无参照时仅为线索。`,
      )
    return verdict === 'consistent'
      ? text(
          `A common word is counted as ${value} tokens, as in the tokenizers in use.`,
          `一个常用词计为 ${value} 个 token，与常见分词器相符。`,
        )
      : text('Too few answers with token counts to tell.', '带 token 计数的回答过少，无法判断。')
  },
  countsEffect: text('answers whose counts do not add up', '计数不能自洽的回答数'),
  counts: (verdict: Verdict, shown: string, n: string): Text => {
    if (verdict === 'differs')
      return text(
        `${shown} of ${n} answers report more tokens read from or written to a cache than input tokens in all: the counts do not add up, or the input is told without what was cached.`,
        `${n} 次回答中有 ${shown} 次的缓存读写 token 多于输入总数：计数不能自洽，或输入未计入缓存部分。`,
      )
    return verdict === 'consistent'
      ? text(`All counts add up (${n} answers).`, `计数均能自洽（${n} 次回答）。`)
      : text(
          'No answer reported token counts, or those of the reference do not add up either.',
          '没有回答带 token 计数，或参照的计数同样不能自洽。',
        )
  },
}
