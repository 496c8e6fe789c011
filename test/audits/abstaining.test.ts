import { describe, expect, test } from 'vitest'
import { audits } from '../../src/audits/index.ts'
import { type Party, virtualAudit } from './virtual.ts'

const all = audits.map(({ id }) => id)
/** Ten milliseconds a token: an answer that takes no time at all comes in one piece. */
const paced = { token_ms: 10 }
const reference: Party = { name: 'reference', reference: true, simulate: { ...paced, mind: {}, seed: 1 } }

async function findingsOf(parties: readonly Party[], setting: object = {}) {
  const { report } = await virtualAudit(parties, { tests: all, seed: 3, ...setting })
  return report.audit?.findings ?? []
}

describe('audits abstain', () => {
  test.each(['error-500', 'error-401', 'empty-answer', 'html-200', 'error-in-200', 'cut'])(
    'where a relay answers nothing but %s',
    async (fault) => {
      const subject = { name: 'subject', simulate: { ...paced, mind: {}, seed: 2, faults: [{ fault }] } }
      const findings = await findingsOf([reference, subject])
      expect(findings.filter(({ verdict }) => verdict === 'differs')).toEqual([])
      expect(findings.filter(({ kind, verdict }) => kind === 'test' && verdict === 'consistent')).toEqual([])
    },
  )

  test('where the reference answers nothing', async () => {
    const broken = { ...reference, simulate: { ...paced, mind: {}, faults: [{ fault: 'error-500' }] } }
    const other = {
      name: 'subject',
      simulate: { ...paced, mind: { identity: 'other', usage_factor: 1.5 }, seed: 2 },
    }
    const findings = await findingsOf([broken, other])
    expect(findings.filter(({ kind, verdict }) => kind === 'test' && verdict === 'differs')).toEqual([])
  })

  test('where a tenth of the answers is lost, from nothing', async () => {
    const lossy = { ...paced, mind: {}, faults: [{ fault: 'error-500', rate: 0.1 }] }
    const subject = { name: 'subject', simulate: { ...lossy, seed: 2 } }
    const findings = await findingsOf([reference, subject])
    expect(findings.filter(({ verdict }) => verdict === 'differs')).toEqual([])
    const identity = findings.find(({ code }) => code === 'identity.answers')
    expect(identity).toMatchObject({ verdict: 'consistent' })
    expect(identity?.invalid).toBeGreaterThan(5)
  })

  test('from every comparison, without a reference: hints and facts are left', async () => {
    const subject = {
      name: 'subject',
      simulate: { ...paced, mind: { usage_factor: 1.5, lacks: ['tools'] }, seed: 2 },
    }
    const findings = await findingsOf([subject])
    expect(findings.filter(({ kind }) => kind === 'test').map(({ code }) => code)).toEqual(['usage.stream'])
    const hints = findings.filter(({ kind, verdict }) => kind === 'hint' && verdict === 'differs')
    expect(hints.map(({ code }) => code)).toEqual([
      'usage.input',
      'function.tools',
      'function.tools-stream',
      'function.tools-parallel',
    ])
  })

  test('where two references differ from each other', async () => {
    const second = {
      name: 'other',
      reference: true,
      simulate: { ...paced, mind: { identity: 'third' }, seed: 5 },
    }
    const subject = { name: 'subject', simulate: { ...paced, mind: { identity: 'second' }, seed: 2 } }
    const { report } = await virtualAudit([reference, second, subject], { tests: ['identity'], seed: 3 })
    expect(report.audit?.references).toEqual(['reference', 'other'])
    expect(report.audit?.findings.map(({ verdict }) => verdict)).toEqual(['inconclusive'])
  })
})

describe('all four protocols carry the questions', () => {
  const bad = {
    identity: 'other',
    usage_factor: 1.5,
    lacks: ['tools', 'schema', 'pictures'],
    ignores: ['max_tokens', 'temperature'],
    hidden_prompt: { tokens: 100, overrides: true },
  }

  test.each(['openai-chat', 'openai-responses', 'anthropic-messages', 'gemini'])('%s', async (protocol) => {
    const honest = await findingsOf(
      [reference, { name: 'subject', simulate: { ...paced, mind: {}, seed: 2 } }],
      {
        protocol,
      },
    )
    expect(honest.filter(({ verdict }) => verdict === 'differs')).toEqual([])
    const consistent = honest.filter(({ verdict }) => verdict === 'consistent').map(({ code }) => code)
    const found = await findingsOf(
      [reference, { name: 'subject', simulate: { ...paced, mind: bad, seed: 2 } }],
      {
        protocol,
      },
    )
    const differing = found.filter(({ verdict }) => verdict === 'differs').map(({ code }) => code)
    for (const code of [
      ...['identity.answers', 'usage.input', 'usage.overhead', 'usage.output', 'prompt.system'],
      ...['parameters.limit', 'parameters.temperature'],
      ...['function.tools', 'function.tools-stream', 'function.tools-parallel'],
      ...['function.schema', 'function.picture'],
    ]) {
      expect(consistent).toContain(code)
      expect(differing).toContain(code)
    }
  })
})
