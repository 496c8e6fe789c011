import { inertJson } from '../core/inert.ts'
import type { Renderer } from './renderer.ts'

/** The report itself: what `relaybench schema report` describes. */
export const json: Renderer = { id: 'json', extension: 'json', render: (report) => inertJson(report) }
