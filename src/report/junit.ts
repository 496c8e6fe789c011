import { isServed } from '../core/served.ts'
import type { Language } from '../core/text.ts'
import type { Report, ReportModel, ReportObjective } from '../schema/report.ts'
import type { ReportFinding } from '../schema/report-audit.ts'
import { matrixWords } from '../words/report.ts'
import { verdictOf } from './audit-findings.ts'
import { relayLabel } from './labels.ts'
import { limitMessage } from './limit-message.ts'
import { isOfAudits } from './objectives.ts'
import type { Renderer } from './renderer.ts'
import { type XmlElement, xmlDocument } from './xml.ts'

/**
 * For the test views of GitLab, Jenkins and others: a suite a relay, a case a limit, a finding of audits and a wanted
 * model. Cases fail for what makes exit code 1 and nothing else; what is undecided, or only a warning, is skipped with its
 * reason.
 */
export const junit: Renderer = {
  id: 'junit',
  extension: 'xml',
  render: (report, { language }) => xmlDocument(documentOf(report, language)),
}

interface Case {
  /** Same in both languages and on every night, since test views know a case by it. */
  readonly classname: string
  readonly name: string
  readonly result: 'passed' | 'failed' | 'skipped'
  /** What a failed or skipped case says of itself. */
  readonly message: string
  readonly kind: string
  readonly facts: readonly (readonly [name: string, value: string])[]
}

function documentOf(report: Report, language: Language): XmlElement {
  const suites = relaysOf(report).map((relay) => ({ relay, cases: casesOf(report, relay, language) }))
  const { elapsedMs } = report.totals
  return {
    name: 'testsuites',
    attributes: {
      name: `relaybench: ${report.profileName}`,
      ...totals(suites.flatMap(({ cases }) => cases)),
      ...(elapsedMs !== null && { time: (elapsedMs / 1000).toFixed(3) }),
    },
    children: suites.map(({ relay, cases }) => suite(relay, cases, report)),
  }
}

const relaysOf = ({ relays, objectives, models }: Report): readonly string[] => [
  ...new Set([...relays, ...objectives, ...models].map(({ relay }) => relay)),
]

const casesOf = (report: Report, relay: string, language: Language): readonly Case[] => {
  const own = report.objectives.filter((objective) => objective.relay === relay)
  return [
    ...own.map((objective) => limitCase(objective, language)),
    ...findingsOf(report, relay).map((finding) => findingCase(finding, own, language)),
    ...report.models.filter((model) => model.relay === relay).map((model) => modelCase(model, own, language)),
  ]
}

function limitCase(objective: ReportObjective, language: Language): Case {
  const { model, mode, name, limit, verdict, severity, n, value, low, high, unit, needed } = objective
  const failed = verdict === 'broken' && severity === 'fail'
  return {
    classname: [relayLabel(objective), model ?? 'all models', ...(mode === null ? [] : [mode])].join(' / '),
    name: `${name} ${limit}`,
    result: verdict === 'no-breach' ? 'passed' : failed ? 'failed' : 'skipped',
    message: limitMessage(objective, language),
    kind: severity === 'warn' && verdict === 'broken' ? 'warning' : verdict,
    facts: factsOf({ n, value, low, high, unit, severity, verdict, needed }),
  }
}

/** Those that can confirm a difference. */
const findingsOf = ({ audit }: Report, of: string): readonly ReportFinding[] =>
  (audit?.findings ?? []).filter(({ relay, kind }) => relay === of && kind === 'test')

/** A finding that differs fails its case only where a limit on audits says that none may. */
function findingCase(
  finding: ReportFinding,
  objectives: readonly ReportObjective[],
  language: Language,
): Case {
  const { line, model, code, kind, verdict, sentence, n, invalid, p, pAdjusted, effect } = finding
  const gated = objectives.some(
    (objective) =>
      isOfAudits(objective) &&
      objective.severity === 'fail' &&
      objective.line === line &&
      objective.model === model,
  )
  const { value = null, low = null, high = null, unit = null } = effect ?? {}
  return {
    classname: [relayLabel(finding), model, 'audit'].join(' / '),
    name: code,
    result: verdict === 'consistent' ? 'passed' : verdict === 'differs' && gated ? 'failed' : 'skipped',
    message: `${verdictOf(finding)[language]}: ${sentence[language]}`,
    kind: verdict ?? kind,
    facts: factsOf({ kind, verdict, n, invalid, p, pAdjusted, value, low, high, unit }),
  }
}

const factsOf = (facts: Readonly<Record<string, string | number | null>>): Case['facts'] =>
  Object.entries(facts).flatMap(([key, fact]) => (fact === null ? [] : [[key, String(fact)] as const]))

/** A wanted model fails its case only where a limit says that it must work. */
function modelCase(
  { relay, model, state, ok, sent }: ReportModel,
  objectives: readonly ReportObjective[],
  language: Language,
): Case {
  const wanted = objectives.some(
    ({ verdict, severity, missing = [] }) =>
      verdict === 'broken' && severity === 'fail' && missing.includes(model),
  )
  return {
    classname: `${relay} / models`,
    name: `serves ${model}`,
    result: isServed(state) ? 'passed' : wanted ? 'failed' : 'skipped',
    message: matrixWords.states[state][language],
    kind: state,
    facts: [
      ['state', state],
      ['ok', String(ok)],
      ['sent', String(sent)],
    ],
  }
}

const totals = (cases: readonly Case[]) => ({
  tests: String(cases.length),
  failures: String(cases.filter(({ result }) => result === 'failed').length),
  errors: '0',
})

/** Facts stand in the properties of the suite, because a case has none in the schema that Jenkins goes by. */
function suite(relay: string, cases: readonly Case[], { startedAt, vantage, state }: Report): XmlElement {
  const facts = cases.flatMap(({ classname, name, facts }) =>
    facts.map(([key, value]): readonly [string, string] => [`${classname} / ${name}: ${key}`, value]),
  )
  const own = [['vantage', vantage] as const, ['state', state] as const]
  return {
    name: 'testsuite',
    attributes: {
      name: relay,
      ...totals(cases),
      skipped: String(cases.filter(({ result }) => result === 'skipped').length),
      timestamp: startedAt,
    },
    children: [
      {
        name: 'properties',
        children: [...own, ...facts].map(([name, value]) => ({
          name: 'property',
          attributes: { name, value },
        })),
      },
      ...cases.map(caseElement),
    ],
  }
}

const caseElement = ({ classname, name, result, message, kind, facts }: Case): XmlElement => ({
  name: 'testcase',
  attributes: { classname, name },
  children: [
    ...(result === 'passed'
      ? []
      : [{ name: result === 'failed' ? 'failure' : 'skipped', attributes: { type: kind, message } }]),
    { name: 'system-out', text: [message, ...facts.map(([key, value]) => `${key}=${value}`)].join('; ') },
  ],
})
