import { describe, expect, test } from 'vitest'
import type { PathRecord } from '../../src/core/path.ts'
import { judge } from '../../src/judge/judge.ts'
import { render } from '../../src/report/index.ts'
import { reportSchema } from '../../src/schema/report.ts'
import { answer, cell, end, journal, rounds, session } from './journal.ts'

const c1 = cell('c1')

const pathTo = (validTo: string): PathRecord => ({
  ...{ type: 'path', relay: 'acme', session: 1, dnsMs: 4.2 },
  addresses: [
    { address: '203.0.113.7', family: 4, tcpMs: 12, tlsMs: 31 },
    { address: '2001:db8::7', family: 6, failure: 'ENETUNREACH' },
    { address: '203.0.113.8', family: 4 },
  ],
  certificate: {
    issuer: "R11 (Let's Encrypt)",
    subject: 'api.acme.example',
    validFrom: '2026-03-01T00:00:00.000Z',
    validTo,
  },
})

// The run began on 2026-05-04.
const reportOf = (validTo: string) =>
  reportSchema.parse(judge(journal(rounds(1, c1), session(), pathTo(validTo), answer(1, c1), end())))

describe('the way to a relay', () => {
  test('stands in the report: addresses by family, what each took, the certificate', () => {
    const report = reportOf('2026-09-01T00:00:00.000Z')
    expect(report.relays[0]?.network).toMatchObject({
      addresses: [
        { address: '203.0.113.7', family: 4, tcpMs: 12, tlsMs: 31, failure: null },
        { address: '2001:db8::7', tcpMs: null, failure: 'ENETUNREACH' },
        { address: '203.0.113.8', tcpMs: null, failure: null },
      ],
      certificate: { issuer: "R11 (Let's Encrypt)" },
    })
    const text = render(report, 'table', { language: 'en', width: 200, color: false })
    expect(text).toContain(
      'acme: 2 IPv4, 1 IPv6: 203.0.113.7 (TCP 12.0 ms, TLS 31.0 ms); 2001:db8::7 (ENETUNREACH); 203.0.113.8',
    )
    expect(text).toContain("acme: certificate of R11 (Let's Encrypt), until 2026-09-01")
  })

  test.each([
    ['2026-05-17T23:00:00.000Z', 1],
    ['2026-05-19T00:00:00.000Z', 0],
    ['2026-05-01T00:00:00.000Z', 1],
  ])('a certificate until %s is warned of %i times', (validTo, times) => {
    const ends = reportOf(validTo).notices.filter(({ code }) => code === 'certificate-ends')
    expect(ends).toHaveLength(times)
  })
})
