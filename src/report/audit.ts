import { groupBy } from '../core/group.ts'
import type { Language } from '../core/text.ts'
import type { Report } from '../schema/report.ts'
import type { ReportAudit, ReportFinding } from '../schema/report-audit.ts'
import { auditWords as words } from '../words/audits/audit.ts'
import { joints } from '../words/report.ts'
import { findingsPart } from './audit-findings.ts'
import { count, dollars, missing, percent } from './figures.ts'
import { relayLabel } from './labels.ts'
import { type Line, linesPart, type Section, type TablePart, type View, type ViewOptions } from './view.ts'

/** What audits found: all relays in one table, then each with what its verdicts mean, then what was asked. */
export function audit({ audit: found }: Report, { language }: ViewOptions): View {
  if (!found) return []
  const groups = [...groupBy(found.findings, keyOf).values()]
  return [
    {
      title: words.title(found.depth)[language],
      level: 2,
      parts: [
        linesPart(introduction(found, language)),
        ...(groups.length > 1 ? [overview(groups, found, language)] : []),
      ],
    },
    ...groups.flatMap((findings) => group(findings, language)),
    { level: 2, parts: [linesPart([{ text: words.legend(percent(found.alpha))[language], tone: 'faint' }])] },
    ...asked(found, language),
  ]
}

type Place = Pick<ReportFinding, 'relay' | 'line' | 'model'>

const keyOf = ({ relay, line, model }: Place): string => JSON.stringify([relay, line, model])

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

/** A row for each relay and model: what differs by name, everything else by number. */
function overview(
  groups: readonly (readonly ReportFinding[])[],
  { answered }: ReportAudit,
  language: Language,
): TablePart {
  const { columns: heads, verdicts } = words
  return {
    type: 'table',
    columns: [
      { id: 'relay', head: heads.relay[language], align: 'left', wrapsFrom: 10 },
      { id: 'model', head: heads.model[language], align: 'left', wrapsFrom: 10 },
      { id: 'answered', head: heads.answered[language], align: 'right' },
      { id: 'differs', head: verdicts.differs[language], align: 'left', wrapsFrom: 20 },
      { id: 'consistent', head: verdicts.consistent[language], align: 'right' },
      { id: 'inconclusive', head: verdicts.inconclusive[language], align: 'right' },
      { id: 'hints', head: heads.hints[language], align: 'right' },
    ],
    rows: groups.flatMap((findings) => overviewRow(findings, answered, language)),
    dropOrder: ['answered', 'hints'],
    whenDropped: {},
  }
}

function overviewRow(
  findings: readonly ReportFinding[],
  answered: ReportAudit['answered'],
  language: Language,
): readonly TablePart['rows'][number][] {
  const [first] = findings
  if (!first) return []
  const own = answered.find((each) => keyOf(each) === keyOf(first))
  const confirmatory = findings.filter(({ kind }) => kind === 'test')
  const differing = confirmatory.filter(({ verdict }) => verdict === 'differs').map(({ code }) => code)
  const number = (verdict: ReportFinding['verdict']): string =>
    count(confirmatory.filter((finding) => finding.verdict === verdict).length)
  const hints = findings.filter(({ kind, verdict }) => kind === 'hint' && verdict === 'differs')
  return [
    [
      { text: relayLabel(first) },
      { text: first.model },
      { text: own ? `${count(own.ok)}/${count(own.sent)}` : missing },
      differing.length > 0
        ? { text: differing.join(joints.list[language]), tone: 'warning' }
        : { text: missing },
      { text: number('consistent') },
      { text: number('inconclusive') },
      { text: count(hints.length) },
    ],
  ]
}

function group(findings: readonly ReportFinding[], language: Language): readonly Section[] {
  const [first] = findings
  if (!first) return []
  return [{ title: `${relayLabel(first)} ${first.model}`, level: 2, parts: findingsPart(findings, language) }]
}

/** What asking took, audit by audit; what it cost only where it cost anything. */
function asked({ asked: all }: ReportAudit, language: Language): readonly Section[] {
  if (all.length === 0) return []
  const { columns: heads } = words
  const costs = all.some(({ usd }) => usd > 0)
  const table: TablePart = {
    type: 'table',
    columns: [
      { id: 'audit', head: heads.audit[language], align: 'left' },
      { id: 'what', head: heads.what[language], align: 'left', wrapsFrom: 16 },
      { id: 'requests', head: heads.requests[language], align: 'right' },
      { id: 'in', head: heads.input[language], align: 'right' },
      { id: 'out', head: heads.output[language], align: 'right' },
      ...(costs ? [{ id: 'cost', head: heads.cost[language], align: 'right' as const }] : []),
    ],
    rows: all.map(({ audit: id, title, requests, inputTokens, outputTokens, usd }) => [
      { text: id },
      { text: title[language] },
      { text: count(requests) },
      { text: count(inputTokens) },
      { text: count(outputTokens) },
      ...(costs ? [{ text: dollars(usd) }] : []),
    ]),
    dropOrder: ['what'],
    whenDropped: {},
  }
  return [{ title: words.asked[language], level: 2, parts: [table] }]
}
