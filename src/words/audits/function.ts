import type { Text } from '../../core/text.ts'

const text = (en: string, zh: string): Text => ({ en, zh })

type Verdict = 'consistent' | 'differs' | 'inconclusive' | 'not-applicable'

/** Words of the audit of what a model can do. */
export const functionWords = {
  title: text('Can it do what the reference can?', '功能是否与参照一致'),
  effect: text('tasks that were done as asked', '按要求完成的比例'),
  findings: {
    'function.tools': text('tool calls, in one piece', '工具调用（非流式）'),
    'function.tools-stream': text('tool calls, in a stream', '工具调用（流式）'),
    'function.tools-parallel': text('two tool calls in one answer', '一次回答两个工具调用'),
    'function.tools-unneeded': text('no tool call where none is needed', '无需工具时不调用'),
    'function.schema': text('answers in a given JSON schema', '按 JSON schema 作答'),
    'function.picture': text('seeing a picture', '识图'),
  },
  say: (verdict: Verdict, what: Text, share: string, reference: string | undefined): Text => {
    const other =
      reference === undefined ? text('', '') : text(`, the reference ${reference}`, `，参照 ${reference}`)
    const seen = text(
      `${what.en}: ${share} as asked${other.en}.`,
      `${what.zh}：${share} 符合要求${other.zh}。`,
    )
    switch (verdict) {
      case 'differs':
        return text(
          `${seen.en} What a request asks for is lost or changed on its way, or another model answers.`,
          `${seen.zh}请求内容在途中丢失或被改动，或由其他模型作答。`,
        )
      case 'consistent':
        return seen
      default:
        return text(
          `${seen.en} Too few to tell: refused, or the reference cannot do it either.`,
          `${seen.zh}样本不足：被拒绝，或参照也做不到。`,
        )
    }
  },
}
