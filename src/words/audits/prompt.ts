import type { Text } from '../../core/text.ts'

const text = (en: string, zh: string): Text => ({ en, zh })

type Verdict = 'consistent' | 'differs' | 'inconclusive' | 'not-applicable'

interface Counts {
  readonly right: string
  readonly n: string
  /** Of the reference; undefined where there is none. */
  readonly reference: string | undefined
}

const besides = (reference: string | undefined): Text =>
  reference === undefined ? text('', '') : text(`, the reference in ${reference}`, `，参照为 ${reference} 次`)

const finding = (effect: Text, what: (counts: Counts) => Text, then: Text) => ({
  effect,
  say: (verdict: Verdict, counts: Counts): Text => {
    const seen = what(counts)
    switch (verdict) {
      case 'differs':
        return text(`${seen.en}. ${then.en}`, `${seen.zh}。${then.zh}`)
      case 'consistent':
        return text(`${seen.en}.`, `${seen.zh}。`)
      default:
        return text(
          `${seen.en}. Too few to tell, or the reference does not do it either.`,
          `${seen.zh}。样本过少，或参照也做不到，无法判断。`,
        )
    }
  },
})

/** Words of the audit of what becomes of a request. */
export const promptWords = {
  title: text('Does a request arrive as it was written?', '请求是否原样送达'),
  findings: {
    'prompt.system': finding(
      text('system prompts that were obeyed', '遵从系统提示词的比例'),
      ({ right, n, reference }) => {
        const other = besides(reference)
        return text(
          `It obeyed the request's system prompt in ${right} of ${n} answers${other.en}`,
          `${n} 次回答中有 ${right} 次遵从请求的系统提示词${other.zh}`,
        )
      },
      text(
        'Something stands against it: a prompt of the relay’s own, an adapter, or the system prompt is dropped.',
        '有其他内容与之相抵：中转站自带的提示词、适配器，或系统提示词被丢弃。',
      ),
    ),
    'prompt.verbatim': finding(
      text('texts that came back unchanged', '原样返回的比例'),
      ({ right, n, reference }) => {
        const other = besides(reference)
        return text(
          `Of ${n} texts with commands and packages ${right} came back unchanged${other.en}`,
          `${n} 段含命令与软件包的文本中有 ${right} 段原样返回${other.zh}`,
        )
      },
      text(
        'Look at the probes named here before you run anything that came through it: a weaker model mistypes, a rewriting relay replaces.',
        '在执行经它返回的任何内容之前，请先查看所列请求：较弱的模型会抄错，改写内容的中转站会替换。',
      ),
    ),
  },
}
