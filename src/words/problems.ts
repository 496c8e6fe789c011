import type { Text } from '../core/text.ts'

/** What is wrong at one place of a profile, and what to write instead. The code is stable, for programs. */
export interface ProblemWords {
  readonly code: string
  readonly message: Text
  readonly hint?: Text
}

const words = (code: string, en: string, zh: string, hint?: Text): ProblemWords => ({
  code,
  message: { en, zh },
  ...(hint && { hint }),
})
const text = (en: string, zh: string): Text => ({ en, zh })
const both = (value: string): Text => ({ en: value, zh: value })

const didYouMean = (near: string): Text => text(`did you mean "${near}"?`, `是否想写“${near}”？`)
const writeInstead = (value: string): Text => text(`write ${value}`, `请写 ${value}`)
const known = (names: readonly string[]): Text =>
  text(`known: ${names.join(', ')}`, `可用：${names.join('、')}`)

/** The word that was meant where there is one, else all that could be. */
export const nearOrKnown = (near: string | undefined, names: readonly string[]): Text | undefined =>
  near !== undefined ? didYouMean(near) : names.length > 0 ? known(names) : undefined

/** What a value may be, in plain words. */
export type Kind = 'text' | 'number' | 'whole number' | 'boolean' | 'list' | 'mapping'

const kinds: Record<Kind, Text> = {
  text: text('text', '文本'),
  number: text('a number', '数字'),
  'whole number': text('a whole number', '整数'),
  boolean: text('true or false', 'true 或 false'),
  list: text('a list', '列表'),
  mapping: text('a mapping (key: value)', '键值映射（key: value）'),
}

/** A value as it is quoted in a message; `undefined` hides it. */
export type Shown = Text | undefined

/** How a YAML value reads in a message. */
export function shownValue(value: unknown): Text {
  if (value === null) return text('nothing', '空')
  if (Array.isArray(value)) return kinds.list
  if (typeof value === 'object') return text('a mapping', '键值映射')
  return both(typeof value === 'string' ? quoted(value) : String(value))
}

/** Nobody reads more of a value; whoever shows it shortens it once its secrets are out. */
const longestValue = 2000

const quoted = (value: string): string => JSON.stringify(value.slice(0, longestValue))

/** Chinese sets a space between its own and Latin script. */
const spaced = (zh: string, next: string): string => `${zh}${/^[\x21-\x7e]/.test(next) ? ' ' : ''}${next}`

const got = (shown: Shown): Text =>
  shown ? text(`, got ${shown.en}`, spaced('，实际是', shown.zh)) : text('', '')

/** "a number or "both"": the alternatives of a place, in words. */
function alternatives(wanted: readonly Kind[], values: readonly unknown[]): Text {
  const literals = values.map((value) => quoted(String(value)))
  const list = (language: keyof Text, or: string): string => {
    const all = [...wanted.map((kind) => kinds[kind][language]), ...literals]
    const last = all.pop() ?? ''
    return all.length > 0 ? `${all.join(language === 'en' ? ', ' : '、')}${or}${last}` : last
  }
  const zh = list('zh', '或')
    .replace(/(\p{Script=Han})(?=[\x21-\x7e])/gu, '$1 ')
    .replace(/([\x21-\x7e])(?=\p{Script=Han})/gu, '$1 ')
  return text(list('en', ' or '), zh)
}

/** Sentences that the schema itself holds, which is written in English. */
const schemaSentences: Readonly<Record<string, string>> = {
  'must not contain control characters': '不得包含控制字符',
  'must look like "20:00-23:00"': '格式应为 "20:00-23:00"',
  'must be the name of an environment variable': '必须是环境变量名',
  'must look like "90s", "10m" or "1h"': '格式应为 "90s"、"10m" 或 "1h"',
  'must look like "5/s", "30/m" or "100/h"': '格式应为 "5/s"、"30/m" 或 "100/h"',
}

