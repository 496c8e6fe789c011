import { ccSwitch } from './cc-switch.ts'
import { cherryStudio } from './cherry-studio.ts'
import { claudeCode } from './claude-code.ts'
import { codex } from './codex.ts'
import { environment } from './environment.ts'
import type { Importer } from './importer.ts'
import { litellm } from './litellm.ts'
import { newApi } from './new-api.ts'

export { type Draft, type DraftRelay, draftProfile } from './draft.ts'
export { baseUrl, type Found, type Importer, type Source } from './importer.ts'

/** Every tool that relays are taken over from. Add one: write its file, list it here. */
export const importers: readonly Importer[] = [
  environment,
  claudeCode,
  codex,
  ccSwitch,
  litellm,
  newApi,
  cherryStudio,
]
export { profileText } from './profile-text.ts'
