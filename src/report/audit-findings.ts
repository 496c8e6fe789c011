import { groupBy } from '../core/group.ts'
import type { Language, Text } from '../core/text.ts'
import type { ReportFinding } from '../schema/report-audit.ts'
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
import { type Line, linesPart, type Part, type TablePart, type Tone } from './view.ts'

/** The findings on one relay and model: a table of verdicts, and below it what each of them means. */
export function findingsPart(findings: readonly ReportFinding[], language: Language): readonly Part[] {
  const facts = findings.filter(({ kind }) => kind === 'fact')
  const judged = findings.filter(({ kind }) => kind !== 'fact')
  const asked = judged.filter(({ kind }) => kind !== 'not-applicable')
  const lines: readonly Line[] = [
    ...asked.flatMap((finding) => findingLines(finding, language)),
    ...notApplicable(judged, language),
    ...facts.flatMap((finding) => findingLines(finding, language)),
  ]
  return [...(judged.length > 0 ? [table(judged, language)] : []), linesPart(lines)]
}

/** The sentence, and below it what it rests on. */
function findingLines(finding: ReportFinding, language: Language): readonly Line[] {
  const { code, sentence } = finding
  const basis = basisOf(finding).map((text) => text[language])
  return [
    { text: words.said(code, sentence)[language], tone: toneOf(finding) },
    ...(basis.length > 0
      ? [{ text: basis.join(joints.clause[language]), tone: 'faint' as const, nested: true }]
      : []),
  ]
}

function basisOf({ effect, n, invalid, power, evidence }: ReportFinding): readonly Text[] {
  return [
    ...(effect && effect.value !== null ? [words.measured(effect.name, effectOf(effect))] : []),
    ...(n + invalid > 0 ? [words.seen(count(n), count(invalid))] : []),
    ...(power ? [words.power(percent(power.share), power.against)] : []),
    ...(evidence.length > 0 ? [words.probes(evidence.join(', '))] : []),
  ]
}

/** What could not be asked, each reason once. */
const notApplicable = (judged: readonly ReportFinding[], language: Language): readonly Line[] =>
  [
    ...groupBy(
      judged.filter(({ kind }) => kind === 'not-applicable'),
      ({ sentence }) => sentence[language],
    ),
  ].flatMap(([, all]) => {
    const codes = all.map(({ code }) => code).join(joints.list[language])
    const [first] = all
    return first ? [{ text: words.said(codes, first.sentence)[language], tone: 'faint' as const }] : []
  })

function table(findings: readonly ReportFinding[], language: Language): TablePart {
  const heads = words.columns
  return {
    type: 'table',
    columns: [
      { id: 'code', head: heads.audit[language], align: 'left', wrapsFrom: 20 },
      { id: 'verdict', head: heads.verdict[language], align: 'left', wrapsFrom: 12 },
      { id: 'effect', head: heads.effect[language], align: 'right' },
      { id: 'n', head: 'n', align: 'right' },
      { id: 'p', head: heads.p[language], align: 'right' },
    ],
    rows: findings.map((finding) => [
      { text: finding.code },
      { text: verdictOf(finding)[language], tone: toneOf(finding) },
      { text: effectOf(finding.effect) },
      { text: count(finding.n) },
      { text: probability(finding.pAdjusted) },
    ]),
    dropOrder: ['p', 'n'],
    whenDropped: {},
  }
}

/** The verdict in a word; what is no evidence says so. */
export function verdictOf({ kind, verdict }: Pick<ReportFinding, 'kind' | 'verdict'>): Text {
  if (kind === 'hint' && verdict === 'differs') return words.hint
  if (kind === 'hint' && verdict === 'consistent') return words.noHint
  return verdict === null ? words.fact : words.verdicts[verdict]
}

function toneOf({ kind, verdict }: ReportFinding): Tone {
  if (verdict === 'differs') return kind === 'hint' ? 'plain' : 'warning'
  return verdict === 'consistent' ? 'best' : 'faint'
}

function effectOf(effect: ReportFinding['effect']): string {
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