/** Problems with the YAML text itself. */
export const yamlProblems = {
  tooLarge: (limitBytes: number) =>
    words('too-large', `the file is larger than ${limitBytes} bytes`, `文件超过 ${limitBytes} 字节`),
  syntax: (yamlCode: string) => {
    const [en, zh, hint] = syntaxErrors[yamlCode] ?? ['not valid YAML here', '此处不是有效的 YAML']
    return words('yaml', en, zh, hint)
  },
  duplicateKey: (key: string, line: number) =>
    words(
      'duplicate-key',
      `"${key}" is stated twice, first in line ${line}`,
      `“${key}” 重复，首次出现在第 ${line} 行`,
      text('keep one of them', '只保留一个'),
    ),
  unknownAnchor: (anchor: string, near: string | undefined) =>
    words(
      'unknown-anchor',
      `no anchor &${anchor} above this place`,
      `此处之前没有锚点 &${anchor}`,
      near === undefined ? undefined : didYouMean(`*${near}`),
    ),
  cyclicAlias: (anchor: string) =>
    words('cyclic-alias', `*${anchor} contains itself`, `*${anchor} 包含了自身`),
  aliasBomb: () =>
    words(
      'alias-bomb',
      'these aliases unfold to far too much',
      '这些别名展开后过大',
      text('write out what you need, without aliases of aliases', '请直接写出内容，不要层层引用别名'),
    ),
  badMerge: () => words('bad-merge', '<< can only merge mappings', '<< 只能合并键值映射'),
  tooDeep: (levels: number) =>
    words('too-deep', `nested more than ${levels} levels deep`, `嵌套超过 ${levels} 层`),
}

const syntaxErrors: Readonly<Record<string, readonly [en: string, zh: string, hint?: Text]>> = {
  TAB_AS_INDENT: ['tabs cannot indent YAML', 'YAML 不能用制表符缩进', text('use spaces', '请用空格')],
  MULTIPLE_DOCS: [
    'a profile is one YAML document',
    '一个配置只能是一个 YAML 文档',
    text('keep the first, up to the second "---"', '只保留第一个，即第二个 “---” 之前的部分'),
  ],
  MISSING_CHAR: ['a quote, bracket, comma or "-" is missing', '缺少引号、括号、逗号或 “-”'],
  BAD_INDENT: ['wrong indentation, or a bracket that is not closed', '缩进有误，或括号未闭合'],
  BLOCK_AS_IMPLICIT_KEY: [
    'a second "key:" on this line',
    '同一行出现了第二个 “key:”',
    text(
      'put text that holds ": " in quotes, and check the indentation',
      '含 “: ” 的文本请加引号，并检查缩进',
    ),
  ],
  MULTILINE_IMPLICIT_KEY: ['a key must be on one line', '键必须写在一行内'],
  KEY_OVER_1024_CHARS: ['a key is too long', '键过长'],
  BAD_SCALAR_START: [
    'text cannot start with this character',
    '文本不能以该字符开头',
    text('put it in quotes', '请加引号'),
  ],
  BAD_DQ_ESCAPE: [
    'unknown escape in double quotes',
    '双引号内有无效的转义',
    text('double the backslash, or use single quotes', '请写两个反斜杠，或改用单引号'),
  ],
  UNEXPECTED_TOKEN: ['YAML does not expect this here', 'YAML 此处不应出现该内容'],
  TAG_RESOLVE_FAILED: ['YAML tags (!…) are not supported', '不支持 YAML 标签（!…）'],
  NON_STRING_KEY: ['a key must be plain text', '键必须是普通文本'],
  RESOURCE_EXHAUSTION: ['nested too deeply', '嵌套过深'],
}

