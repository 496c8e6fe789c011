import { describe, expect, test } from 'vitest'
import { formatProblems } from '../../src/profile/format.ts'
import { parseProfile } from '../../src/profile/parse.ts'
import { failure, relay, yaml } from './support.ts'

/** Each: what is wrong, the YAML, and for every problem `line:column path | words in English | words in Chinese`. */
const bad: readonly (readonly [fact: string, source: string, ...problems: string[]])[] = [
  // --- YAML itself
  ['an empty file', '', '1:1  | the profile is empty | 配置为空'],
  ['a file of comments', '# nothing\n', '1:1  | the profile is empty | 配置为空'],
  ['a tab that indents', 'relays:\n\t- name: a\n', '2:1  | tabs cannot indent | 制表符'],
  ['two documents', `${yaml()}---\na: 1\n`, '5:1  | one YAML document | 一个 YAML 文档'],
  ['an open bracket', 'relays: [{ name: a\n', '2:1  | bracket | 括号'],
  ['two keys in one line', 'relays: models: 1\n', '1:9  | second "key:" | 第二个'],
  ['a tag', `${yaml()}vantage: !home x\n`, '5:10  | tags | 标签'],
  [
    'a duplicate key',
    `${yaml()}stream: true\nstream: false\n`,
    '6:1  | "stream" is stated twice, first in line 5 | 首次出现在第 5 行',
  ],
  ['an alias without anchor', `${yaml()}vantage: *home\n`, '5:10  | no anchor &home | 没有锚点 &home'],
  ['an alias to itself', `${yaml()}x-a: &a [*a]\n`, '5:10  | *a contains itself | 包含了自身'],
  ['a merge of text', `${yaml()}load:\n  <<: text\n`, '6:7  | << can only merge mappings | 只能合并'],
  ['a root that is a list', '- a\n', '1:1  | must be a mapping (key: value), got a list | 必须是键值映射'],
  [
    'deep nesting',
    `${yaml()}vantage: ${'['.repeat(40)}${']'.repeat(40)}\n`,
    '5:10 vantage | must be text | 必须是文本',
    '*',
  ],
  ['absurd nesting', `x-a: ${'['.repeat(5000)}\n`, '*'],
  // --- shape
  [
    'nothing but an empty mapping',
    '{}',
    '1:1 relays | "relays" is required | 缺少必填项',
    '1:1 models | required | 缺少',
  ],
  [
    'a precision that cannot be read',
    `${yaml()}load: { until: ttft_p50 }\n`,
    '5:16 load.until | is no precision to stop at · write it like "ttft_p50 ±10%" | 不是可用的停止精度',
  ],
  [
    'precisions of a list, each with its own mistake',
    `${yaml()}load:\n  until: ["ttft_p59 ±10%", "e2e_p50 ±10%", "availability +-0%", "error_rate ±1%"]\n`,
    '6:11 load.until[0] | nothing that a cell can be stopped by · did you mean "ttft_p50"? | 没有可用于停止的指标',
    '6:44 load.until[2] | must be above 0% and below 100% | 须大于 0%',
    '6:65 load.until[3] | nothing that a cell can be stopped by | 没有可用于停止的指标',
  ],
  [
    'an unknown key',
    `${yaml()}lod: {}\n`,
    '5:1 lod | unknown key "lod" · did you mean "load"? | 未知的键 · 是否想写“load”',
  ],
  [
    'a key of another place',
    `${yaml()}requests: 3\n`,
    '5:1 requests | it belongs at load.requests | 应写在 load.requests',
  ],
  [
    'a key nobody knows',
    `${yaml()}load: { zzzzzz: 3 }\n`,
    '5:9 load.zzzzzz | keys here: requests, duration | 此处可用的键',
  ],
  [
    "another tool's key",
    yaml('{ name: a, baseURL: "https://a.example/v1" }'),
    '2:5 relays[0] | needs one of | 需要',
    '2:16 relays[0].baseURL | did you mean "base_url"? | 是否想写“base_url”',
  ],
  [
    'text for a number',
    `${yaml()}load: { requests: 20x }\n`,
    '5:19 load.requests | must be a number, got "20x" | 必须是数字，实际是 "20x"',
  ],
  [
    'a number in quotes',
    `${yaml()}load: { requests: "20" }\n`,
    '5:19 load.requests | got "20" · write 20 without quotes | 请写 20，不加引号',
  ],
  [
    'a fraction of a probe',
    `${yaml()}load: { concurrency: 1.5 }\n`,
    '5:22 load.concurrency | must be a whole number, got 1.5 | 必须是整数',
  ],
  [
    'no probe at all',
    `${yaml()}load: { requests: 0 }\n`,
    '5:19 load.requests | must be at least 1, got 0 | 必须不小于 1，实际是 0',
  ],
  [
    'no time at all',
    `${yaml()}timeouts: { total: 0 }\n`,
    '5:20 timeouts.total | must be more than 0, got 0 | 必须大于 0',
  ],
  [
    'too hot',
    `${yaml()}workload: { temperature: 3 }\n`,
    '5:26 workload.temperature | must be at most 2, got 3 | 必须不大于 2',
  ],
  [
    'not a number',
    `${yaml()}load: { seed: .nan }\n`,
    '5:15 load.seed | must be a finite number | 必须是有限的数字',
  ],
  [
    'yes for true',
    `${yaml()}stream: yes\n`,
    '5:9 stream | must be true or false or "both", got "yes" · write true or false | 请写 true 或 false',
  ],
  [
    'a near miss of a word',
    `${yaml()}workload: { prompt: shrt }\n`,
    '5:21 workload.prompt | must be "short", "medium" or "long", got "shrt" · did you mean "short"? | 是否想写“short”',
  ],
  [
    'a near miss in a union',
    yaml(relay('facts: { kind: offical, invoice: no }')),
    '2:65 relays[0].facts.kind | did you mean "official"? | 是否想写“official”',
    '2:83 relays[0].facts.invoice | write true or false | 请写 true 或 false',
  ],
  [
    'a number for a declared fact',
    yaml(relay('facts: { sla: 99.9 }')),
    '2:64 relays[0].facts.sla | must be text, got 99.9 · write "99.9" | 请写 "99.9"',
  ],
  [
    'an auth style that is none',
    yaml(relay('auth: bearrer')),
    '2:56 relays[0].auth | did you mean "bearer"? | 是否想写“bearer”',
  ],
  [
    'an auth mapping with a wrong style',
    yaml(relay('auth: { style: x-api }')),
    '2:65 relays[0].auth.style | must be "bearer" | 必须是',
  ],
  [
    'an empty value',
    `${yaml()}load:\n`,
    '5:6 load | got nothing · give it a value, or remove the key | 实际是空 · 请填写值',
  ],
  [
    'a bad duration',
    `${yaml()}load: { duration: 10 minutes }\n`,
    '5:19 load.duration | must look like "90s", "10m" or "1h", got "10 minutes" | 格式应为',
  ],
  [
    'a model that is a number',
    `relays:\n  - ${relay()}\nmodels: [5]\n`,
    '3:10 models[0] | must be text or a mapping (key: value), got 5 | 必须是文本或键值映射',
  ],
  [
    'a typo inside a model',
    `relays:\n  - ${relay()}\nmodels: [{ name: m, idz: {} }]\n`,
    '3:21 models[0].idz | did you mean "id"? | 是否想写“id”',
  ],
  [
    'models that are no list',
    `relays:\n  - ${relay()}\nmodels: m\n`,
    '3:9 models | must be a list, got "m" · start every entry with "- " | 必须是列表',
  ],
  ['no relay', 'relays: []\nmodels: [m]\n', '1:9 relays | needs at least one entry | 至少需要一项'],
  ['an empty name', `${yaml()}vantage: ""\n`, '5:10 vantage | must not be empty | 不能为空'],
  [
    'a long name',
    `${yaml()}vantage: ${'长'.repeat(81)}\n`,
    '5:10 vantage | at most 80 characters | 最多 80 个字符',
  ],
  [
    'a control character',
    `${yaml()}vantage: "a\\eb"\n`,
    '5:10 vantage | control characters (U+001B) | 控制字符（U+001B）',
  ],
  ['half a character', `${yaml()}vantage: "\\ud800"\n`, '5:10 vantage | (U+D800) | （U+D800）'],
  [
    'a line break in a name',
    `${yaml()}vantage: |\n  home\n`,
    '5:10 vantage | (U+000A) · write it on one line | 请写在一行内',
  ],
  // --- references to the environment
  [
    'an unset variable',
    `${yaml()}vantage: \${NOWHERE}\n`,
    '5:10 vantage | environment variable NOWHERE is not set | 环境变量 NOWHERE 未设置',
  ],
  [
    'a malformed reference',
    `${yaml()}vantage: \${no-where}\n`,
    '5:10 vantage | not a ${NAME} reference | 不是有效的',
  ],
  [
    'an open reference',
    `${yaml()}vantage: "\${HOME"\n`,
    '5:10 vantage | not a ${NAME} reference | 不是有效的',
  ],
  // --- secrets
  [
    'two keys',
    yaml(relay('api_key: "${A}", api_key_env: B')),
    '2:80 relays[0].api_key_env | exclude each other | 只能写一个',
  ],
  [
    'a key as a shell writes it',
    yaml(relay('api_key: $MY_KEY')),
    '2:59 relays[0].api_key | not a ${NAME} reference · write ${MY_KEY} | 请写 ${MY_KEY}',
  ],
  [
    'a reference for a name of a variable',
    yaml(relay('api_key_env: "${MY_KEY}"')),
    '2:63 relays[0].api_key_env | name of an environment variable, got "${MY_KEY}" | 必须是环境变量名',
  ],
  [
    'a key for a name of a variable',
    yaml(relay('api_key_env: 0123456789abcdef0123456789abcdef')),
    '2:63 relays[0].api_key_env | looks like a key | 像是密钥本身',
  ],
  [
    'a key with a space',
    yaml(relay('api_key: "abc def"')),
    '2:59 relays[0].api_key | HTTP cannot send | 无法发送',
  ],
  [
    'a header that is none',
    yaml(relay('headers: { "a b": c }')),
    '2:61 relays[0].headers["a b"] | not a valid header name | 不是有效的请求头',
  ],
  [
    'a header of the connection',
    yaml(relay('headers: { Host: c }')),
    '2:61 relays[0].headers.Host | set by the connection | 由连接自身设置',
  ],
  [
    'a header that HTTP cannot send',
    yaml(relay('headers: { X-A: 中文 }')),
    '2:66 relays[0].headers.X-A | cannot send | 无法发送',
  ],
  [
    'a proxy of another kind',
    yaml(relay('proxy: "socks5://u:p@h:1"')),
    '2:57 relays[0].proxy | http(s) proxy URL or "direct" | 代理地址',
  ],
  // --- addresses
  ['no address', yaml('{ name: a }'), '2:5 relays[0] | needs one of base_url, endpoints or simulate | 之一'],
  [
    'two addresses',
    yaml(relay('simulate: good')),
    '2:50 relays[0].simulate | simulate and base_url exclude each other | 只能写一个',
  ],
  [
    'a misspelt scheme',
    yaml('{ name: a, base_url: "htp://api.example" }'),
    '2:26 relays[0].base_url | must be an http(s) URL, got "htp://api.example" · did you mean "http://api.example"? | 必须是 http(s) 地址',
  ],
  [
    'no scheme',
    yaml('{ name: a, base_url: api.example/v1 }'),
    '2:26 relays[0].base_url | did you mean "https://api.example/v1"? | 是否想写',
  ],
  [
    'one slash',
    yaml('{ name: a, base_url: "https:/api.example" }'),
    '2:26 relays[0].base_url | did you mean "https://api.example"? | 是否想写',
  ],
  [
    'a full-width colon',
    yaml('{ name: a, base_url: "https：//api.example" }'),
    '2:26 relays[0].base_url | did you mean "https://api.example"? | 是否想写',
  ],
  [
    'another scheme',
    yaml('{ name: a, base_url: "ftp://x" }'),
    '2:26 relays[0].base_url | must be an http(s) URL | 必须是',
  ],
  [
    'credentials in a URL',
    yaml('{ name: a, base_url: "https://u:p@x/v1" }'),
    '2:26 relays[0].base_url | put the key in api_key | 请把密钥写在 api_key',
  ],
  [
    'a key in the query of a URL',
    yaml('{ name: a, base_url: "https://x/v1?key=abc" }'),
    '2:26 relays[0].base_url | looks like a key; URLs are shown and stored · use api_key with auth | 像是密钥',
  ],
  [
    'weights of nothing',
    `${yaml()}weights: { availability: 0, price: 0 }\n`,
    '5:1 weights | at least one above 0 · leave weights out | 至少要有一项大于 0',
  ],
  ['no weight at all', `${yaml()}weights: {}\n`, '5:1 weights | at least one above 0 | 至少要有一项'],
  [
    'a weight of something else',
    `${yaml()}weights: { availabilty: 3 }\n`,
    '5:12 weights.availabilty | unknown key "availabilty" · did you mean "availability"? | 未知的键',
  ],
  ['a weight below 0', `${yaml()}weights: { ttft: -1 }\n`, '5:18 weights.ttft | must be at least 0 | 0'],
  [
    'a limit on something else',
    `${yaml()}slo: { ttft_p59: "< 2s" }\n`,
    '5:8 slo.ttft_p59 | is nothing that can be limited · did you mean "ttft_p50"? | 不是可设限的指标',
  ],
  [
    'a limit without a sign',
    `${yaml()}slo: { ttft_p95: 2s }\n`,
    '5:18 slo.ttft_p95 | needs a limit such as "< 2s" or ">= 99%" | 需要形如',
  ],
  [
    'a limit on audits that is none',
    `${yaml()}slo: { audit: none }\n`,
    '5:15 slo.audit | takes "no_confirmed_difference" and nothing else | 只能设为',
  ],
  [
    'a share limited in seconds',
    `${yaml()}slo: { availability: ">= 2s" }\n`,
    '5:22 slo.availability | has the wrong unit · shares are limited in % | 单位不对',
  ],
  [
    'a ceiling on availability',
    `${yaml()}slo: { availability: "< 99%" }\n`,
    '5:22 slo.availability | is limited on the wrong side · availability needs >= | 方向不对',
  ],
  [
    'a fragment',
    yaml('{ name: a, base_url: "https://x/v1#a" }'),
    '2:26 relays[0].base_url | must not have a #fragment · write https://x/v1 | 不得包含 #片段',
  ],
  [
    'a whole endpoint',
    yaml('{ name: a, base_url: "https://x/v1/chat/completions" }'),
    '2:26 relays[0].base_url | must not end in /chat/completions: it is added for each request · write https://x/v1 | 不要以',
  ],
  [
    'an endpoint of Anthropic',
    yaml('{ name: a, base_url: "https://x/v1/messages/" }'),
    '2:26 relays[0].base_url | must not end in /messages | 请写 https://x/v1',
  ],
  [
    'a bad line',
    yaml('{ name: a, endpoints: [{ line: 电信, url: "https://x" }, { line: 联通, url: x }] }'),
    '2:77 relays[0].endpoints[1].url | must be an http(s) URL | 必须是',
  ],
  // --- names
  [
    'two relays of one name',
    `relays:\n  - ${relay()}\n  - ${relay()}\nmodels: [m]\n`,
    '3:13 relays[1].name | two relays are named "a", the first in line 2 | 中转站名称 "a" 重复',
  ],
  [
    'two models of one name',
    `relays:\n  - ${relay()}\nmodels: [m, { name: m }]\n`,
    '3:21 models[1].name | two models are named "m" | 模型名称',
  ],
  [
    'two lines of one name',
    yaml('{ name: a, endpoints: [{ line: l, url: "https://x" }, { line: l, url: "https://y" }] }'),
    '2:67 relays[0].endpoints[1].line | two lines are named "l" | 线路名称',
  ],
  [
    'a model of an unknown relay',
    `relays:\n  - { name: poloai, simulate: good }\nmodels: [{ name: m, ids: { polai: x }, only: [other] }]\n`,
    '3:28 models[0].ids.polai | no relay named "polai" · did you mean "poloai"? | 没有名为 "polai" 的中转站',
    '3:47 models[0].only[0] | no relay named "other" · known: poloai | 可用：poloai',
  ],
  [
    'requests and duration',
    `${yaml()}load: { requests: 1, duration: 1m }\n`,
    '5:22 load.duration | duration and requests exclude each other | 只能写一个',
  ],
  [
    'prompt and file',
    `${yaml()}workload: { prompt: short, file: a.txt }\n`,
    '5:28 workload.file | file and prompt exclude each other | 只能写一个',
  ],
]

