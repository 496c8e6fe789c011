import { groupBy } from '../core/group.ts'
import type { Language } from '../core/text.ts'
import type { Report } from '../schema/report.ts'
import type { ReportAudit, ReportFinding } from '../schema/report-audit.ts'
import { auditWords as words } from '../words/audits/audit.ts'
import { joints } from '../words/report.ts'
import {
  count,
  millisecondInterval,
  milliseconds,
  missing,
  percent,
  percentInterval,
  threeDigits,
} from './figures.ts'
import { relayLabel } from './labels.ts'
import {
  type Line,
  linesPart,
  type Section,
  type TablePart,
  type Tone,
  type View,
  type ViewOptions,
} from './view.ts'

/** What audits found: a table of verdicts for each relay and model, and below it what they mean. */
export function audit({ audit: found }: Report, { language }: ViewOptions): View {
  if (!found) return []
  const groups = [
    ...groupBy(found.findings, (finding) => JSON.stringify([relayLabel(finding), finding.model])).values(),
  ]
  return [
    {
      title: words.title(found.depth)[language],
      level: 2,
      parts: [linesPart(introduction(found, language))],
    },
    ...groups.flatMap((findings) => group(findings, language)),
    { level: 2, parts: [linesPart([{ text: words.legend(percent(found.alpha))[language], tone: 'faint' }])] },
  ]
}

function introduction({ references, unjudged }: ReportAudit, language: Language): readonly Line[] {
  const list = (names: readonly string[]): string => names.join(joints.list[language])
  return [
    references.length > 0
      ? { text: words.references(list(references))[language] }
      : { text: words.noReferences[language], tone: 'warning' },
    ...(unjudged.length > 0
      ? [{ text: words.unjudged(list(unjudged))[language], tone: 'warning' as const }]
      : []),
  ]
}

function group(findings: readonly ReportFinding[], language: Language): readonly Section[] {
  const [first] = findings
  if (!first) return []
  const facts = findings.filter(({ kind }) => kind === 'fact')
  const judged = findings.filter(({ kind }) => kind !== 'fact')
  return [
    {
      title: `${relayLabel(first)} ${first.model}`,
      level: 2,
      parts: [
        table(judged, language),
        linesPart([
          ...judged.map((finding) => ({
            text: `${finding.code}: ${finding.sentence[language]}`,
            tone: toneOf(finding),
          })),
          ...facts.map(({ sentence }) => ({ text: sentence[language], tone: 'faint' as const })),
        ]),
      ],
    },
  ]
}

function table(findings: readonly ReportFinding[], language: Language): TablePart {
  const heads = words.columns
  return {
    type: 'table',
    columns: [
      { id: 'code', head: heads.audit[language], align: 'left' },
      { id: 'verdict', head: heads.verdict[language], align: 'left', wrapsFrom: 12 },
      { id: 'effect', head: heads.effect[language], align: 'right' },
      { id: 'n', head: 'n', align: 'right' },
      { id: 'p', head: heads.p[language], align: 'right' },
    ],
    rows: findings.map((finding) => [
      { text: finding.code },
      { text: verdictOf(finding)[language], tone: toneOf(finding) },
      { text: effectOf(finding) },
      { text: count(finding.n) },
      { text: probability(finding.pAdjusted) },
    ]),
    dropOrder: ['p', 'n'],
    whenDropped: {},
  }
}

function verdictOf({ kind, verdict }: ReportFinding) {
  if (verdict === 'differs' && kind === 'contradiction') return words.contradiction
  if (kind === 'hint') return verdict === 'differs' ? words.hint : words.noHint
  return verdict === null ? words.fact : words.verdicts[verdict]
}

function toneOf({ kind, verdict }: ReportFinding): Tone {
  if (verdict === 'differs') return kind === 'hint' ? 'plain' : 'warning'
  return verdict === 'consistent' ? 'best' : 'faint'
}

function effectOf({ effect }: ReportFinding): string {
  if (!effect || effect.value === null) return missing
  const { unit, value, low, high } = effect
  const plain = (number: number): string =>
    unit === 'ratio' ? threeDigits(number) : count(Math.round(number))
  const ends = low === null || high === null ? '' : ` [${plain(low)}, ${plain(high)}]`
  switch (unit) {
    case 'share':
      return low === null ? percent(value) : `${percent(value)} ${percentInterval(low, high)}`
    case 'ms':
      return low === null
        ? milliseconds(value)
        : `${milliseconds(value)} ${millisecondInterval(value, [low, high])}`
    case 'ratio':
      return `×${plain(value)}${ends}`
    case 'tokens':
    case 'count':
      return `${plain(value)}${ends}`
  }
}

const probability = (p: number | null): string => {
  if (p === null) return missing
  return p < 0.0001 ? '<0.0001' : p.toFixed(4)
}
