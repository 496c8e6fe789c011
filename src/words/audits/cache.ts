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
  timeEffect: text('first token the second time, by the first time', '第二次与第一次首字耗时之比'),
  uncredited: (verdict: Verdict, ratio: string, n: string): Text => {
    switch (verdict) {
      case 'differs':
        return text(
          `The second time a prompt is read, its first token comes in ${ratio} times the time, and no cached tokens are told (${n} pairs): a cache is at work that is not credited.`,
          `同一提示词第二次的首字耗时为第一次的 ${ratio} 倍，却未报告缓存 token（${n} 对）：缓存在起作用，但未计入优惠。`,
        )
      case 'consistent':
        return text(
          `Where no cached tokens are told, the second time is no quicker (×${ratio}, ${n} pairs).`,
          `未报告缓存 token 时，第二次也不更快（×${ratio}，${n} 对）。`,
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
  neverSeen: (verdict: Verdict, shown: string, n: string): Text =>
    verdict === 'differs'
      ? text(
          `${shown} of ${n} texts of random words that nobody had sent before were told as read from a cache: that cannot be.`,
          `${n} 段从未有人发送过的随机文本中，有 ${shown} 段被标为读自缓存：这不可能。`,
        )
      : text(
          `No text was told as cached before it had been sent (${n} texts).`,
          `没有未发送过的文本被标为缓存（${n} 段）。`,
        ),
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
