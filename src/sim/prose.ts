import type { Random } from './random.ts'

/** Common words: about one token each for today's tokenizers, with the space before them. */
const english = {
  adjective: ['quiet', 'early', 'narrow', 'green', 'heavy', 'recent', 'simple', 'distant', 'local', 'steady'],
  noun: ['river', 'market', 'signal', 'garden', 'bridge', 'letter', 'engine', 'harbor', 'winter', 'question'],
  verb: ['follows', 'carries', 'explains', 'crosses', 'measures', 'changes', 'reaches', 'supports'],
  link: ['near', 'after', 'before', 'beyond', 'without', 'under', 'through'],
}
const chinese = {
  subject: ['我们', '城市', '时间', '系统', '老师', '问题', '天气', '市场'],
  adverb: ['已经', '常常', '慢慢', '大概', '同时', '重新'],
  verb: ['改变', '说明', '连接', '提高', '影响', '支持'],
  object: ['结果', '方向', '速度', '生活', '经济', '计划'],
}
/** Outside the basic plane: two UTF-16 units, four bytes each. */
const astral = ['🚀', '🌿', '📈', '🎉', '𠮷', '𝛼']

/** Endless plausible text, a token at a time: English, every third sentence Chinese, now and then an astral character. */
export function* prose(random: Random): Generator<string, never> {
  const one = (words: readonly string[]) => words[random.below(words.length)] ?? ''
  for (let sentence = 1; ; sentence++) {
    if (sentence > 1) yield sentence % 5 === 0 ? '\n\n' : ' '
    if (sentence % 3 === 2) {
      yield* [one(chinese.subject), one(chinese.adverb), one(chinese.verb), one(chinese.object), '。']
      yield one(astral)
    } else {
      const { adjective, noun, verb, link } = english
      yield* ['The', ` ${one(adjective)}`, ` ${one(noun)}`, ` ${one(verb)}`, ' the', ` ${one(noun)}`]
      yield* [` ${one(link)}`, ' a', ` ${one(adjective)}`, ` ${one(noun)}`, '.']
    }
  }
}
