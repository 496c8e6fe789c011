import type { Text } from '../core/text.ts'

const text = (en: string, zh: string): Text => ({ en, zh })

/** What stands beside and below the ranks. */
export const rankWords = {
  /** Behind a rank that is shared for lack of evidence. */
  sign: '?',
  undecided: (pairs: string): Text =>
    text(
      `? rank shared because there are too few answers to tell apart: ${pairs}`,
      `? 样本不足、无法区分而并列：${pairs}`,
    ),
  pair: (one: string, other: string): Text => text(`${one} / ${other}`, `${one} / ${other}`),
  needs: (pair: string, more: string): Text =>
    text(`${pair} (about ${more} more each)`, `${pair}（各约需再测 ${more} 次）`),
}

/** Price, speed and availability together. */
export const paretoWords = {
  title: (group: string): Text =>
    text(`${group}: price, speed, availability`, `${group}：价格、速度与可用率`),
  columns: {
    relay: text('relay', '中转站'),
    price: text('USD per\n1,000', '每千次\n美元'),
    ttft: text('TTFT\np50', '首字 (TTFT)\nP50'),
    e2e: text('E2E\np50', '总耗时\nP50'),
    availability: text('available', '可用率'),
    state: text('together', '综合'),
  },
  unbeaten: text('unbeaten', '无更优者'),
  beaten: (rivals: string): Text => text(`beaten by ${rivals}`, `不及 ${rivals}`),
  rival: (name: string, edges: string): Text => text(`${name} (${edges})`, `${name}（${edges}）`),
  edges: {
    price: text('cheaper', '更便宜'),
    speed: text('faster', '更快'),
    availability: text('answers more often', '可用率更高'),
  },
  unknownPrice: text('price unknown', '价格未知'),
  legend: text(
    'beaten: another is shown to be better in one of the three and worse in none; what the data does not show counts as equal. Price of 1,000 answers at the declared rates and the tokens that each relay counted.',
    '不及：另一家至少有一项确有优势，且没有一项确有劣势；数据无法区分的视为相同。价格按所声明的单价和各站自报的 token 数折算为每千次回答。',
  ),
}

/** Scores by the weights of the profile. */
export const scoreWords = {
  title: (group: string): Text => text(`${group}: score by your weights`, `${group}：按自定权重评分`),
  columns: {
    place: text('#', '名次'),
    relay: text('relay', '中转站'),
    score: text('score', '得分'),
    interval: text('95% CI', '95% 区间'),
    availability: (weight: string): Text => text(`available\nof ${weight}`, `可用率\n满分 ${weight}`),
    ttft: (weight: string): Text => text(`TTFT\nof ${weight}`, `首字\n满分 ${weight}`),
    e2e: (weight: string): Text => text(`E2E\nof ${weight}`, `总耗时\n满分 ${weight}`),
    price: (weight: string): Text => text(`price\nof ${weight}`, `价格\n满分 ${weight}`),
  },
  unknown: text('unknown', '未知'),
  legend: text(
    'The best of each column earns its whole weight; twice its time or price earns half, four times none; half its availability none. Scores that cannot be told apart share a place.',
    '每列最优者得满分；用时或价格为其两倍得一半，四倍及以上不得分；可用率为其一半及以下不得分。无法区分的得分并列。',
  ),
}