/** Problems of type, range and spelling. */
export const shapeProblems = {
  empty: () => words('empty', 'the profile is empty', '配置为空', both('relays: […]  models: […]')),
  missing: (key: string) => words('missing', `"${key}" is required`, `缺少必填项 “${key}”`),
  wrong: (wanted: readonly Kind[], values: readonly unknown[], shown: Shown, hint?: Text) => {
    const may = alternatives(wanted, values)
    const end = got(shown)
    return words('wrong-value', `must be ${may.en}${end.en}`, `${spaced('必须是', may.zh)}${end.zh}`, hint)
  },
  notEmpty: () => words('wrong-value', 'must not be empty', '不能为空'),
  atLeastOne: () => words('wrong-value', 'needs at least one entry', '至少需要一项'),
  tooLong: (most: number) =>
    words('wrong-value', `must have at most ${most} characters`, `最多 ${most} 个字符`),
  tooSmall: (least: string, orEqual: boolean, shown: Shown) => {
    const end = got(shown)
    const [en, zh] = orEqual ? ['at least', '不小于'] : ['more than', '大于']
    return words('wrong-value', `must be ${en} ${least}${end.en}`, `必须${zh} ${least}${end.zh}`)
  },
  tooBig: (most: string, shown: Shown) => {
    const end = got(shown)
    return words('wrong-value', `must be at most ${most}${end.en}`, `必须不大于 ${most}${end.zh}`)
  },
  format: (schemaSentence: string, shown: Shown) => {
    const end = got(shown)
    const zh = schemaSentences[schemaSentence] ?? schemaSentence
    return words('wrong-value', `${schemaSentence}${end.en}`, `${zh}${end.zh}`)
  },
  unknownKey: (key: string, hint: Text | undefined) =>
    words('unknown-key', `unknown key "${key}"`, `未知的键 “${key}”`, hint),
  controlCharacter: (codePoint: string) =>
    words(
      'control-character',
      `must not contain control characters (${codePoint})`,
      `不得包含控制字符（${codePoint}）`,
      codePoint === 'U+000A' ? text('write it on one line', '请写在一行内') : undefined,
    ),
  notFinite: () => words('wrong-value', 'must be a finite number', '必须是有限的数字'),
  said: (code: string, message: Text) => words(code, message.en, message.zh),
}

/** Ways to repair a value of the wrong type. */
export const shapeHints = {
  didYouMean,
  belongsAt: (place: string) => text(`it belongs at ${place}`, `应写在 ${place}`),
  keysHere: (keys: readonly string[]) =>
    text(`keys here: ${keys.join(', ')}`, `此处可用的键：${keys.join('、')}`),
  trueOrFalse: () => text('write true or false', '请写 true 或 false'),
  unquoted: (value: string) =>
    text(
      `write ${value} without quotes; \${…} always gives text`,
      `请写 ${value}，不加引号；\${…} 的结果总是文本`,
    ),
  inQuotes: (value: string) => writeInstead(quoted(value)),
  fillOrRemove: () => text('give it a value, or remove the key', '请填写值，或删除该键'),
  dashes: () => text('start every entry with "- "', '每一项以 “- ” 开头'),
}

/** Problems with ${ENV} and with secret places; none of them ever quotes a secret. */
export const secretProblems = {
  badReference: () =>
    words(
      'bad-reference',
      'not a ${NAME} reference',
      '不是有效的 ${NAME} 引用',
      text(
        'write ${NAME} or ${NAME:-default}; $${ gives a plain ${',
        '请写 ${NAME} 或 ${NAME:-默认值}；$${ 表示原样的 ${',
      ),
    ),
  shellReference: (name: string) =>
    words('bad-reference', 'not a ${NAME} reference', '不是有效的 ${NAME} 引用', writeInstead(`\${${name}}`)),
  openSecret: (name: string) =>
    words(
      'open-secret',
      `the value of ${name} is not treated as a secret here: it is shown and stored`,
      `此处不会把 ${name} 的值当作密钥：它会被显示和保存`,
      text('secret places are api_key, headers and proxy', '会保密的位置只有 api_key、headers 和 proxy'),
    ),
  unset: (name: string) =>
    words(
      'unset-variable',
      `environment variable ${name} is not set`,
      `环境变量 ${name} 未设置`,
      text(
        `put ${name}=… in .env beside the profile, or write \${${name}:-default}`,
        `在配置旁的 .env 中写 ${name}=…，或写 \${${name}:-默认值}`,
      ),
    ),
  twoKeys: () =>
    words('two-keys', 'api_key and api_key_env exclude each other', 'api_key 与 api_key_env 只能写一个'),
  keyAsName: () =>
    words(
      'key-as-name',
      'this looks like a key, not like the name of an environment variable',
      '这像是密钥本身，而不是环境变量名',
      text('put the key in .env and its name here', '把密钥写入 .env，这里只写变量名'),
    ),
  unsendableKey: () =>
    words(
      'unsendable-key',
      'the key holds a space, a line break or a character that HTTP cannot send',
      '密钥含有空格、换行或 HTTP 无法发送的字符',
    ),
  unsendableHeader: () =>
    words(
      'unsendable-header',
      'the header value holds a character that HTTP cannot send',
      '请求头的值含有 HTTP 无法发送的字符',
    ),
  badHeaderName: () => words('bad-header', 'not a valid header name', '不是有效的请求头名称'),
  reservedHeader: () =>
    words('bad-header', 'this header is set by the connection itself', '该请求头由连接自身设置，不能自定义'),
  badProxy: () =>
    words(
      'bad-proxy',
      'must be an http(s) proxy URL or "direct"',
      '必须是 http(s) 代理地址或 "direct"',
      writeInstead('http://host:port'),
    ),
  plainKey: (variable: string) =>
    words(
      'plain-key',
      'a key in plain text',
      '密钥以明文写在配置中',
      text(`use \${${variable}} and put it in .env`, `改用 \${${variable}}，并把它写入 .env`),
    ),
}