describe('what is wrong is said with its place, in both languages', () => {
  test.each(bad)('%s', (_, source, ...expected) => {
    const error = failure(source)
    const wanted = expected.filter((line) => line !== '*')
    if (wanted.length === expected.length) expect(error.problems).toHaveLength(expected.length)
    for (const [index, line] of wanted.entries()) {
      const problem = error.problems[index]
      const [place = '', en = '', zh = ''] = line.split(' | ')
      expect(`${problem?.line}:${problem?.column} ${problem?.path}`).toBe(place)
      for (const words of en.split(' · '))
        expect(`${problem?.message.en} ${problem?.hint?.en}`).toContain(words)
      for (const words of zh.split(' · '))
        expect(`${problem?.message.zh} ${problem?.hint?.zh}`).toContain(words)
    }
  })

  test('no sentence leaks the jargon of a library', () => {
    for (const [, source] of bad) {
      for (const { message, hint } of failure(source).problems) {
        expect(`${message.en} ${hint?.en}`).not.toMatch(
          /invalid|expected|received|string|object|array|undefined,/i,
        )
        expect(message.zh).toMatch(/\p{Script=Han}/u)
      }
    }
  })
})

test('all problems come at once, in the order of the text', () => {
  const { problems } = failure(`relays:
  - { name: a, base_url: "htp://x", facts: { kind: offical } }
  - { name: a, simulate: good, limits: { rpm: many } }
models: [{ name: m, only: [b] }]
load: { requests: 0, lanes: 3 }
load: {}
`)
  expect(problems.map(({ line, code }) => `${line} ${code}`)).toEqual([
    '2 bad-url',
    '2 wrong-value',
    '3 duplicate-name',
    '3 wrong-value',
    '4 unknown-name',
    '6 duplicate-key',
  ])
})

