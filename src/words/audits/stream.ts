import type { Text } from '../../core/text.ts'

const text = (en: string, zh: string): Text => ({ en, zh })

type Verdict = 'consistent' | 'differs' | 'inconclusive' | 'not-applicable'

/** Words of the audit of streams. */
export const streamWords = {
  title: text('Is the stream a stream?', '流式输出是否真为流式'),
  effect: text(
    'share of a longer answer’s time that is spent before its first token',
    '更长回答所增时间中位于首字之前的比例',
  ),
  heldBack: (verdict: Verdict, share: string, n: string): Text => {
    switch (verdict) {
      case 'differs':
        return text(
          `Of the time that a longer answer takes, ${share} is spent before its first token (${n} pairs): answers are held back until they are nearly complete, by the relay or by what is in front of it.`,
          `更长的回答所增时间有 ${share} 花在首字之前（${n} 对）：回答在接近完成前被扣住，可能由中转站或其前置设施所致。`,
        )
      case 'consistent':
        return text(
          `Of the time that a longer answer takes, ${share} is spent before its first token (${n} pairs): it is passed on while it is written.`,
          `更长的回答所增时间有 ${share} 花在首字之前（${n} 对）：边生成边转发。`,
        )
      default:
        return text(
          `Too few pairs of a short and a long answer (${n}), or the reference holds answers back too.`,
          `长短回答的配对过少（${n}），或参照端点也会扣住回答。`,
        )
    }
  },
  pieceEffect: text('share of an answer that comes with its first token', '随首字一同到达的内容比例'),
  onePiece: (verdict: Verdict, share: string): Text => {
    switch (verdict) {
      case 'differs':
        return text(
          `${share} of a long answer comes within 50 ms: in one piece. Compression or a proxy on your side can do that too.`,
          `长回答有 ${share} 在 50 毫秒内到齐，即一次性到达。本机一侧的压缩或代理也可能造成。`,
        )
      case 'consistent':
        return text(`Long answers come in many pieces.`, `长回答分多次到达。`)
      default:
        return text(
          'No answer was long enough to tell, or the reference sends them in one piece too.',
          '没有足够长的回答可供判断，或参照也一次性发送。',
        )
    }
  },
}
