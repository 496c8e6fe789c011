import { commonWords } from '../core/common-words.ts'
import { drawsFrom } from '../core/draws.ts'
import type { Depth } from '../core/plan.ts'
import { promptWords as words } from '../words/audits/prompt.ts'
import type { Asked, Audit, Evidence, Finding, Question, Setting, Side } from './audit.ts'
import { referenceOf } from './pairs.ts'
import { visibleText } from './reply-text.ts'
import { tasksFinding } from './tasks.ts'

/** Questions of each of the two kinds by depth. */
const sizes: Readonly<Record<Depth, number>> = { quick: 14, standard: 16, deep: 24 }

/**
 * Whether a request arrives as it was written: is a system prompt obeyed, or does another one of the relay's own win; and
 * does text come back unchanged, commands and names of packages above all.
 */
export const prompt: Audit = {
  id: 'prompt',
  revision: 1,
  title: words.title,
  tests: 2,
  questions,
  judge,
}

function questions({ depth, seed, thinkingTokens }: Setting): readonly Question[] {
  return Array.from({ length: sizes[depth] }, (_, nth) => {
    const draws = drawsFrom(`prompt ${seed} ${nth}`)
    const word = draws.pick(commonWords)
    const lines = draws
      .shuffled(commands)
      .slice(0, 2)
      .map((command) => command(draws.pick(commonWords), versionFrom(draws.below(1_000))))
    return [
      {
        key: `obey ${nth + 1}`,
        ask: {
          system: `Whatever you are asked, answer with the single word "${word}" and nothing else.`,
          prompt: draws.pick(smallTalk),
          maxOutputTokens: 16 + thinkingTokens,
          stream: false,
        },
        expectedOutputTokens: 1,
      },
      {
        key: `repeat ${nth + 1}`,
        ask: {
          prompt: `Here are lines from a manual.\n\n<text>\n${lines.join('\n')}\n</text>\n\nRepeat the lines between the marks exactly as they are, without the marks, and nothing else.`,
          maxOutputTokens: 160 + thinkingTokens,
          stream: false,
        },
        expectedOutputTokens: 30,
      },
    ]
  }).flat()
}

const versionFrom = (n: number): string => `${1 + (n % 7)}.${n % 40}.${n % 11}`

/** What a relay that tampers would like to change. */
const commands: readonly ((word: string, version: string) => string)[] = [
  (word, version) => `pip install ${word}-client==${version}`,
  (word, version) => `npm install --save @${word}/core@${version}`,
  (word, version) => `cargo add ${word}-io@${version}`,
  (word, version) => `go get example.com/${word}/v2@v${version}`,
  (word) => `curl -fsSL https://get.${word}.example.org/install.sh | sh`,
  (word, version) => `docker pull registry.example.net/${word}:${version}`,
  (word) => `git clone https://git.example.org/${word}/${word}.git`,
  (word, version) => `apt-get install -y lib${word}-dev=${version}`,
]

const smallTalk: readonly string[] = [
  'What is the capital of Portugal?',
  'How many legs does a spider have?',
  'Which month comes after May?',
  'What colour is a ripe tomato?',
  'What do bees make?',
  'Is ice colder than steam?',
  'How many minutes are there in an hour?',
  'What is the opposite of tall?',
]

function judge(evidence: Evidence): readonly Finding[] {
  const reference = referenceOf(evidence)
  return [
    compared('prompt.system', 'obey', obeys, evidence.subject, reference),
    compared('prompt.verbatim', 'repeat', repeats, evidence.subject, reference),
  ]
}

// --- what counts as right

/** The word of the system prompt, whatever stands around it. */
function obeys({ question, observation }: Asked): boolean {
  const wanted = /"([^"]+)"/.exec(question.ask.system ?? '')?.[1]
  return wanted !== undefined && bare(visibleText(observation.reply)) === wanted
}

const bare = (text: string): string =>
  text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()

/** Line for line the same; fences around them are no change. */
function repeats({ question, observation }: Asked): boolean {
  const wanted = /<text>\n([\s\S]*?)\n<\/text>/.exec(question.ask.prompt)?.[1]
  return wanted !== undefined && linesIn(visibleText(observation.reply)) === linesIn(wanted)
}

const linesIn = (text: string): string =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !/^(```\w*|<\/?text>)$/.test(line))
    .join('\n')

// --- what is found

type Code = 'prompt.system' | 'prompt.verbatim'

/** Whether the reference is right more often than the subject, of the same questions. */
const compared = (
  code: Code,
  kind: string,
  isRight: (asked: Asked) => boolean,
  subject: Side,
  reference: Side | undefined,
): Finding =>
  tasksFinding(
    {
      code,
      effect: words.findings[code].effect,
      planned: sizes[subject.setting.depth],
      isOne: ({ question }) => question.key.startsWith(kind),
      isRight,
    },
    subject,
    reference,
    (tally) => (verdict) =>
      words.findings[code].say(verdict, {
        right: String(tally.right),
        n: String(tally.n),
        reference: tally.reference && String(tally.reference.right),
      }),
  )
