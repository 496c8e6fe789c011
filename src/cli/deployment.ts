import { type Policy, usualPolicy } from '../core/policy.ts'
import { UserError } from '../core/text.ts'
import type { ExportRelay } from '../export/index.ts'
import { declaredModelId, nameOf } from '../plan/model-id.ts'
import { linesOf } from '../plan/settings.ts'
import { count } from '../report/figures.ts'
import { type Profile, type ProfileRelay, profileSchema } from '../schema/profile.ts'
import type { Report } from '../schema/report.ts'
import { exportWords as words } from '../words/export.ts'

/** A profile, and what a run of it measured, where there was one. */
export interface Known {
  readonly profile: Profile
  readonly report?: Report
}

/** The profile of a run, as its report repeats it. @throws UserError when it is of another version */
export function profileOf(report: Report): Profile {
  const { success, data } = profileSchema.safeParse(report.profile)
  if (success) return data
  throw new UserError(words.noRelay(report.profileName))
}

/** A relay as programs use it. @param name "relay" or "relay/line" @throws UserError when there is none */
export function exportRelay(name: string, { profile, report }: Known): ExportRelay {
  const [relayName = '', ...rest] = name.split('/')
  const found =
    profile.relays.find((each) => each.name === name) ??
    profile.relays.find((each) => each.name === relayName)
  const line = found?.name === name ? undefined : rest.join('/') || undefined
  if (!found)
    throw new UserError(words.noRelay(name), words.known(profile.relays.map((each) => each.name).join(', ')))
  const lines = linesOf(found)
  const chosen = line === undefined ? lines[0] : lines.find((each) => each.line === line)
  if (!chosen)
    throw new UserError(
      words.noRelay(name),
      words.known(lines.map((each) => `${found.name}/${each.line}`).join(', ')),
    )
  if (chosen.url === undefined) throw new UserError(words.noAddress(name))
  return {
    name,
    url: chosen.url.replace(/\/+$/, ''),
    protocol: protocolOf(found, report),
    variable: variableOf(found),
    models: modelsOf(found, { profile, ...(report && { report }) }),
  }
}

/** Where the profile left it open, the one that was used. */
function protocolOf({ name, protocol = 'openai-chat' }: ProfileRelay, report: Report | undefined): string {
  if (protocol !== 'auto') return protocol
  return report?.cells.find((cell) => cell.relay === name)?.protocol ?? 'openai-chat'
}

/** Keys in a profile are names of variables; of one that was written out a name is made up. */
function variableOf({ name, api_key_env: variable, api_key: key }: ProfileRelay): string {
  const named = variable ?? /^\$\{(\w+)/.exec(key ?? '')?.[1]
  return (
    named ??
    `${name
      .toUpperCase()
      .replace(/[^A-Z0-9]+/g, '_')
      .replace(/^(?![A-Z])/, 'RELAY_')}_API_KEY`
  )
}

/** Models that the relay was found to serve; without a run, those that are wanted of it. */
function modelsOf(relay: ProfileRelay, { profile, report }: Known): ExportRelay['models'] {
  const wanted = profile.models.filter(
    (model) => typeof model === 'string' || model.only === undefined || model.only.includes(relay.name),
  )
  return wanted.flatMap((model) => {
    const name = nameOf(model)
    const seen = report?.models.find((each) => each.relay === relay.name && each.model === name)
    if (seen && seen.ok === 0) return []
    return [{ name, id: seen?.modelId ?? declaredModelId(profile, relay, name) ?? name }]
  })
}

const timesMeasured = 3
const within = (ms: number, least: number, most: number): number =>
  Math.ceil(Math.min(most, Math.max(least, ms)) / 1000) * 1000

/** Time limits from what these relays were measured to take; usual ones where nothing was. */
export function policyFor(names: readonly string[], report: Report | undefined) {
  const cells = (report?.cells ?? []).filter((cell) => names.includes(cell.relay) && cell.ok > 0)
  const slowest = (of: (cell: Report['cells'][number]) => number | null): number =>
    Math.max(0, ...cells.flatMap((cell) => of(cell) ?? []))
  if (!report || cells.length === 0) return { policy: usualPolicy, basis: words.usual }
  const firstToken = slowest((cell) => Math.max(cell.ttftMs.max ?? 0, cell.ttftColdMs.max ?? 0))
  const whole = slowest((cell) => cell.e2eMs.max)
  const policy: Policy = {
    ...usualPolicy,
    firstTokenMs: within(timesMeasured * (firstToken || whole), 10_000, 120_000),
    totalMs: within(timesMeasured * whole, 60_000, 900_000),
  }
  const n = cells.reduce((sum, { ok }) => sum + ok, 0)
  return { policy, basis: words.measured(count(n), report.startedAt.slice(0, 10)) }
}
