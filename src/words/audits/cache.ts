import type { Text } from '../../core/text.ts'

const text = (en: string, zh: string): Text => ({ en, zh })

type Verdict = 'consistent' | 'differs' | 'inconclusive' | 'not-applicable'

/** Words of the audit of caches. */
export const cacheWords = {
  title: text('Is a prompt cheaper the second time?', '重复的提示词是否享受缓存价'),
  hitEffect: text('prompts found in the cache', '缓存命中率'),
  hits: (verdict: Verdict, share: string, n: string, reference: string, referenceZh: string): Text => {
    const seen = text(
      `${share} of ${n} prompts that were sent again were told as read from a cache, at the reference ${reference}`,
      `再次发送的 ${n} 个提示词中，标为命中缓存的占 ${share}，参照为${referenceZh}`,
    )
    switch (verdict) {
      case 'differs':
        return text(
          `${seen.en}. Accounts that take turns, another upstream, or counts that are dropped on the way would do this; you pay the full price then.`,
          `${seen.zh}。可能因轮换账号、上游不同，或计数在途中丢失；此时按原价计费。`,
        )
      case 'consistent':
        return text(`${seen.en}.`, `${seen.zh}。`)
      default:
        return text(`${seen.en}: too few to tell.`, `${seen.zh}：样本过少，无法判断。`)
    }
  },
  noHits: (share: string, hasReference: boolean): Text =>
    hasReference
      ? text(
          `The reference tells of no cache hits, so there is nothing to compare (here: ${share}).`,
          `参照端点没有缓存命中记录，无从比较（此处为 ${share}）。`,
        )
      : text(
          `Needs an endpoint with \`reference: true\` (hits here: ${share}).`,
          `需要一个标有 \`reference: true\` 的端点（此处命中 ${share}）。`,
        ),
  timeEffect: text(
    'first token of what was sent before, by that of new text beside it',
    '再次发送与新文本的首字耗时之比',
  ),
  uncredited: (verdict: Verdict, ratio: string, n: string): Text => {
    switch (verdict) {
      case 'differs':
        return text(
          `A prompt that was sent before has its first token in ${ratio} times the time that a new one takes, and no cached tokens are told (${n} pairs): a cache is at work that is not credited.`,
          `再次发送的提示词首字耗时为新提示词的 ${ratio} 倍，却未报告缓存 token（${n} 对）：缓存在起作用，但未计入优惠。`,
        )
      case 'consistent':
        return text(
          `Where no cached tokens are told, what was sent before is no quicker than new text (×${ratio}, ${n} pairs).`,
          `未报告缓存 token 时，再次发送也不比新文本快（×${ratio}，${n} 对）。`,
        )
      default:
        return text(
          `Too few pairs without cached tokens to tell (${n}).`,
          `未报告缓存的配对过少（${n}），无需或无法判断。`,
        )
    }
  },
  credited: (pairs: string): Text =>
    text(
      `Cached tokens are told (${pairs} pairs): there is nothing that would not be credited.`,
      `已报告缓存 token（${pairs} 对），不存在未计入的情况。`,
    ),
  neverSeenEffect: text('texts never sent before, told as cached', '从未发送却标为缓存的文本数'),
  neverSeen: (verdict: Verdict, shown: string, n: string): Text => {
    switch (verdict) {
      case 'differs':
        return text(
          `${shown} of ${n} texts of random words were told as read from a cache the first time they were sent: such counts are not from a cache, unless the relay sends most requests more than once.`,
          `${n} 段首次发送的随机文本中，有 ${shown} 段被标为读自缓存：除非中转站把多数请求重复发送，否则这些计数并非来自缓存。`,
        )
      case 'consistent':
        return text(
          `${shown} of ${n} texts were told as cached the first time they were sent; a few are sent again by a relay itself, after an error.`,
          `${n} 段首次发送的文本中，有 ${shown} 段被标为缓存；少数可能是中转站出错后自行重发。`,
        )
      default:
        return text(
          `${shown} of ${n} texts were told as cached the first time they were sent: too few to tell.`,
          `${n} 段首次发送的文本中，有 ${shown} 段被标为缓存：样本过少，无法判断。`,
        )
    }
  },
  answerEffect: text('invented sentences that came back word for word', '逐字相同的自编句子数'),
  answers: (verdict: Verdict, same: string, n: string): Text => {
    switch (verdict) {
      case 'differs':
        return text(
          `${same} of ${n} invented sentences came back word for word when asked for again: whole answers seem to be kept, or the temperature is set to 0.`,
          `再次请求时，${n} 个自编句子中有 ${same} 个逐字相同：可能缓存了整段回答，或温度被设为 0。`,
        )
      case 'consistent':
        return text(`Asked again, it invents anew (${n} sentences).`, `再次请求时会重新作答（${n} 句）。`)
      default:
        return text(`Too few sentences to tell (${n}).`, `句子过少（${n}），无法判断。`)
    }
  },
}
