import type { Ms } from '../../core/clock.ts'
import { estimatedTokens } from '../../core/estimated-tokens.ts'
import type { Ask } from '../dialects/dialect.ts'
import { type Random, randomFor } from '../random.ts'
import { type Call, pieces } from '../tools.ts'
import { hit, type Memory } from './cache.ts'
import type { MindSetting } from './config.ts'
import { cut } from './context.ts'
import { valueFor } from './shape.ts'
import type { Heard, Who } from './skill.ts'
import { skills } from './skills.ts'

/** What a mind makes of a request, before any wire format and any time. */
export interface Thought {
  /** undefined: nothing that it understands was asked. */
  readonly text: string | undefined
  readonly calls: readonly Call[]
  /** As the relay tells them. */
  readonly usage: Pick<Ask, 'inputTokens' | 'cachedTokens' | 'outputFactor'>
  /** What reading the prompt takes, before the first token. */
  readonly readingMs: Ms
}

/** What the mind of a relay thinks of its nth request. @param memory of that relay: it is written to */
export function think(mind: MindSetting, seed: number, ask: Ask, nth: number, memory: Memory): Thought {
  const random = randomFor(seed, nth, 'mind')
  const heard = heardBy(mind, ask)
  const who = whoAnswers(mind, random, seeded(mind, ask) ?? random)
  const said =
    shaped(mind, ask, heard, random) ??
    skills.reduce<string | undefined>((found, skill) => found ?? skill.answer(heard, who), undefined)
  const reported = inputTokens(mind, ask, random)
  if (random.unit() < mind.asks_twice) memory.read(heard.prompt)
  const { unread, told, counted } = hit(mind.cache, memory.read(heard.prompt), reported, random.unit() < 0.5)
  return {
    text:
      said === undefined ? undefined : passedOn(mind, ask, heard.prompt, whole(mind, said, random), memory),
    calls: callsFor(mind, ask, heard, random),
    usage: { inputTokens: counted, cachedTokens: told, outputFactor: mind.usage_factor },
    readingMs: (Math.max(0, estimatedTokens(heard.prompt) - unread) / 1_000) * mind.prefill_ms_per_ktok,
  }
}

/** An answer, or its first half. */
const whole = ({ breaks_off }: MindSetting, said: string, random: Random): string =>
  random.unit() < breaks_off ? said.slice(0, said.length / 2) : said

/** What becomes of an answer on its way: it may be an old one, and ends before a stop word. */
function passedOn(mind: MindSetting, { wishes }: Ask, prompt: string, said: string, memory: Memory): string {
  const text = mind.cache === 'answers' ? memory.answer(prompt, said) : said
  if (mind.ignores.includes('stop')) return text
  const ends = wishes.stop.map((stop) => text.indexOf(stop)).filter((at) => at >= 0)
  return text.slice(0, Math.min(text.length, ...ends))
}

/** JSON of the schema that was asked for. */
const shaped = (
  { lacks }: MindSetting,
  { wishes }: Ask,
  { task }: Heard,
  random: Random,
): string | undefined =>
  wishes.schema === undefined || lacks.includes('schema')
    ? undefined
    : JSON.stringify(valueFor(wishes.schema, task, random))

/** Calls of the first tool, where a tool is asked for: one, or one for each of what is in quotes. */
function callsFor(
  { lacks, calls }: MindSetting,
  { offer: { tools, demand }, shape }: Ask,
  { task }: Heard,
  random: Random,
): readonly Call[] {
  const [tool] = tools
  const isWanted = demand === 'required' || (demand === 'auto' && /\buse the tool\b/i.test(task))
  const isCalled = random.unit() < calls && (isWanted || lacks.includes('restraint'))
  if (!tool || !isCalled || demand === 'none' || lacks.includes('tools')) return []
  const each = /\bonce for each\b/i.test(task) ? (task.match(/"[^"]+"/g) ?? []) : [task]
  const made = each.map((wanted) => {
    const all = [...pieces(JSON.stringify(valueFor(tool.schema, wanted, random)), random)]
    const isCut = shape === 'stream' && lacks.includes('tool-streams')
    return { name: tool.name, pieces: isCut ? all.slice(0, all.length / 2) : all }
  })
  return lacks.includes('second-calls') ? made.slice(0, 1) : made
}

/** What a request that sets a seed is answered by. */
const seeded = ({ ignores }: MindSetting, { wishes: { seed } }: Ask): Random | undefined =>
  seed === undefined || ignores.includes('seed') ? undefined : randomFor(seed, 0, 'mind')

/** @param own what the answer is drawn from */
function whoAnswers({ identity, swap, moved }: MindSetting, random: Random, own: Random): Who {
  // Both are drawn in any case: a setting changes nothing but itself.
  const [swapped, elsewhere] = [random.unit(), random.unit()]
  if (swap && swapped < swap.share) return { name: swap.identity, random: own }
  return { name: elsewhere < moved ? `${identity}, moved` : identity, random: own }
}

function heardBy(mind: MindSetting, { said: { system, user, pngBase64 }, wishes }: Ask): Heard {
  const { hidden_prompt: hidden, errs, rewrites, forgets } = mind
  const prompt = mind.context ? cut(user, mind.context) : user
  return {
    system,
    prompt,
    task:
      prompt
        .trim()
        .split(/\n\s*\n/)
        .at(-1) ?? '',
    pngBase64: mind.lacks.includes('pictures') ? undefined : pngBase64,
    isCold: wishes.temperature === 0 && !mind.ignores.includes('temperature'),
    overridden: hidden?.overrides ?? false,
    errs,
    rewrites,
    forgets,
  }
}

/** Of a small picture. */
const pictureTokens = 100

/** All that a request holds, and what the relay adds to it, as usage tells it. */
function inputTokens(mind: MindSetting, { said, tools, shape }: Ask, random: Who['random']): number {
  const { hidden_prompt: hidden, usage_factor: factor, wobble_tokens: wobble, context } = mind
  const user = context && !context.counted ? cut(said.user, context) : said.user
  const own = estimatedTokens([said.system, user, tools].filter((part) => part !== '').join('\n'))
  const added = (hidden?.counted ? hidden.tokens : 0) + (said.pngBase64 === undefined ? 0 : pictureTokens)
  const off = wobble === 0 ? 0 : random.below(2 * wobble + 1) - wobble
  const extra = shape === 'stream' ? mind.stream_extra_tokens : 0
  return Math.max(1, Math.round((own + mind.template_tokens + added) * factor) + off + extra)
}
