import { parseTraffic } from '../core/traffic.ts'
import { meaningProblems, nearOrKnown, shapeProblems } from '../words/problems.ts'
import { asMapping, asText, mappingsAt, own, type Placed } from './lenient.ts'
import { checkLoad } from './load-meaning.ts'
import { checkNames } from './names.ts'
import { near } from './near.ts'
import type { OutsideChecks } from './outside-checks.ts'
import type { ProblemList } from './problem-list.ts'
import { checkObjectives } from './slo.ts'
import { checkUntil } from './until.ts'
import { checkAddresses } from './urls.ts'

/** Everything that no schema can say: what keys mean together. Looks at whatever has the right type. */
export function checkMeaning(tree: unknown, checks: OutsideChecks, problems: ProblemList): void {
  for (const relay of mappingsAt(tree, 'relays')) {
    checkAddresses(relay, problems)
    checkProtocol(relay, checks, problems)
    checkSimulation(relay, checks, problems)
    if (own(asMapping(own(relay.value, 'tls')), 'insecure') === true) {
      problems.add([...relay.path, 'tls', 'insecure'], meaningProblems.tlsInsecure(), { severity: 'warning' })
    }
  }
  checkNames(tree, problems)
  checkObjectives(tree, problems)
  checkWeights(tree, problems)
  checkUntil(tree, problems)
  checkTraffic(tree, problems)
  refuseBoth(tree, 'load', 'requests', 'duration', problems)
  checkLoad(tree, problems)
  refuseBoth(tree, 'workload', 'prompt', 'file', problems)
}

function checkProtocol({ path, value }: Placed, { protocols }: OutsideChecks, problems: ProblemList): void {
  const protocol = asText(own(value, 'protocol'))
  if (protocol === undefined || !protocols || protocols.includes(protocol)) return
  const hint = nearOrKnown(near(protocol, protocols), protocols)
  problems.add([...path, 'protocol'], meaningProblems.unknownProtocol(protocol, hint))
}

function checkSimulation({ path, value }: Placed, { simulate }: OutsideChecks, problems: ProblemList): void {
  const stated = own(value, 'simulate')
  if (stated === undefined || !simulate) return
  for (const { path: inside, message } of simulate(stated)) {
    const text = typeof message === 'string' ? { en: message, zh: message } : message
    problems.add([...path, 'simulate', ...inside], shapeProblems.said('bad-simulation', text))
  }
}

function refuseBoth(tree: unknown, group: string, one: string, other: string, problems: ProblemList): void {
  const mapping = asMapping(own(asMapping(tree), group))
  if (own(mapping, one) === undefined || own(mapping, other) === undefined) return
  problems.add([group, other], meaningProblems.exclusive(other, one), { on: 'key' })
}

function checkTraffic(tree: unknown, problems: ProblemList): void {
  const written = asText(own(asMapping(tree), 'traffic'))
  if (written !== undefined && !parseTraffic(written))
    problems.add(['traffic'], meaningProblems.badTraffic(written))
}

function checkWeights(tree: unknown, problems: ProblemList): void {
  const weights = asMapping(own(asMapping(tree), 'weights'))
  if (!weights || Object.values(weights).some((weight) => weight !== 0)) return
  problems.add(['weights'], meaningProblems.noWeight(), { on: 'key' })
}
