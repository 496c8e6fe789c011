import type { Text } from '../core/text.ts'

const text = (en: string, zh: string): Text => ({ en, zh })

/** Words of the changes of a model over nights. */
export const driftWords = {
  about: text(
    'when a relay’s answers changed, from audits of many nights',
    '由多晚的审计结果判断中转站的回答何时变化',
  ),
  argument: text('runs of audits, or folders of them', '审计运行的目录，或其上级目录'),
  formatKind: { en: 'format', zh: '格式' },
  title: text('Changes over nights', '逐夜变化'),
  span: (runs: string, first: string, last: string) =>
    text(`${runs} runs from ${first} to ${last}`, `${runs} 次运行，自 ${first} 至 ${last}`),
  columns: {
    relay: text('relay', '中转站'),
    model: text('model', '模型'),
    nights: text('nights', '晚数'),
    answers: text('answers', '回答数'),
    verdict: text('verdict', '结论'),
    p: text('p', 'p'),
  },
  verdicts: {
    changed: text('changed', '有变化'),
    'no-change': text('no change seen', '未见变化'),
    undecided: text('undecided', '不足以判断'),
  },
  reference: text('(reference)', '（参照）'),
  change: (name: string, from: string, earliest: string, latest: string, seen: string) =>
    earliest === latest
      ? text(
          `${name} answers differently since ${from}; seen with the run of ${seen}.`,
          `${name} 自 ${from} 起回答不同；于 ${seen} 的运行中发现。`,
        )
      : text(
          `${name} answers differently since about ${from} (between ${earliest} and ${latest}); seen with the run of ${seen}.`,
          `${name} 约自 ${from} 起回答不同（介于 ${earliest} 与 ${latest} 之间）；于 ${seen} 的运行中发现。`,
        ),
  legend: (alpha: string) =>
    text(
      `changed: the order of its answers is not that of chance; for a relay that never changes this is ever said with a chance of at most ${alpha}, however many nights there are. Another version, another serving stack or a prompt of the relay’s own can be behind it; look whether the reference changed too.`,
      `有变化：回答的先后并非偶然；对从不变化的中转站，无论测多少晚，误报概率至多 ${alpha}。原因可能是版本更新、推理栈更换或中转站自带提示词；请同时查看参照端点是否变化。`,
    ),
  skippedTitle: text('Not looked at', '未纳入'),
  skipped: (path: string, why: Text) => text(`${path}: ${why.en}`, `${path}：${why.zh}`),
  reasons: {
    'no-audit': text('no run of audits with open questions', '不是含开放问题的审计运行'),
    'other-questions': text(
      'other questions than the last run: state load.seed in the profile, so that they stay the same',
      '问题与最后一次运行不同：请在配置中写明 load.seed，使问题保持不变',
    ),
    unreadable: text('could not be read', '无法读取'),
  },
  nothing: text('no run of audits was found', '没有找到审计运行'),
}