/** Problems between keys that are each fine on their own. */
export const sloProblems = {
  'unknown-measure': (name: string, hint: Text | undefined) =>
    words(
      'unknown-measure',
      `${quoted(name)} is nothing that can be limited`,
      `${quoted(name)} 不是可设限的指标`,
      hint,
    ),
  'bad-limit': (name: string) =>
    words(
      'bad-limit',
      `${name} needs a limit such as "< 2s" or ">= 99%"`,
      `${name} 需要形如 "< 2s" 或 ">= 99%" 的限值`,
    ),
  'bad-audit-limit': (name: string) =>
    words(
      'bad-limit',
      `${name} takes "no_confirmed_difference" and nothing else`,
      `${name} 只能设为 "no_confirmed_difference"`,
    ),
  'wrong-unit': (name: string) =>
    words(
      'wrong-unit',
      `the limit of ${name} has the wrong unit`,
      `${name} 的限值单位不对`,
      text(
        'shares are limited in %, times in ms or s, tokens_per_second without a unit',
        '比率用 %，时间用 ms 或 s，tokens_per_second 不带单位',
      ),
    ),
  'wrong-side': (name: string) =>
    words(
      'wrong-side',
      `${name} is limited on the wrong side`,
      `${name} 的限值方向不对`,
      text(
        'availability needs >=, error rates and times need <; goodput, models_available and tokens_per_second need >=',
        '可用率用 >=，错误率与时间用 <；goodput、models_available、tokens_per_second 用 >=',
      ),
    ),
  'only-goodput': (name: string) =>
    words(
      'only-goodput',
      `${name} has a limit, but no thresholds`,
      `${name} 只有限值，没有逐次阈值`,
      text(
        'share, ttft, ttfo, e2e and tpot belong to goodput',
        'share、ttft、ttfo、e2e、tpot 只用于 goodput',
      ),
    ),
  goodputOfNothing: () =>
    words(
      'goodput-of-nothing',
      'goodput has no threshold that a probe could meet',
      'goodput 没有可供请求满足的阈值',
      text(
        'write { share: ">= 95%", ttft: "< 2s" }, or a latency limit such as ttft_p95 beside it',
        '请写 { share: ">= 95%", ttft: "< 2s" }，或在旁边写 ttft_p95 等延迟限值',
      ),
    ),
  ofRelays: () =>
    words(
      'of-relays',
      'models_available is of a relay, not of a model',
      'models_available 针对中转站，不针对单个模型',
    ),
  badFlag: (text: string) =>
    words(
      'bad-limit',
      `--slo takes a limit such as "ttft_p95 < 2s", not ${quoted(text)}`,
      `--slo 须形如 "ttft_p95 < 2s"，而不是 ${quoted(text)}`,
    ),
}

export const untilProblems = {
  'bad-target': (written: string) =>
    words(
      'bad-target',
      `${quoted(written)} is no precision to stop at`,
      `${quoted(written)} 不是可用的停止精度`,
      text(
        'write it like "ttft_p50 ±10%" or "availability ±2%"',
        '写法如 "ttft_p50 ±10%" 或 "availability ±2%"',
      ),
    ),
  'unknown-target': (written: string, hint: Text | undefined) =>
    words(
      'unknown-target',
      `${quoted(written)} names nothing that a cell can be stopped by`,
      `${quoted(written)} 中没有可用于停止的指标`,
      hint,
    ),
  'bad-width': (written: string) =>
    words(
      'bad-width',
      `the width in ${quoted(written)} must be above 0% and below 100%`,
      `${quoted(written)} 中的宽度须大于 0% 且小于 100%`,
    ),
}

