import { pick } from '../core/registry.ts'
import type { Report } from '../schema/report.ts'
import { formatKind } from '../words/report.ts'
import { csv } from './csv.ts'
import { html } from './html/html.ts'
import { json } from './json.ts'
import { junit } from './junit.ts'
import { markdown } from './markdown.ts'
import type { Renderer, RenderOptions } from './renderer.ts'
import { slaTable } from './sla-table.ts'
import { table } from './table.ts'

export { limitAnnotations, worseAnnotations } from './annotations.ts'
export { comparisonRendererNamed, comparisonRenderers } from './compare.ts'
export { modelsView } from './models-view.ts'
export { recomputedJson, recomputedTable } from './recomputed.ts'
export type { Renderer, RenderOptions } from './renderer.ts'

/** Every format that a report can be written in; the first is the default. */
export const renderers: readonly Renderer[] = [table, json, markdown, csv, slaTable, junit, html]

/**
 * Writes a report in the format of that id.
 * @throws UserError when there is no such format.
 */
export const render = (report: Report, format: string, options: RenderOptions): string =>
  rendererNamed(format).render(report, options)

/** @throws UserError when there is no such format. */
export const rendererNamed = (format: string): Renderer => pick(renderers, format, formatKind)
