import { existsSync } from 'node:fs'
import { createInterface } from 'node:readline/promises'
import { UserError } from '../../core/text.ts'
import {
  baseUrl,
  type Draft,
  type DraftRelay,
  draftProfile,
  type Found,
  profileText,
} from '../../import/index.ts'
import { JournalWriteError } from '../../store/journal-file.ts'
import { ciWords } from '../../words/ci.ts'
import { initWords as words } from '../../words/init.ts'
import { type ExitCode, exitCodes } from '../exit.ts'
import { relaysFrom, toolsHere } from '../import-source.ts'
import type { Terminal } from '../terminal.ts'
import { writeWhole } from '../write-whole.ts'

export interface InitFlags {
  readonly from?: readonly string[]
  readonly relay?: readonly string[]
  readonly model?: readonly string[]
  readonly out?: string
}

/** `relaybench init`: writes a starter profile. Nothing is sent, and no key is copied. */
export async function initCommand(flags: InitFlags, terminal: Terminal): Promise<ExitCode> {
  const out = flags.out ?? 'relays.yaml'
  if (out !== '-' && existsSync(out)) throw new UserError(words.exists(out), words.existsHint)
  const wished = await wishes(flags, terminal)
  if (!wished) return exitCodes.interrupted
  const { found, models } = wished
  const draft = draftProfile(found, models)
  if (draft.models.length === 0) throw new UserError(words.noModel, words.noModelHint)
  const text = profileText(draft, terminal.say)
  if (out === '-') terminal.out(text)
  else {
    const why = writeWhole(out, text)
    if (why !== undefined) throw new JournalWriteError(ciWords.unsaved(out, why), ciWords.unsavedHint)
    const { relays, models: chosen } = draft
    terminal.out(terminal.say(words.wrote(out, String(relays.length), String(chosen.length))))
  }
  for (const line of keyLines(draft, terminal)) terminal.error(line)
  if (out !== '-') terminal.error(terminal.say(words.next(out)))
  return exitCodes.ok
}

interface Wishes {
  readonly found: readonly Found[]
  readonly models: readonly string[]
}

/** What flags say; without any, on a terminal, what the user answers. Undefined: the user broke it off. */
async function wishes(flags: InitFlags, terminal: Terminal): Promise<Wishes | undefined> {
  const models = (flags.model ?? [])
    .flatMap((each) => each.split(','))
    .map((each) => each.trim())
    .filter(Boolean)
  const found = [
    ...(flags.from ?? []).flatMap((value) => relaysFrom(value, terminal)),
    ...(flags.relay ?? []).map(relayFrom),
  ]
  if (found.length > 0) return { found, models }
  const here = toolsHere(terminal)
  if (process.stdin.isTTY && terminal.errorIsTty) return ask(here, models, terminal)
  throw new UserError(words.nothingGiven, words.nothingGivenHint(here.join(', --from ')))
}

/** "poloai=https://api.poloai.cn/v1" */
function relayFrom(value: string): Found {
  const at = value.indexOf('=')
  const name = value.slice(0, Math.max(0, at)).trim()
  const url = baseUrl(value.slice(at + 1))
  if (name === '' || url === undefined) throw new UserError(words.badRelay(value), words.badRelayHint)
  return { name, urls: [url], protocol: 'openai-chat', models: [], key: { type: 'none' } }
}

async function ask(
  here: readonly string[],
  models: readonly string[],
  terminal: Terminal,
): Promise<Wishes | undefined> {
  const lines = createInterface({ input: process.stdin, output: process.stderr })
  const { questions } = words
  const answer = async (question: { readonly en: string; readonly zh: string }): Promise<string> =>
    (await lines.question(`${terminal.say(question)}: `)).trim()
  try {
    const found: Found[] = []
    for (const tool of here)
      if (/^(y|是)/i.test(await answer(questions.from(tool)))) found.push(...relaysFrom(tool, terminal))
    for (
      let name = await answer(found.length > 0 ? questions.another : questions.name);
      name !== '';
      name = await answer(questions.another)
    )
      found.push(relayFrom(`${name}=${await answer(questions.url)}`))
    if (found.length === 0) throw new UserError(words.nothingGiven, words.nothingGivenHint(''))
    const known = draftProfile(found, models).models.length > 0
    const named = known ? [] : (await answer(questions.models)).split(/[,，]/)
    return { found, models: [...models, ...named.map((each) => each.trim()).filter(Boolean)] }
  } catch (error) {
    // Ctrl-C and Ctrl-D at a question.
    if (!(error instanceof Error) || error.name !== 'AbortError') throw error
    terminal.error('')
    return undefined
  } finally {
    lines.close()
  }
}

/** Which variables are to be set, and where each key stands. */
const keyLines = ({ relays }: Draft, { say }: Terminal): readonly string[] => [
  say(words.setKeys),
  ...relays.map((relay) => say(keyLine(relay))),
]

function keyLine({ variable, key, name }: DraftRelay) {
  switch (key.type) {
    case 'file':
      return words.keyAt(variable, key.place)
    case 'variable':
      return words.keyThere(variable, name)
    case 'none':
      return words.keyMissing(variable, name)
  }
}
