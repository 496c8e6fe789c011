import type { SkippedRelay } from '../core/plan.ts'
import type { ReportRelay } from '../schema/report.ts'
import { median } from '../statistics/quantile.ts'
import type { Evidence } from './evidence.ts'
import { type LineEvidence, lineKey } from './line-evidence.ts'
import { reportListing } from './listing.ts'
import { type DeclaredRelay, declaredRelays, originOf } from './profile-facts.ts'

/** One entry for each line of every relay that the run had to do with, in the profile's order. */
export const reportRelays = (evidence: Evidence): ReportRelay[] =>
  relaysOfRun(evidence).flatMap((relay) =>
    relay.lines.map(({ line, url }) => reportRelay(relay, line, originOf(url), evidence)),
  )

function reportRelay(
  { name, reference, facts }: DeclaredRelay,
  line: string | undefined,
  origin: string | null,
  evidence: Evidence,
): ReportRelay {
  const skipped = evidence.header.plan.skipped.find(({ relay }) => relay === name)
  const stop = evidence.stop(name)
  const listing =
    evidence.listings.get(lineKey(name, line)) ?? evidence.listings.get(lineKey(name, undefined))
  return {
    relay: name,
    line: line ?? null,
    origin,
    reference,
    skipped: skipped ? skippedFor(skipped) : null,
    stopped: stop ? { outcome: stop.reason, probeId: stop.probeId } : null,
    listing: listing ? reportListing(listing) : null,
    protocols: evidence.protocols.get(lineKey(name, line))?.found.map((each) => ({ ...each })) ?? null,
    network: network(evidence.line(name, line)),
    software: software(evidence, name),
    facts,
  }
}

function skippedFor(skipped: SkippedRelay): ReportRelay['skipped'] {
  return skipped.reason === 'no-key'
    ? { reason: skipped.reason, env: skipped.env }
    : { reason: skipped.reason }
}

function network(line: LineEvidence): ReportRelay['network'] {
  return {
    dnsMs: median(line.dnsMs.sample()),
    tcpMs: median(line.tcpMs.sample()),
    tlsMs: median(line.tlsMs.sample()),
    remoteAddress: line.remoteAddress.commonest(),
    alpn: line.alpn.commonest(),
    tlsVersion: line.tlsVersion.commonest(),
    edge: line.edge.commonest(),
    ...(line.path && {
      addresses: line.path.addresses.map(
        ({ address, family, tcpMs = null, tlsMs = null, failure = null }) => ({
          ...{ address, family, tcpMs, tlsMs, failure },
        }),
      ),
      certificate: line.path.certificate ? { ...line.path.certificate } : null,
    }),
  }
}

function software({ software }: Evidence, relay: string): string | null {
  const page = software.get(relay)
  if (!page) return null
  return page.version === undefined ? page.software : `${page.software} ${page.version}`
}

/** The command line may have picked some relays of the profile: only those in plan or journal are told about. */
function relaysOfRun({ header: { plan, profile }, listings, software }: Evidence): DeclaredRelay[] {
  const names = new Set([
    ...plan.cells.map(({ relay }) => relay),
    ...plan.skipped.map(({ relay }) => relay),
    ...[...listings.values()].map(({ relay }) => relay),
    ...software.keys(),
  ])
  const declared = declaredRelays(profile).filter(({ name }) => names.delete(name))
  return [...declared, ...[...names].map(undeclared)]
}

const undeclared = (name: string): DeclaredRelay => ({
  name,
  reference: false,
  facts: {},
  lines: [{ line: undefined, url: undefined }],
})
