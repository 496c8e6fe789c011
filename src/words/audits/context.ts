import type { Text } from '../../core/text.ts'

const text = (en: string, zh: string): Text => ({ en, zh })

type Verdict = 'consistent' | 'differs' | 'inconclusive' | 'not-applicable'

const partNames = {
  head: text('the beginning', '开头'),
  middle: text('the middle', '中间'),
  tail: text('the end', '结尾'),
}

/** Words of the audit of long texts. */
export const contextWords = {
  title: text('Does a long text arrive whole?', '长文本是否完整送达'),
  effect: text('codes found in long texts', '长文本中找回代码的比例'),
  codes: (
    verdict: Verdict,
    lost: readonly (keyof typeof partNames)[],
    share: string,
    isSuspected: boolean,
  ): Text => {
    const where =
      lost.length === 0
        ? text('from no one place', '并无固定位置')
        : text(
            `from ${lost.map((part) => partNames[part].en).join(' and ')}`,
            `来自${lost.map((part) => partNames[part].zh).join('和')}`,
          )
    switch (verdict) {
      case 'differs':
        return text(
          `It found ${share} of the codes in the same texts in which the reference found more; those that are missing come ${where.en}: the text seems to be cut or compressed on its way.`,
          `相同文本中找回 ${share} 的代码，参照找回更多；缺失部分${where.zh}：文本在途中似被截断或压缩。`,
        )
      case 'consistent':
        return text(
          `It found ${share} of the codes in long texts, as the reference does.`,
          `长文本中找回 ${share} 的代码，与参照相当。`,
        )
      default:
        if (isSuspected)
          return text(
            `In the first texts it found fewer codes than the reference (${share}); those missing come ${where.en}. More texts did not settle it: too few were answered, or they disagree.`,
            `最初的文本中找回的代码少于参照（${share}），缺失部分${where.zh}。追加的文本未能定论：有效回答过少或结果不一。`,
          )
        return text(
          `Too few answers to long texts: refused, without codes, or the reference misses them too (found: ${share}).`,
          `长文本的有效回答过少：被拒绝、未列代码，或参照也找不到（找回：${share}）。`,
        )
    }
  },
  tokensEffect: text('texts counted with fewer tokens than words', '计数少于词数的文本'),
  tokens: (verdict: Verdict, short: string, n: string): Text => {
    switch (verdict) {
      case 'differs':
        return text(
          `${short} of ${n} long texts were counted with fewer tokens than they have words: not all of the text was read, or not all of it was counted.`,
          `${n} 段长文本中有 ${short} 段的 token 数少于词数：全文未被读完，或未被完整计数。`,
        )
      case 'consistent':
        return text(
          `Long texts are counted with at least a token a word (${n} texts).`,
          `长文本计数不少于每词一个 token（${n} 段）。`,
        )
      default:
        return text('No long text came with a count of tokens.', '没有长文本带 token 计数。')
    }
  },
}
