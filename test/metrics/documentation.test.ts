import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { outcomes } from '../../src/metrics/outcomes.ts'
import { fewestValues, quantileLevels } from '../../src/statistics/quantile.ts'
import { intervalRanks } from '../../src/statistics/quantile-interval.ts'

/** Table cells are padded to a width; their text is not. */
const page = readFileSync(new URL('../../docs/metrics.md', import.meta.url), 'utf8').replace(/ {2,}/g, ' ')

test('docs/metrics.md names the outcomes that no availability counts, all and only those', () => {
  const table = /\| why it is excluded \|\n((?:\|.*\n)+)/.exec(page)?.[1] ?? ''
  const named = [...table.matchAll(/`([\w-]+)`/g)].map(([, name]) => name)
  const excluded = Object.entries(outcomes).filter(([, { sla }]) => sla === 'excluded')
  expect(named.toSorted()).toEqual(excluded.map(([name]) => name).toSorted())
})

test.each(Object.entries(quantileLevels))('docs/metrics.md states the n that %s needs', (name, p) => {
  let upper = 1
  while (intervalRanks(upper, p)[1] === null) upper++
  expect(page).toContain(`| ${name} | ${fewestValues(p)} | ${upper} |`)
})
