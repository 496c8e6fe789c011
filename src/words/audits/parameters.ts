import type { Text } from '../../core/text.ts'

const text = (en: string, zh: string): Text => ({ en, zh })

type Verdict = 'consistent' | 'differs' | 'inconclusive' | 'not-applicable'

/** Words of the audit of parameters. */
export const parametersWords = {
  title: text('Is what a request sets obeyed?', '请求参数是否生效'),
  effect: text('requests in which it was obeyed', '参数生效的比例'),
  findings: {
    'parameters.limit': text('the limit of output tokens', '输出 token 上限'),
    'parameters.stop': text('the stop word', '停止词'),
    'parameters.temperature': text(
      'temperature 0 (the same question twice, the same answer)',
      '温度 0（同一问题两次应答相同）',
    ),
    'parameters.seed': text(
      'the seed (the same question twice, the same answer)',
      'seed（同一问题两次应答相同）',
    ),
    'parameters.answers': text('n (two answers at once)', 'n（一次返回两个回答）'),
    'parameters.logprobs': text('logprobs (how likely each token was)', 'logprobs（各 token 的概率）'),
  },
  notTried: (what: Text): Text =>
    text(
      `Could not be tried here: ${what.en}. It was refused, the protocol has no field for it, or the model thinks before it writes.`,
      `此处无法测试：${what.zh}。参数被拒绝、协议没有该字段，或模型先思考后作答。`,
    ),
  obeyed: (verdict: Verdict, what: Text, share: string, reference: string | undefined): Text => {
    const other =
      reference === undefined
        ? text('', '')
        : text(`, by the reference in ${reference}`, `，参照为 ${reference}`)
    const seen = text(
      `It obeyed ${what.en} in ${share} requests${other.en}.`,
      `${what.zh}：${share} 次请求中生效${other.zh}。`,
    )
    if (verdict === 'differs' || verdict === 'consistent') return seen
    return text(
      `${seen.en} Too few to tell, or the reference does not obey it either.`,
      `${seen.zh}样本过少，或参照同样不生效，无法判断。`,
    )
  },
  unknownEffect: text(
    'answers under the name of a model that does not exist',
    '以不存在的模型名得到的回答数',
  ),
  unknown: (verdict: Verdict, answered: string, n: string, usual: boolean): Text => {
    if (verdict === 'differs')
      return text(
        `Asked for models that do not exist, it answered ${answered} of ${n} times. A server of one model, or a relay with a model for every other name, does this: a name in a request does not say which model answers.`,
        `请求不存在的模型时，${n} 次中有 ${answered} 次得到回答。只部署一个模型的服务，或为其他名称设有兜底模型的中转站都会如此：请求中的名称不能说明由哪个模型作答。`,
      )
    if (verdict === 'consistent')
      return text(
        `Models that do not exist are refused (${n} tried).`,
        `不存在的模型会被拒绝（试 ${n} 次）。`,
      )
    return usual
      ? text(
          `Asked for models that do not exist, it answered ${answered} of ${n} times; the reference answers too.`,
          `请求不存在的模型时，${n} 次中有 ${answered} 次得到回答；参照也会作答。`,
        )
      : text(
          `Models that do not exist: ${answered} of ${n} answered, too few to tell.`,
          `不存在的模型：${n} 次中 ${answered} 次得到回答，样本过少，无法判断。`,
        )
  },
}
