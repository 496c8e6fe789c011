import { suggest } from './suggest.ts'
import { UserError } from './text.ts'

/**
 * Finds a member of a registry by its id.
 * @throws UserError naming the ids there are, and the one that was probably meant.
 */
export function pick<Member extends { readonly id: string }>(
  members: readonly Member[],
  id: string,
  kind: { readonly en: string; readonly zh: string },
): Member {
  const found = members.find((member) => member.id === id)
  if (found) return found
  const ids = members.map((member) => member.id)
  const near = suggest(id, ids)
  throw new UserError(
    { en: `unknown ${kind.en} "${id}"`, zh: `未知的${kind.zh}“${id}”` },
    near
      ? { en: `did you mean "${near}"?`, zh: `是否想写“${near}”？` }
      : { en: `known: ${ids.join(', ')}`, zh: `可用：${ids.join('、')}` },
  )
}
