import type { Text } from '../../core/text.ts'

const text = (en: string, zh: string): Text => ({ en, zh })

const list = (seen: readonly string[]): readonly [string, string] => [seen.join(', '), seen.join('、')]

/** Words of what is seen in passing. */
export const factsWords = {
  title: text('What is seen in passing', '顺带看到的事实'),
  model: (seen: readonly string[]): Text => {
    const [en, zh] = list(seen)
    return text(`Answers call the model ${en}.`, `回答中的模型名：${zh}。`)
  },
  ids: (seen: readonly string[]): Text => {
    const [en, zh] = list(seen)
    return text(`Ids of answers begin with ${en}.`, `回答编号的开头：${zh}。`)
  },
  software: (seen: readonly string[]): Text => {
    const [en, zh] = list(seen)
    return text(`Headers tell of ${en}.`, `响应头显示：${zh}。`)
  },
}
