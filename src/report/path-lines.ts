import type { Language } from '../core/text.ts'
import type { ReportRelay } from '../schema/report.ts'
import { joints, relayWords as words } from '../words/report.ts'
import { count, milliseconds } from './figures.ts'
import { relayLabel } from './labels.ts'

/** So many addresses are named; the report in JSON names all. */
const mostNamed = 4

/** What names were resolved to, how long each address took to connect to, and the certificate: a line each. */
export const pathLines = (relays: readonly ReportRelay[], language: Language): readonly string[] =>
  relays.flatMap((relay) => [...addressLine(relay, language), ...certificateLine(relay, language)])

function addressLine(relay: ReportRelay, language: Language): readonly string[] {
  const { addresses = [] } = relay.network
  if (addresses.length === 0) return []
  const named = addresses.slice(0, mostNamed).map((each) => {
    const facts = [
      ...(each.tcpMs === null ? [] : [words.pathTcp(milliseconds(each.tcpMs))[language]]),
      ...(each.tlsMs === null ? [] : [words.pathTls(milliseconds(each.tlsMs))[language]]),
      ...(each.failure === null ? [] : [each.failure]),
    ]
    return facts.length === 0
      ? each.address
      : words.pathAddress(each.address, facts.join(joints.list[language]))[language]
  })
  const families = ([4, 6] as const).map(
    (family) => addresses.filter((each) => each.family === family).length,
  )
  const [v4 = 0, v6 = 0] = families
  return [words.path(relayLabel(relay), count(v4), count(v6), named.join(joints.clause[language]))[language]]
}

function certificateLine(relay: ReportRelay, language: Language): readonly string[] {
  const { certificate } = relay.network
  if (!certificate) return []
  return [
    words.certificate(relayLabel(relay), certificate.issuer, certificate.validTo.slice(0, 10))[language],
  ]
}
