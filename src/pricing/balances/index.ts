import type { BalanceSource } from '../balance-source.ts'
import { deepseek } from './deepseek.ts'
import { moonshot } from './moonshot.ts'
import { newApiToken } from './new-api-token.ts'
import { openaiBilling } from './openai-billing.ts'
import { openrouter } from './openrouter.ts'
import { siliconflow } from './siliconflow.ts'
import { stepfun } from './stepfun.ts'
import { sub2api } from './sub2api.ts'

/** Every way to read a balance, the finest first: in this order a relay of unknown kind is asked. */
const balanceSources: readonly BalanceSource[] = [
  newApiToken,
  openaiBilling,
  sub2api,
  deepseek,
  siliconflow,
  moonshot,
  openrouter,
  stepfun,
]

/** The ways to try at an address: those of its vendor alone, where it is known. */
export function sourcesFor({ hostname }: URL): readonly BalanceSource[] {
  const own = balanceSources.filter(({ hosts = [] }) => hosts.some((host) => host.test(hostname)))
  return own.length > 0 ? own : balanceSources
}
