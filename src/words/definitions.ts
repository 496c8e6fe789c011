import type { Text } from '../core/text.ts'

const text = (en: string, zh: string): Text => ({ en, zh })

/** What `--as` picks from. */
export const definitionKind = text('tool', '工具')

/** Words of `relaybench report --as`. */
export const definitionWords = {
  needsJournal: (path: string): Text =>
    text(`${path} holds no stamps to recompute from`, `${path} 中没有可供重新计算的时间戳`),
  needsJournalHint: text('give the folder of the run, or its journal', '请给出运行目录或其中的日志'),
  onlyFormats: (format: string): Text =>
    text(
      `with --as the format is table or json, not "${format}"`,
      `与 --as 一起使用时，格式只能是 table 或 json，而不是“${format}”`,
    ),
  title: (tool: string): Text => text(`As ${tool} would compute it`, `按 ${tool} 的算法计算`),
  intro: (tool: string, source: string): Text =>
    text(
      `Recomputed from the stamps of this run, by the formulas in the source of ${tool} (${source}). Each figure of ours stands below the tool's.`,
      `根据本次运行的时间戳，按 ${tool} 源码中的公式（${source}）重新计算。工具的每项数字下面是本程序自己的数字。`,
    ),
  figure: text('figure', '指标'),
  by: text('by', '算法'),
  mean: text('mean', '均值'),
  ours: {
    ttft: text('TTFT, warm', 'TTFT（热连接）'),
    'ttft-cold': text('TTFT, cold', 'TTFT（冷连接）'),
    ttfo: text('TTFO, warm', 'TTFO（热连接）'),
    e2e: text('E2E', 'E2E 总耗时'),
    tpot: text('TPOT', 'TPOT 每 token 耗时'),
    icl: text('ICL', 'ICL 读取间隔'),
    'output-rate': text('output rate', '输出速率'),
  },
  throughput: (name: string, tokensPerSecond: string, tokens: string, seconds: string): Text =>
    text(
      `${name}: ${tokensPerSecond} tok/s (${tokens} tokens in ${seconds})`,
      `${name}：每秒 ${tokensPerSecond} token（${seconds} 内 ${tokens} token）`,
    ),
  whole: (cell: string): Text =>
    text(
      `${cell}: not recomputed, as its answers came whole; only streams have these figures.`,
      `${cell}：未重新计算，因为其应答为整体返回；只有流式才有这些指标。`,
    ),
  noCells: text('This run has no cells.', '本次运行没有任何组合。'),
  whyTitle: text('Why the figures differ', '数字为何不同'),
  limitsTitle: text('What our stamps do not give exactly', '我们的时间戳无法精确给出之处'),
  allFigures: text('all figures', '所有指标'),
  sentence: (figures: string, sentence: string): Text =>
    text(`${figures}: ${sentence}`, `${figures}：${sentence}`),
} as const

/** What is to be said of one cell. */
export const definitionNotes = {
  successes: (theirs: string, ours: string): Text =>
    text(
      `${theirs} answers are successes by the tool's rule, ${ours} by ours.`,
      `按该工具的规则有 ${theirs} 次成功，按我们的规则有 ${ours} 次。`,
    ),
  cold: (cold: string, all: string): Text =>
    text(
      `${cold} of ${all} answers came over a new connection: dialling is in the tool's figures, and ours are of warm connections or start after it.`,
      `${all} 次应答中有 ${cold} 次用了新连接：建连时间计入该工具的数字，而我们的数字取自热连接或从建连之后算起。`,
    ),
  withoutUsage: (without: string, all: string): Text =>
    text(
      `${without} of ${all} answers reported no usable token count.`,
      `${all} 次应答中有 ${without} 次没有可用的 token 计数。`,
    ),
  otherProtocol: (tool: string, protocol: string): Text =>
    text(
      `${tool} does not speak ${protocol}: its formulas are applied to the stamps of the same meaning, and frames are not counted.`,
      `${tool} 不支持 ${protocol} 协议：这里把它的公式用于含义相同的时间戳，且不统计帧数。`,
    ),
  tail: (p50: string, longest: string): Text =>
    text(
      `From the last token to the end mark: ${p50} at the median, ${longest} at most; what ends at the finish frame is too small by no more than that.`,
      `从最后一个 token 到结束标记：中位数 ${p50}，最长 ${longest}；以结束帧为终点的数字最多偏小这么多。`,
    ),
  framesPerRead: (frames: string, reads: string): Text =>
    text(
      `${frames} frames; ${reads} socket reads carried tokens.`,
      `共 ${frames} 帧；其中带有 token 的套接字读取为 ${reads} 次。`,
    ),
} as const