export const meaningProblems = {
  badTraffic: (written: string) =>
    words(
      'bad-traffic',
      `${quoted(written)} is no traffic`,
      `${quoted(written)} 不是有效的用量`,
      text('write it like "2M in, 500k out per day"', '写法如 "2M in, 500k out per day"'),
    ),
  duplicateName: (kind: Text, name: string, line: number) =>
    words(
      'duplicate-name',
      `two ${kind.en}s are named ${quoted(name)}, the first in line ${line}`,
      `${kind.zh}名称 ${quoted(name)} 重复，首次出现在第 ${line} 行`,
    ),
  noAddress: () =>
    words(
      'no-address',
      'needs one of base_url, endpoints or simulate',
      '需要 base_url、endpoints、simulate 之一',
      writeInstead('base_url: https://…/v1'),
    ),
  exclusive: (key: string, other: string) =>
    words('exclusive', `${key} and ${other} exclude each other`, `${key} 与 ${other} 只能写一个`),
  noWeight: () =>
    words(
      'no-weight',
      'weights need at least one above 0',
      'weights 至少要有一项大于 0',
      text('leave weights out to get no score', '不需要评分时请删去 weights'),
    ),
  needs: (key: string, other: string) =>
    words('needs', `${key} means something only with ${other}`, `${key} 只能与 ${other} 一起使用`),
  unknownName: (kind: Text, name: string, hint: Text | undefined) =>
    words(
      'unknown-name',
      `no ${kind.en} named ${quoted(name)}`,
      `没有名为 ${quoted(name)} 的${kind.zh}`,
      hint,
    ),
  unknownProtocol: (name: string, hint: Text | undefined) =>
    words('unknown-protocol', `unknown protocol ${quoted(name)}`, `未知的协议 ${quoted(name)}`, hint),
  tlsInsecure: () =>
    words('tls-insecure', 'certificates of this relay are not checked', '不校验该中转站的证书'),
  keyInClear: () =>
    words(
      'key-in-clear',
      'http sends the key unencrypted',
      'http 会以明文传输密钥',
      writeInstead('https://…'),
    ),
}

export const nouns = {
  relay: text('relay', '中转站'),
  model: text('model', '模型'),
  line: text('line', '线路'),
}

/** Problems with a base URL. */
export const urlProblems = {
  notHttp: (shown: Shown, guess: string | undefined) => {
    const end = got(shown)
    return words(
      'bad-url',
      `must be an http(s) URL${end.en}`,
      `必须是 http(s) 地址${end.zh}`,
      guess === undefined ? undefined : didYouMean(guess),
    )
  },
  userinfo: () =>
    words(
      'url-userinfo',
      'must not hold a user name or password',
      '不得包含用户名或密码',
      text('put the key in api_key', '请把密钥写在 api_key'),
    ),
  fragment: (trimmed: string) =>
    words('url-fragment', 'must not have a #fragment', '不得包含 #片段', writeInstead(trimmed)),
  endpointPath: (path: string, trimmed: string) =>
    words(
      'url-path',
      `must not end in ${path}: it is added for each request`,
      `不要以 ${path} 结尾：发请求时会自动加上`,
      writeInstead(trimmed),
    ),
  keyInQuery: (name: string) =>
    words(
      'key-in-url',
      `the query parameter "${name}" looks like a key; URLs are shown and stored`,
      `查询参数 “${name}” 像是密钥；URL 会被显示和保存`,
      text(
        `use api_key with auth: { style: query, name: ${name} }`,
        `改用 api_key，并写 auth: { style: query, name: ${name} }`,
      ),
    ),
}

/** Errors about the file as a whole. */
export const fileProblems = {
  notFound: (path: string) => text(`no such file: ${path}`, `文件不存在：${path}`),
  unreadable: (path: string, code: string) =>
    text(`cannot read ${path} (${code})`, `无法读取 ${path}（${code}）`),
  notUtf8: (path: string) => text(`${path} is not UTF-8 text`, `${path} 不是 UTF-8 文本`),
  saveAsUtf8: () => text('save it as UTF-8 (not GBK)', '请另存为 UTF-8 编码（不要用 GBK）'),
  count: (file: string, count: number) =>
    text(`${file}: ${count} ${count === 1 ? 'problem' : 'problems'}`, `${file}：${count} 个问题`),
}

export const labels = {
  hint: text('hint: ', '提示：'),
  warning: text('warning: ', '警告：'),
  more: (count: number) => text(`… and ${count} more`, `……另有 ${count} 个`),
}
