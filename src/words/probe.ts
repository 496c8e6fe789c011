import type { Text } from '../core/text.ts'

const text = (en: string, zh: string): Text => ({ en, zh })

/** Words of `relaybench probe`. */
export const probeWords = {
  outcome: text('outcome', '结果'),
  error: text('error', '错误'),
  excerpt: text('the body began', '响应开头'),
  timeline: text(
    'timeline (ms since start, and since the stamp before)',
    '时间线（自开始起的毫秒数，及距上一时间点）',
  ),
  connection: text('connection', '连接'),
  model: text('answered as', '应答模型'),
  finish: text('finish reason', '结束原因'),
  text: text('text', '正文'),
  reasoning: text('reasoning', '思考'),
  refusal: text('refusal', '拒答'),
  toolCall: text('tool call', '工具调用'),
  counted: (tokens: string): Text => text(`${tokens} input tokens`, `输入 ${tokens} token`),
  notCounted: (status: string, body: string): Text =>
    text(`no count came: HTTP ${status} ${body}`, `没有得到计数：HTTP ${status} ${body}`),
  noUsage: text('usage: not reported', '用量：未报告'),
  usage: (input: string, output: string, reasoning: string, cached: string): Text =>
    text(
      `usage: ${input} input (${cached} cached), ${output} output (${reasoning} reasoning)`,
      `用量：输入 ${input}（缓存 ${cached}），输出 ${output}（思考 ${reasoning}）`,
    ),
  body: (
    shape: string,
    bytes: number,
    reads: number,
    frames: number,
    comments: number,
    asked: boolean,
  ): Text =>
    text(
      `body: ${shape} (asked for ${asked ? 'stream' : 'whole'}), ${bytes} bytes in ${reads} reads, ${frames} frames, ${comments} comments`,
      `响应体：${shape}（请求${asked ? '流式' : '非流式'}），${bytes} 字节，${reads} 次读取，${frames} 帧，${comments} 条注释`,
    ),
} as const