/** Why a tool's figure differs from ours. */
export const differenceWords = {
  roleFrame: text(
    'It takes the first frame of the answer for the first token, though it may only name a role; ours is the first non-empty piece.',
    '它把应答的第一帧当作首个 token，哪怕该帧只给出角色；我们取第一个非空片段。',
  ),
  fromRoleFrame: text(
    'It starts at that first frame; ours starts at the first token.',
    '它从上述第一帧算起；我们从首个 token 算起。',
  ),
  roleGap: text(
    'The wait from the role frame to the first token is one of its gaps; it is none of ours.',
    '从角色帧到首个 token 的等待也算它的一个间隔；我们不算。',
  ),
  dialInside: text(
    'Its clock starts before a connection is dialled, and new and reused connections are mixed; ours starts when the request is sent, and cold connections stand apart.',
    '它在建立连接之前就开始计时，且新旧连接混在一起；我们从请求发出时计时，冷连接单列。',
  ),
  nMinusOne: text(
    'It divides by N − 1, as if the first frame held one token; ours takes off all tokens of the first read, and wants 8 tokens and 3 reads.',
    '它除以 N − 1，等于假定第一帧只含一个 token；我们扣除首次读取中的全部 token，并要求至少 8 个 token 和 3 次读取。',
  ),
  hiddenReasoning: text(
    'N includes reasoning that was never sent; ours leaves it out.',
    '它的 N 包含未发送的隐藏推理；我们不计。',
  ),
  gapsOfFrames: text(
    'It has a gap for every frame; ours has one for every socket read that carried tokens, so frames that come together add no zeros to ours.',
    '它每一帧都有一个间隔；我们只对带有 token 的套接字读取计间隔，因此同时到达的帧不会给我们带来零值。',
  ),
  lastAnswerFrame: text(
    'It ends at the last frame of the answer, which mostly holds only the finish reason; ours ends at the last token.',
    '它以应答的最后一帧为终点，该帧多半只含结束原因；我们以最后一个 token 为终点。',
  ),
  endMark: text(
    'It ends at the end mark of the stream; ours ends at the last token.',
    '它以流的结束标记为终点；我们以最后一个 token 为终点。',
  ),
  streamEnd: text(
    'It ends when the connection has nothing more to say; ours ends at the last token.',
    '它以连接再无数据为终点；我们以最后一个 token 为终点。',
  ),
  tpotWithTtft: text(
    'It is (last token − start) / N, so the wait for the first token is inside; ours leaves it out.',
    '它等于（最后一个 token − 起点）/ N，包含首个 token 的等待；我们不含。',
  ),
  itlWithTtft: text(
    'It adds the wait for the first token to the gaps before it divides; ours leaves it out.',
    '它先把首个 token 的等待加进各间隔再做除法；我们不含。',
  ),
  framesIfNoUsage: text(
    'Where usage is missing it takes frames for tokens; ours is absent then.',
    '没有用量时它把帧数当作 token 数；此时我们不给出该值。',
  ),
  framesAsTokens: text(
    'It divides by the frames of the answer, role and finish among them; ours divides by reported tokens.',
    '它除以应答的帧数，包括角色帧和结束帧；我们除以上报的 token 数。',
  ),
  weighted: text(
    'An answer weighs as much as it has tokens, so long ones decide; with us each weighs the same.',
    '每次应答按其 token 数加权，长应答起决定作用；在我们这里每次应答权重相同。',
  ),
  textOnly: text(
    'It waits for the first text: reasoning, tool calls and refusals are no token to it.',
    '它等待第一段正文：推理、工具调用和拒答都不算 token。',
  ),
  zeroIfNone: text(
    'A success without such a token counts as 0 ms; with us it has no value.',
    '成功但没有这种 token 的应答按 0 毫秒计；在我们这里没有值。',
  ),
  rateOfItl: text(
    'It is 1 / its own inter-token latency, so that differs in the same ways.',
    '它等于其自身 token 间隔的倒数，因此差异相同。',
  ),
  rateWithTtft: text(
    'It is tokens over the whole time, the wait for the first token included; ours leaves that out.',
    '它用总时间去除 token 数，包含首个 token 的等待；我们不含。',
  ),
  linear: text(
    'Quantiles are interpolated between two measured values (linear, as numpy and pandas do), however few there are; ours are measured values, and absent when there are too few.',
    '分位数在两个实测值之间线性插值（同 numpy 与 pandas），样本再少也给出；我们的分位数总是实测值，样本不足则不给出。',
  ),
  inverseCdf: text(
    'A quantile is the first value at which the cumulated weight reaches the level, however few values there are; ours is the same rule without weights, and absent when there are too few.',
    '分位数是累计权重首次达到该水平的值，样本再少也给出；我们规则相同但不加权，样本不足则不给出。',
  ),
  successWithoutCheck: text(
    'Any stream of status 200 with a frame of an answer is a success, though it was cut or ended in an error; with us it must end as its protocol says.',
    '只要状态 200 且有一帧应答就算成功，哪怕被截断或以错误结束；我们要求按协议正常结束。',
  ),
  successWithContent: text(
    'Any stream of status 200 with content is a success, though it was cut or ended in an error; with us it must end as its protocol says.',
    '只要状态 200 且有内容就算成功，哪怕被截断或以错误结束；我们要求按协议正常结束。',
  ),
  successWithText: text(
    'A stream of status 200 with text, a tool call or reported tokens is a success, though it was cut; with us it must end as its protocol says.',
    '状态 200 且有正文、工具调用或 token 计数的流就算成功，哪怕被截断；我们要求按协议正常结束。',
  ),
  successWithoutError: text(
    'A stream of status 200 without an error is a success, though it was cut or is empty; with us it must hold an answer and end as its protocol says.',
    '状态 200 且没有错误的流就算成功，哪怕被截断或为空；我们要求有内容并按协议正常结束。',
  ),
} as const