test('a file over 1 MiB is refused', () => {
  expect(failure(`${yaml()}# ${'x'.repeat(1024 * 1024)}`).problems).toMatchObject([
    { code: 'too-large', line: 1 },
  ])
})

test.each([
  ['of values', (i: number) => `x${i}: &x${i} [${Array(9).fill(`*x${i - 1}`)}]`],
  ['of merges', (i: number) => `x${i}: &x${i} {<<: [${Array(9).fill(`*x${i - 1}`)}]}`],
])('an alias bomb %s is refused at once', (_, level) => {
  const bomb = ['x0: &x0 { a: b }', ...Array.from({ length: 9 }, (__, i) => level(i + 1))].join('\n')
  expect(failure(bomb).problems).toMatchObject([{ code: 'alias-bomb' }])
})

test.each([
  ['keys', Array.from({ length: 10_000 }, (_, i) => `k${i}: 1`).join('\n')],
  ['wrong entries', `models: [${Array(10_000).fill('1')}]\nrelays: []`],
  ['nested lists', '- '.repeat(20_000)],
  ['names', `models: [${Array.from({ length: 10_000 }, (_, i) => `m${i % 9}`)}]\nrelays: []`],
])('a flood of %s is refused in bounded time', { timeout: 60_000 }, (_, source) => {
  const { problems } = failure(source)
  expect(problems.length).toBeGreaterThan(0)
  expect(problems.length).toBeLessThanOrEqual(200)
})

