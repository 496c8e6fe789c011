import type { Text } from '../core/text.ts'

const text = (en: string, zh: string): Text => ({ en, zh })

/** `relaybench watch`, and what dashboards are told. */
export const watchWords = {
  about: text(
    'keep probing, and serve metrics for Prometheus and a status page',
    '持续探测，并提供 Prometheus 指标与状态页',
  ),
  everyFlag: text(
    'from the start of a round to that of the next: 30s, 5m, 1h (5m)',
    '两轮开始之间的间隔：30s、5m、1h（默认 5m）',
  ),
  listenFlag: text(
    'where to serve, as HOST:PORT; port 0 takes any that is free (127.0.0.1:9464)',
    '监听地址，写作“主机:端口”；端口 0 为任意空闲端口（默认 127.0.0.1:9464）',
  ),
  roundsFlag: text('end after so many rounds (never)', '测满若干轮后结束（默认不结束）'),
  outFlag: text('folder for the runs, one a round', '保存各轮测试的目录'),
  budgetFlag: text('cap on what all rounds together may cost, in USD', '所有轮次合计的费用上限（美元）'),
  otlpFlag: text(
    'send the metrics of the run to an OpenTelemetry receiver (OTLP over HTTP) at its end',
    '结束时把指标发送到 OpenTelemetry 接收端（OTLP over HTTP）',
  ),
  badOtlp: (url: string): Text =>
    text(`--otlp takes an address, not "${url}"`, `--otlp 须为网址，而不是“${url}”`),
  badOtlpHint: text('for example: --otlp http://localhost:4318', '例如：“--otlp http://localhost:4318”'),
  untold: (origin: string, why: string): Text =>
    text(`the metrics were not taken by ${origin}: ${why}`, `指标未能送达 ${origin}：${why}`),
  badEvery: (value: string): Text =>
    text(
      `--every takes a time of at least a second, not "${value}"`,
      `--every 须为至少一秒的时间，而不是“${value}”`,
    ),
  badEveryHint: text('for example: --every 5m', '例如：“--every 5m”'),
  badRounds: (value: string): Text =>
    text(
      `--rounds takes a whole number from 1, not "${value}"`,
      `--rounds 须为不小于 1 的整数，而不是“${value}”`,
    ),
  badListen: (value: string): Text =>
    text(`--listen takes HOST:PORT, not "${value}"`, `--listen 须写作“主机:端口”，而不是“${value}”`),
  badListenHint: text('for example: --listen 127.0.0.1:9464', '例如：“--listen 127.0.0.1:9464”'),
  cannotListen: (address: string, why: string): Text =>
    text(`cannot listen on ${address}: ${why}`, `无法监听 ${address}：${why}`),
  listening: (url: string): Text =>
    text(
      `Status page: ${url}/ · metrics: ${url}/metrics · Ctrl-C ends it.`,
      `状态页：${url}/ · 指标：${url}/metrics · 按 Ctrl-C 结束。`,
    ),
  round: (number: string, ok: string, sent: string, spent: string): Text =>
    text(
      `round ${number}: ${ok} of ${sent} answered${spent}`,
      `第 ${number} 轮：${sent} 次中 ${ok} 次成功${spent}`,
    ),
  spent: (usd: string, cap: string): Text => text(`, ${usd} of ${cap} spent`, `，已用 ${usd} / ${cap}`),
  stopping: text(
    'Ending: nothing new is sent, waiting for what is in flight. Press Ctrl-C again to break it off.',
    '正在结束：不再发送新请求，等待进行中的探测。再按一次 Ctrl-C 立即中断。',
  ),
  noMoney: text(
    'The budget is used up: no more rounds. The pages stay until Ctrl-C.',
    '预算已用尽：不再开始新的一轮。页面保留，直到按下 Ctrl-C。',
  ),
  kept: (directory: string): Text => text(`Journals and reports: ${directory}`, `日志与报告：${directory}`),
  title: (profile: string): Text => text(`relaybench watch: ${profile}`, `relaybench 持续监测：${profile}`),
  every: (time: string): Text => text(`a round every ${time}`, `每 ${time} 一轮`),
  waiting: text('The first round is under way.', '第一轮正在进行。'),
  roundsTitle: text('Rounds', '各轮结果'),
  columns: {
    round: text('round', '轮次'),
    startedAt: text('started', '开始于'),
    ok: text('ok/sent', '成功/发送'),
    spent: text('spent', '花费'),
    limits: text('limits broken', '违反限值'),
    state: text('state', '状态'),
  },
  states: {
    finished: text('finished', '完成'),
    interrupted: text('interrupted', '中断'),
    'disk-full': text('disk full', '磁盘已满'),
    budget: text('ended by the budget', '因预算结束'),
    running: text('not finished', '未完成'),
  },
  latest: text('The last round', '最近一轮'),
}
