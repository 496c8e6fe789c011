import type { Report } from '../schema/report.ts'
import { audit } from './audit.ts'
import { charges } from './charge.ts'
import { measurement } from './client.ts'
import { comparison } from './comparison.ts'
import { failures } from './failures.ts'
import { heading } from './heading.ts'
import { ladders } from './ladder.ts'
import { load } from './load.ts'
import { matrix } from './matrix.ts'
import { objectives } from './objectives.ts'
import { pareto } from './pareto.ts'
import { projection } from './projection.ts'
import { relays } from './relays.ts'
import { scores } from './scores.ts'
import type { View, ViewOptions } from './view.ts'

/** Everything that a person reads of a report, in order. */
export const compose = (report: Report, options: ViewOptions): View => [
  ...heading(report, options.language),
  ...comparison(report, options.language),
  ...standing(report, options),
  ...objectives(report, options),
  ...matrix(report, options),
  ...relays(report, options),
  ...failures(report, options),
  ...measurement(report, options.language),
]

/** The figures of a report without what leads to them or explains them. */
export const details = (report: Report, options: ViewOptions): View => [
  ...comparison(report, options.language),
  ...standing(report, options),
  ...matrix(report, options),
]

const standing = (report: Report, options: ViewOptions): View => [
  ...audit(report, options),
  ...charges(report, options),
  ...projection(report, options),
  ...pareto(report, options),
  ...scores(report, options),
  ...load(report, options),
  ...ladders(report, options),
]