test('checks of the caller speak for protocols and simulations', () => {
  const source = `relays:
  - { name: a, simulate: { ttft: -1 }, protocol: openai-chta }
models: [m]
`
  const checks = {
    protocols: ['openai-chat', 'anthropic'],
    simulate: () => [{ path: ['ttft'], message: { en: 'must be positive', zh: '必须为正' } }],
  }
  expect(failure(source, {}, checks).problems).toMatchObject([
    { line: 2, column: 34, path: 'relays[0].simulate.ttft', message: { zh: '必须为正' } },
    { line: 2, column: 50, path: 'relays[0].protocol', hint: { en: 'did you mean "openai-chat"?' } },
  ])
  expect(() => parseProfile(source, { file: 'p.yaml', env: {} })).not.toThrow()
})

describe('problems on a terminal', () => {
  test('the line, a caret under wide characters, and the hint', () => {
    const error = failure(yaml('{ name: 中转站, base_url: "htp://api.example" }'))
    expect(formatProblems(error, 'en')).toBe(
      `cn.yaml:2:28  relays[0].base_url  must be an http(s) URL, got "htp://api.example"
      - { name: 中转站, base_url: "htp://api.example" }
                                  ^
  hint: did you mean "http://api.example"?`,
    )
    expect(formatProblems(error, 'zh')).toContain('必须是 http(s) 地址，实际是 "htp://api.example"')
  })

  test('warnings are marked, and nothing acts on the terminal', () => {
    const error = failure(
      `${yaml(relay('tls: { insecure: true }'))}# \u001b[31m\nvantage: 5 # \u001b]0;x\u0007\u202e\n`,
    )
    const shown = formatProblems(error, 'en')
    expect(shown).toContain('relays[0].tls.insecure  warning: certificates')
    expect(shown.replaceAll('\n', '')).not.toMatch(/[\u0000-\u001f\u202e]/)
  })

  test('a very long line is shown around the place', () => {
    const error = failure(
      `relays: [${'{ name: a, simulate: good }, '.repeat(300)}{ name: b }]\nmodels: [m]\n`,
    )
    const longest = Math.max(
      ...formatProblems(error, 'en')
        .split('\n')
        .map((line) => line.length),
    )
    expect(longest).toBeLessThan(140)
  })

  test('after fifty, the rest is a number', () => {
    expect(formatProblems(failure(`models: [${Array(120).fill('1')}]\nrelays: []`), 'en')).toContain(
      '… and 71 more',
    )
  })
})