/** Where the nearest that our stamps give is not the tool's number. */
export const limitWords = {
  ownDelay: text(
    "The delay of the tool's own client (its event loop, decoding before the stamp) is not in here.",
    '不包含该工具客户端自身的延迟（事件循环、取时间戳前的解码）。',
  ),
  anyFirstFrame: text(
    'Our stamp is that of the first data frame; a relay that sends one without any answer before it makes this too small.',
    '我们的时间戳取自第一个数据帧；若中转站先发一个不含应答的帧，该值会偏小。',
  ),
  finishFrame: text(
    'A journal has no stamp of the finish frame: the last token stands in for it.',
    '日志中没有结束帧的时间戳：以最后一个 token 代替。',
  ),
  sharedReads: text(
    'Frames of one socket read get a gap of 0, where the tool has the microseconds of its own loop. How many there were is taken from the count of frames, less those that hold no answer in OpenAI chat.',
    '同一次套接字读取中的各帧间隔按 0 计，而该工具得到的是自身循环的几微秒。其数目由帧数减去 OpenAI chat 中不含应答的帧得出。',
  ),
  framesEstimated: text(
    'Frames are counted as OpenAI chat sends them: a role, the pieces, a finish, the usage, an end mark.',
    '帧数按 OpenAI chat 的次序推算：角色、各片段、结束、用量、结束标记。',
  ),
  noTokenizer: text(
    'Without usage it counts tokens with its own tokenizer; such answers are left out here.',
    '没有用量时它用自己的分词器计数；此处略去这些应答。',
  ),
  serverTokens: text(
    "It counts tokens with its own tokenizer unless told to take the server's; here the relay's usage stands in.",
    '除非要求采用服务端计数，它用自己的分词器计 token；此处以中转站上报的用量代替。',
  ),
  llamaTokens: text(
    "It counts tokens with Llama's tokenizer whatever the model; here the relay's usage without reasoning stands in.",
    '无论何种模型它都用 Llama 分词器计 token；此处以中转站上报的用量减去推理代替。',
  ),
  firstByteOfFrame: text(
    'It stamps the first byte of a frame; our stamp is that of the read which completed it.',
    '它在帧的首字节取时间戳；我们取的是读完该帧的那次读取。',
  ),
  refusal: text(
    'A refusal in a field of its own is a token to us and nothing to it.',
    '独立字段中的拒答在我们这里算 token，在它那里不算。',
  ),
  wallClock: text(
    'It reads the wall clock, which a time correction moves; our clock is monotonic.',
    '它读取系统时钟，校时会使其跳变；我们用单调时钟。',
  ),
  dialsAlways: text(
    'It dials a new connection for every request; the answers over reused connections miss that time here.',
    '它每次请求都新建连接；此处复用连接的应答不含这段时间。',
  ),
  textAfterTools: text(
    'In an answer with reasoning, a tool call or a refusal before the text is taken for the text.',
    '含推理的应答中，若正文之前先有工具调用或拒答，会被当作正文。',
  ),
  window: text(
    'The time runs from the first probe of the cell to the end of its last one; other cells had their turns in it, where the tool would have sent nothing else.',
    '时间从该组合的第一次探测开始到最后一次结束；期间其他组合轮流进行，而该工具不会发送别的请求。',
  ),
  rateOverTime: text(
    'It averages rates over the run, which comes to tokens over time but for its margins.',
    '它对整个运行的速率取平均，除边缘外等于 token 数除以时间。',
  ),
  usageFrame: text(
    'It does not ask for usage, and a relay that sends it all the same in a frame of its own makes the tool count an error; here it does not.',
    '它不请求用量；若中转站仍以独立帧发送用量，该工具会记为错误，此处不会。',
  ),
} as const
